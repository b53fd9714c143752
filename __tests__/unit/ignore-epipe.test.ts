import { expect, test } from '@jest/globals';

import { ignoreEpipe } from '../../src/ignore-epipe.ts';

test('a step goes on when its log is closed', () => {
  const streams = [process.stdout, process.stderr];
  const before = streams.map((stream) => stream.listenerCount('error'));
  ignoreEpipe();

  expect(streams.map((stream) => stream.listenerCount('error') - 1)).toEqual(before);
  for (const stream of streams) {
    // An event of this name without a listener is thrown.
    expect(stream.emit('error', new Error('write EPIPE'))).toBe(true);
    stream.off('error', stream.listeners('error').at(-1) as () => void);
  }
});
