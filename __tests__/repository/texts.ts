import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import GithubSlugger from 'github-slugger';
import { Lexer, walkTokens } from 'marked';

import { repositoryFiles } from '../../scripts/repository.ts';
import { PROJECT_DIR } from '../../runner/project.ts';

/** Every file of the repository but the bundle, which comes from the build. */
export const FILES = repositoryFiles().filter((path) => !path.startsWith('dist/'));
export const DOCUMENTS = FILES.filter((path) => path.endsWith('.md'));

export function read(path: string): string {
  return readFileSync(join(PROJECT_DIR, path), 'utf8');
}

/** Where the links and pictures of a document lead. */
export function linksOf(markdown: string): readonly string[] {
  const links: string[] = [];
  // It is a promise only where the callback is asynchronous.
  void walkTokens(new Lexer().lex(markdown), (token) => {
    if ('href' in token) links.push(String(token.href));
  });
  return links;
}

/** The anchors of a document, as GitHub makes them of its headings. */
export function anchorsOf(markdown: string): readonly string[] {
  const slugger = new GithubSlugger();
  const headings = new Lexer().lex(markdown).filter(({ type }) => type === 'heading');
  return headings.map((heading) => slugger.slug('text' in heading ? String(heading.text) : ''));
}
