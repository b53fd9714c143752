import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';
import GithubSlugger from 'github-slugger';

import { TOPICS, realMessage } from './real-messages.ts';

interface Section {
  readonly level: number;
  readonly heading: string;
  /** What the address of the heading ends with on GitHub. */
  readonly anchor: string;
  readonly text: string;
}

const page = readFileSync(new URL('../../docs/troubleshooting.md', import.meta.url), 'utf8');

function readSections(markdown: string): readonly Section[] {
  const slugger = new GithubSlugger();
  return markdown.split(/^(?=#{1,6} )/m).map((part) => {
    const [first = '', ...rest] = part.split('\n');
    const [, marks = '', heading = ''] = /^(#+) (.*)$/.exec(first) ?? [];
    return {
      level: marks.length,
      heading,
      anchor: slugger.slug(heading),
      text: rest.join('\n'),
    };
  });
}

const sections = readSections(page);
const topicSections = sections.filter(({ level }) => level === 3);

const sectionOf = (topic: string): string =>
  topicSections.find(({ anchor }) => anchor === topic)?.text ?? '';

describe('docs/troubleshooting.md', () => {
  test('has one heading for each topic that a message links to, and no other of their level', () => {
    expect(topicSections.map(({ anchor }) => anchor).sort()).toEqual([...TOPICS].sort());
  });

  test('puts every topic into a group', () => {
    const groups = sections.filter(({ level }) => level === 2).map(({ anchor }) => anchor);
    expect(TOPICS.filter((topic) => groups.includes(topic))).toEqual([]);
    const firstTopic = sections.findIndex(({ level }) => level === 3);
    expect(sections.slice(0, firstTopic).map(({ level }) => level)).toEqual([1, 2]);
  });

  test.each(TOPICS)('shows the real message of %s, says why, and what to do', async (topic) => {
    const text = sectionOf(topic);
    const quoted = /```text\n([\s\S]*?)\n```/.exec(text)?.[1] ?? '';
    const message = await realMessage(topic);
    for (const fragment of quoted.split('…')) {
      // A fragment that follows a shortening may have lost its spaces to it.
      expect(message).toContain(fragment.trim());
    }
    expect(quoted.length).toBeGreaterThan(20);
    expect(text).toMatch(/\*\*Why\b/);
    expect(text).toMatch(/what to do:\*\*/i);
  });
});
