import { describe, expect, test } from '@jest/globals';

import { git, repositoryFiles } from '../../scripts/repository/files.ts';
import { isOwnerName, namesOwner, withOwner } from '../../scripts/repository/owner.ts';
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
  const name = 'galaxy-store-access-token';
  const home = (owner: string): string => `${owner}/${name}`;
  const text = `uses: ${home('OWNER')}@v1 # OWNER/other, the OWNER`;

  test('is replaced where it names this repository, and nowhere else', () => {
    const replaced = withOwner(text, 'OWNER', 'a-team');

    expect(replaced).toBe(`uses: ${home('a-team')}@v1 # OWNER/other, the OWNER`);
    expect([namesOwner(text, 'OWNER'), namesOwner(replaced, 'OWNER')]).toEqual([true, false]);
  });

  test.each(['a', 'A-Team', 'x1-2-3', 'a'.repeat(39)])('may be called %s', (name) => {
    expect(isOwnerName(name)).toBe(true);
  });

  test.each(['', '-a', 'a-', 'a--b', 'a b', 'a/b', 'ä', 'a'.repeat(40)])(
    'cannot be called "%s"',
    (name) => {
      expect(isOwnerName(name)).toBe(false);
    },
  );
});

describe('the tables of the README', () => {
  const empty =
    '# A\n\n<!-- inputs start -->\n<!-- inputs end -->\n\n<!-- outputs start -->\nold\n<!-- outputs end -->\n';

  test('come from action.yml, and stay the same when they are made again', async () => {
    const once = await withTables(empty, readActionMetadata());

    expect(once).toMatch(/^\| `scopes` +\| no +\| `publishing` +\| What the token may do/m);
    expect(once).toMatch(/^\| `access-token` +\| The access token, masked/m);
    expect(once).not.toContain('old');
    expect(await withTables(once, readActionMetadata())).toBe(once);
  });

  test('need their markers', async () => {
    await expect(withTables('# A', readActionMetadata())).rejects.toThrow('<!-- inputs start -->');
  });

  test('in this repository are up to date', async () => {
    const readme = read('README.md');

    expect(await withTables(readme, readActionMetadata())).toBe(readme);
  });
});
