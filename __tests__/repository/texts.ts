import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import GithubSlugger from 'github-slugger';
import { Lexer, walkTokens } from 'marked';
import type { Token } from 'marked';

import { repositoryFiles } from '../../scripts/repository/files.ts';
import { PROJECT_DIR } from '../../runner/project.ts';

/** Every file of the repository but the bundle, which comes from the build. */
export const FILES = repositoryFiles().filter((path) => !path.startsWith('dist/'));
export const DOCUMENTS = FILES.filter((path) => path.endsWith('.md'));

export function read(path: string): string {
  return readFileSync(join(PROJECT_DIR, path), 'utf8');
}

function tokensOf(markdown: string): readonly Token[] {
  const tokens: Token[] = [];
  // It is a promise only where the callback is asynchronous.
  void walkTokens(new Lexer().lex(markdown), (token) => {
    tokens.push(token);
  });
  return tokens;
}

/** Where the links and pictures of a document lead. */
export function linksOf(markdown: string): readonly string[] {
  return tokensOf(markdown).flatMap((token) => {
    if (token.type === 'link' || token.type === 'image') return [String(token.href)];
    if (token.type !== 'html') return [];
    return [...token.raw.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, target = '']) => target);
  });
}

/** The anchors of a document, as GitHub makes them of its headings, and those that HTML names. */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const slugger = new GithubSlugger();
  const anchors = tokensOf(markdown).flatMap((token) => {
    if (token.type === 'heading') return [slugger.slug(textOf(token))];
    if (token.type !== 'html') return [];
    return [...token.raw.matchAll(/(?:id|name)="([^"]+)"/g)].map(([, name = '']) => name);
  });
  return new Set(anchors);
}

/** What a heading says when its marks are gone. */
function textOf(token: Token): string {
  const inner = 'tokens' in token ? (token.tokens ?? []) : [];
  if (inner.length > 0) return inner.map(textOf).join('');
  return 'text' in token ? String(token.text) : '';
}
