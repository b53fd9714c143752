/**
 * Every timeout and limit of the calls to the Galaxy Store, in one place. They are constants, because an
 * input is one more setting to get wrong.
 */

/** How long one attempt may take in total, from the connection to the last byte, in milliseconds. */
export const ATTEMPT_TIMEOUT_MS = 20_000;

/** How many bytes of an answer are read. A real one has less than a hundred. */
export const MAX_ANSWER_BYTES = 64 * 1024;

/** How many attempts one call makes, not counting those after a delay that the server asked for. */
export const MAX_ATTEMPTS = 8;

/** How long one call goes on trying, in milliseconds. */
export const CALL_DEADLINE_MS = 120_000;

/** The first wait between two attempts is random between zero and this, in milliseconds. */
export const FIRST_WAIT_MS = 500;

/** No wait is longer than this, unless the server asks for it, in milliseconds. */
export const MAX_WAIT_MS = 20_000;

/** An attempt gets at least this, in milliseconds. In less time its answer would often be lost. */
export const MIN_ATTEMPT_MS = 1_000;

/**
 * How many create requests may lose their answer on the way. Each of them may have minted an access token
 * that nobody knows. The answer of a gateway (502, 504) is not counted: mostly, the server behind it was
 * not reached.
 */
export const MAX_UNANSWERED_CREATES = 4;

/** How long the propagation of a new access token may take, in milliseconds (assumed). */
export const TOKEN_PROPAGATION_MS = 5_000;

/** How long a cancelled call waits for the answer to the request it has sent, in milliseconds. */
export const CANCELLED_ANSWER_MS = 5_000;

/** A difference between the clocks that may explain why an assertion was refused, in milliseconds. */
export const SIGNIFICANT_SKEW_MS = 30_000;

/** Far longer than any real token, and still short enough for a header. */
export const MAX_TOKEN_LENGTH = 4096;

/** How much of a server's message is shown, in characters. */
export const MAX_SERVER_MESSAGE_LENGTH = 300;
