import { describe, expect, test } from '@jest/globals';

import { debugStack, describeFailure, reportFailure, runnerLog } from '../../src/report.ts';
import { InputsError, UserError, helpUrl } from '../../src/user-error.ts';
import { FakeCore } from './helpers/fake-core.ts';

const one = new UserError('not-a-boolean', 'The first is wrong.');
const two = new UserError('scopes-not-allowed', 'The second is wrong.');

describe('a failure', () => {
  test('that a user can mend comes with a link', () => {
    const message = `The first is wrong.\nHelp: ${helpUrl('not-a-boolean')}`;

    expect(describeFailure(one)).toBe(message);
    expect(describeFailure(new InputsError([one]))).toBe(message);
  });

  test('of several inputs becomes one list', () => {
    expect(describeFailure(new InputsError([one, two]))).toBe(
      '2 inputs need to be changed.\n' +
        `- The first is wrong.\n  Help: ${helpUrl('not-a-boolean')}\n` +
        `- The second is wrong.\n  Help: ${helpUrl('scopes-not-allowed')}`,
    );
  });

  test.each([new TypeError('a text'), 'a text'])('that was not foreseen says so: %s', (error) => {
    expect(describeFailure(error)).toBe(
      'This step failed for a reason that it does not know. Please report it, with this text: a text',
    );
  });

  const cause = new Error('why');
  const error = new UserError('network-fault', 'It failed.', { cause });

  test.each([
    [false, []],
    [true, [error.stack, cause.stack]],
  ])('is one annotation, and has stacks with debug logging: %s', (debug, stacks) => {
    const core = new FakeCore({ debug });
    reportFailure(core, error);

    expect(core.callsOf('setFailed')).toEqual([['setFailed', describeFailure(error)]]);
    expect(core.calls.slice(1)).toEqual(stacks.map((stack) => ['debug', stack]));
  });

  test('has its message where there is no stack, and no cause that is no error', () => {
    const core = new FakeCore({ debug: true });
    const bare = new Error('bare', { cause: 'a text' });
    delete bare.stack;
    debugStack(core, bare);

    expect(core.calls).toEqual([['debug', 'bare']]);
  });
});

test('the log takes the effect from every command of the older form, and passes warnings on', () => {
  const core = new FakeCore();
  runnerLog(core).info('a ##[error]b ##[group]c');
  runnerLog(core).warning('careful');

  expect(core.calls).toEqual([
    ['info', 'a # #[error]b # #[group]c'],
    ['warning', 'careful'],
  ]);
});
