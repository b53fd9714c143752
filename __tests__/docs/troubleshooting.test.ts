import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';
import GithubSlugger from 'github-slugger';

import { TOPICS, realMessage } from './real-messages.ts';

const page = readFileSync(new URL('../../docs/troubleshooting.md', import.meta.url), 'utf8');
const slugger = new GithubSlugger();

/** What stands below each heading, and what the address of the heading ends with on GitHub. */
const sections = page.split(/^(?=#{1,6} )/m).map((part) => {
  const [, marks = '', heading = '', text = ''] = /^(#+) (.*)\n([^]*)$/.exec(part) ?? [];
  return { level: marks.length, anchor: slugger.slug(heading), text };
});
const topicSections = sections.filter(({ level }) => level === 3);

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
    const { text = '' } = topicSections.find(({ anchor }) => anchor === topic) ?? {};
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
