import { expect, test } from '@jest/globals';

import { PINNED_ACTIONS } from './pinned-actions.ts';
import { FILES, read } from './texts.ts';

// Permissions, credentials, triggers, expressions in scripts and concurrency: `npm run lint:workflows`.

test.each(FILES.filter((path) => /\.(?:ya?ml|md)$/.test(path)))(
  'every action of others is pinned as listed: %s',
  (path) => {
    const uses = [...read(path).matchAll(/^\s*(?:- )?uses: *(\S+)@(.+)$/gm)];
    const others = uses.filter(([, name = '']) => !name.endsWith('/galaxy-store-access-token'));

    for (const [, name = '', pin] of others)
      expect([name, pin]).toEqual([name, PINNED_ACTIONS[name]]);
  },
);

test('the workflows of this repository need no secret but the token that GitHub gives', () => {
  const own = FILES.filter((path) => path.startsWith('.github/workflows/'));

  expect(own.length).toBeGreaterThan(7);
  expect(own.filter((path) => /\bsecrets\b/.test(read(path)))).toEqual([]);
});
