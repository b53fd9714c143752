import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { ignoreEpipe } from '../../src/ignore-epipe.ts';

const STREAMS = { stdout: process.stdout, stderr: process.stderr } as const;
const added: (() => void)[] = [];

beforeEach(() => {
  for (const stream of Object.values(STREAMS)) {
    const before = stream.listeners('error');
    added.push(() => {
      for (const listener of stream.listeners('error')) {
        if (!before.includes(listener)) stream.off('error', listener as () => void);
      }
    });
  }
});

afterEach(() => {
  for (const remove of added.splice(0)) remove();
});

test.each(['stdout', 'stderr'] as const)('a step goes on when its %s is closed', (name) => {
  ignoreEpipe();

  // An event of this name that nobody listens to is thrown.
  expect(STREAMS[name].emit('error', new Error('write EPIPE'))).toBe(true);
});
