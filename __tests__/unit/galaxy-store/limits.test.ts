import { expect, test } from '@jest/globals';

import * as limits from '../../../src/galaxy-store/limits.ts';

test('the limits are those that the documents promise', () => {
  expect(limits).toMatchObject({
    ATTEMPT_TIMEOUT_MS: 20_000,
    MAX_ANSWER_BYTES: 65_536,
    MAX_ATTEMPTS: 8,
    CALL_DEADLINE_MS: 120_000,
    FIRST_WAIT_MS: 500,
    MAX_WAIT_MS: 20_000,
    MIN_ATTEMPT_MS: 1_000,
    MAX_UNANSWERED_CREATES: 4,
    MAX_UNKNOWN_TOKENS: 8,
    TOKEN_PROPAGATION_MS: 5_000,
    CANCELLED_ANSWER_MS: 5_000,
    SIGNIFICANT_SKEW_MS: 30_000,
    MAX_CORRECTED_SKEW_MS: 86_400_000,
    MIN_TOKEN_LENGTH: 8,
    MAX_TOKEN_LENGTH: 4096,
    MAX_SERVER_MESSAGE_LENGTH: 300,
  });
});
