import { describe, expect, test } from '@jest/globals';

import { git, repositoryFiles } from '../../scripts/repository.ts';
import { isOwnerName, isOwnerOf, withOwner } from '../../scripts/set-owner.ts';
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
    expect(withOwner(text('OWNER'), 'a-team', 'me')).toBe(text('OWNER'));
  });

  test('may have the names that GitHub accepts', () => {
    const accepted = ['a', 'A-Team', 'x1-2-3', 'a'.repeat(39)];
    const refused = ['', '-a', 'a-', 'a--b', 'a b', 'a/b', 'ä', 'a'.repeat(40), 'OWNER', 'name'];

    expect([...accepted, ...refused].filter(isOwnerName)).toEqual(accepted);
  });

  test('is the one of the remote, where that is on GitHub', () => {
    const remotes = ['/a/folder', 'https://github.com/Me/x', 'git@github.com:you/x.git'];

    expect(remotes.map((remote) => isOwnerOf(remote, 'me'))).toEqual([true, true, false]);
  });
});
