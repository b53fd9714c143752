import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import GithubSlugger from 'github-slugger';
import { Lexer, walkTokens } from 'marked';
import type { Token } from 'marked';

import { repositoryFiles } from '../../scripts/repository.ts';
import { PROJECT_DIR } from '../../runner/project.ts';

/** Every file of the repository but the bundle, which comes from the build. */
export const FILES = repositoryFiles().filter((path) => !path.startsWith('dist/'));
export const DOCUMENTS = FILES.filter((path) => path.endsWith('.md'));

export function read(path: string): string {
  return readFileSync(join(PROJECT_DIR, path), 'utf8');
}

/** Every token of a document of one of the given types. */
function tokensOf(markdown: string, types: readonly string[]): readonly Token[] {
  const tokens: Token[] = [];
  // It is a promise only where the callback is asynchronous.
  void walkTokens(new Lexer().lex(markdown), (token) => {
    if (types.includes(token.type)) tokens.push(token);
  });
  return tokens;
}

/** Where the links and pictures of a document lead. */
export function linksOf(markdown: string): readonly string[] {
  return tokensOf(markdown, ['link', 'image']).map((token) =>
    'href' in token ? String(token.href) : '',
  );
}

/** The anchors of a document, as GitHub makes them of its headings. */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const slugger = new GithubSlugger();
  const headings = tokensOf(markdown, ['heading']);
  return new Set(headings.map((token) => slugger.slug('text' in token ? String(token.text) : '')));
}
