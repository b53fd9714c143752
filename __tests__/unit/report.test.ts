import { describe, expect, test } from '@jest/globals';

import { debugStack, describeFailure, reportFailure, runnerLog } from '../../src/report.ts';
import { InputsError, UserError, helpUrl } from '../../src/user-error.ts';
import { FakeCore } from './helpers/fake-core.ts';

const one = new UserError('not-a-boolean', 'The first is wrong.');
const two = new UserError('scopes-not-allowed', 'The second is wrong.');

describe('what is told about a failure', () => {
  test('a failure that a user can mend comes with a link', () => {
    const message = `The first is wrong.\nHelp: ${helpUrl('not-a-boolean')}`;

    expect(describeFailure(one)).toBe(message);
    expect(describeFailure(new InputsError([one]))).toBe(message);
  });

  test('several wrong inputs become one list', () => {
    expect(describeFailure(new InputsError([one, two]))).toBe(
      [
        '2 inputs need to be changed.',
        '- The first is wrong.',
        `  Help: ${helpUrl('not-a-boolean')}`,
        '- The second is wrong.',
        `  Help: ${helpUrl('scopes-not-allowed')}`,
      ].join('\n'),
    );
  });

  test.each([new TypeError('x is not a function'), 'a text'])(
    'an error that was not foreseen is reported as such: %s',
    (error) => {
      expect(describeFailure(error)).toBe(
        'This step failed for a reason that it does not know. Please report it, with this text: ' +
          (error instanceof Error ? error.message : error),
      );
    },
  );
});

describe('reporting a failure', () => {
  test('ends the step with one annotation and shows no stack', () => {
    const core = new FakeCore();
    reportFailure(core, one);

    expect(core.calls).toEqual([['setFailed', describeFailure(one)]]);
  });

  test('shows the stacks of the error and its causes with debug logging', () => {
    const core = new FakeCore({ debug: true });
    const cause = new Error('why');
    const error = new UserError('network-fault', 'It failed.', { cause });
    reportFailure(core, error);

    expect(core.calls).toEqual([
      ['setFailed', describeFailure(error)],
      ['debug', error.stack],
      ['debug', cause.stack],
    ]);
  });

  test('takes the message where there is no stack, and ends at what is no error', () => {
    const core = new FakeCore({ debug: true });
    const error = new Error('bare', { cause: 'a text' });
    delete error.stack;
    debugStack(core, error);

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
