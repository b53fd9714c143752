import { describe, expect, test } from '@jest/globals';

import { git, repositoryFiles } from '../../scripts/repository/files.ts';
import { namesOwner, refusalOf, withOwner } from '../../scripts/repository/owner.ts';
import type { OwnerChange } from '../../scripts/repository/owner.ts';
import { withTables } from '../../scripts/repository/action-tables.ts';
import { readActionMetadata } from '../../runner/action-metadata.ts';
import { FILES, read } from './texts.ts';

describe('files', () => {
  test('none names a folder of the machine on which somebody wrote it', () => {
    // Where GitHub's own runners work, and where a made-up person keeps a key.
    const nobody = /[\\/](?:home|Users)\\*\/?(?:runner|me)\b/g;
    const folder =
      /(?<![\w.$}~-])(?:\/home\/[a-z]|\/Users\/[A-Za-z]|\/root\/|\/work\/[a-z]|[A-Z]:\\Users\\)/;
    const own = '__tests__/repository/files.test.ts';
    const texts = FILES.filter((path) => path !== own).map((path) => [path, read(path)] as const);

    const found = texts.filter(([, text]) => folder.test(text.replaceAll(nobody, '')));

    expect(found.map(([path]) => path)).toEqual([]);
  });

  test('none has a name that Windows refuses, or that two systems tell apart only by case', () => {
    const paths = repositoryFiles();

    expect(paths.filter((path) => /[<>:"\\|?*]|[. ](?:\/|$)/.test(path))).toEqual([]);
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
  });

  test('each is committed with the line ends of Unix, whatever the system', () => {
    const lines = git('ls-files', '--eol').split('\n');

    expect(lines.filter((line) => /^i\/(?:crlf|mixed)/.test(line))).toEqual([]);
    expect(lines.filter((line) => !line.includes('eol=lf'))).toEqual([]);
  });

  test('none holds a private key', () => {
    // The body of every RSA key in PEM begins like this: a sequence, a version, a number.
    const body = /MII[EJ][vopqk][\w+/]{60}/;

    expect(repositoryFiles().filter((path) => body.test(read(path)))).toEqual([]);
  });
});

describe('the owner of the repository', () => {
  // Put together, so that the command which sets the owner leaves this test alone.
  const home = (owner: string): string => [owner, 'galaxy-store-access-token'].join('/');
  const text = (owner: string): string =>
    `uses: ${home(owner)}@v1 # OWNER/other, MY-${home('OWNER')}\n/src/ @${owner}\n * @OWNER x\n`;

  test('is replaced where it names this repository or a code owner, and nowhere else', () => {
    expect(withOwner(text('OWNER'), 'OWNER', 'a-team')).toBe(text('a-team'));
    expect(['OWNER', 'a-team'].map((owner) => namesOwner(text('OWNER'), owner))).toEqual([
      true,
      false,
    ]);
  });

  const change = { from: 'OWNER', to: 'me', origin: '/a/folder', hasUncommittedChanges: false };

  test.each(['a', 'A-Team', 'x1-2-3', 'a'.repeat(39)])('may be called %s', (to) => {
    expect(refusalOf({ ...change, to })).toBeUndefined();
  });

  test.each(['', '-a', 'a-', 'a--b', 'a b', 'a/b', 'ä', 'a'.repeat(40), 'OWNER', 'name'])(
    'cannot be called "%s"',
    (to) => {
      expect(refusalOf({ ...change, to })).toContain('Give the name of one GitHub user');
    },
  );

  test.each<[string, Partial<OwnerChange>, string]>([
    ['with uncommitted changes', { hasUncommittedChanges: true }, 'Commit or stash them'],
    ['while origin is of another', { origin: 'git@github.com:you/x.git' }, 'belongs to you'],
    ['when there is one already', { from: 'you' }, 'npm run set-owner -- me --replace you'],
    ['when a third is named', { from: 'you', replace: 'they' }, '--replace you'],
  ])('stays %s', (_when, known, reason) => {
    expect(refusalOf({ ...change, ...known })).toContain(reason);
  });

  test.each<Partial<OwnerChange>>([
    { origin: 'https://github.com/Me/x' },
    { from: 'you', replace: 'you' },
  ])('changes where that is clear: %j', (known) => {
    expect(refusalOf({ ...change, ...known })).toBeUndefined();
  });
});

describe('the tables of the README', () => {
  const empty =
    '# A\n\n<!-- inputs start -->\n<!-- inputs end -->\n\n<!-- outputs start -->\nold\n<!-- outputs end -->\n';

  test('come from action.yml, and stay the same when they are made again', () => {
    const once = withTables(empty, readActionMetadata());

    expect(once).toMatch(/^\| `scopes` +\| no +\| `publishing` +\| What the token may do/m);
    expect(once).toMatch(/^\| `access-token` +\| The access token, masked/m);
    expect(once).not.toContain('old');
    expect(withTables(once, readActionMetadata())).toBe(once);
  });

  test('need their markers', () => {
    expect(() => withTables('# A', readActionMetadata())).toThrow('<!-- inputs start -->');
  });

  test('in this repository are up to date', () => {
    const readme = read('README.md');

    expect(withTables(readme, readActionMetadata())).toBe(readme);
  });
});
