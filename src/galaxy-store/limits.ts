/**
 * Every time-out and bound of the talk with the Galaxy Store, in one place. They are constants and
 * no inputs: nobody should need to tune them, and each input is one more thing to get wrong.
 */

/** How long one attempt may take in total, from the connection to the last byte, in milliseconds. */
export const ATTEMPT_TIMEOUT_MS = 20_000;

/** How many bytes of an answer are read. A real one has less than a hundred. */
export const MAX_ANSWER_BYTES = 64 * 1024;

/** How many attempts one call makes, not counting those after a wait that the server ordered. */
export const MAX_ATTEMPTS = 8;

/** How long one call goes on trying, in milliseconds. */
export const CALL_DEADLINE_MS = 120_000;

/** The first wait between two attempts is random between zero and this, in milliseconds. */
export const FIRST_WAIT_MS = 500;

/** No wait of our own is longer than this, in milliseconds. */
export const MAX_WAIT_MS = 20_000;

/**
 * How little time is enough for one more attempt before the deadline, in milliseconds. A request that
 * is cut off at once tells nothing, and its answer may be lost.
 */
export const SHORTEST_ATTEMPT_MS = 1_000;

/**
 * How many create requests may lose their answer on the way. Each of them may have minted an access token
 * that nobody knows and nobody can revoke, so patience is shorter here. The answer of a gateway (502, 504)
 * is not counted: it mostly means that the server behind it was not reached.
 */
export const MAX_UNANSWERED_CREATES = 4;

/** How long a new access token may need until every server knows it, in milliseconds (assumed). */
export const TOKEN_PROPAGATION_MS = 5_000;

/** How long a cancelled job waits for an answer that is under way, in milliseconds. */
export const CANCELLED_ANSWER_MS = 5_000;

/**
 * How long a cancelled job may take in all, in milliseconds. The runner sends SIGINT, 7.5 s later
 * SIGTERM, and kills 2.5 s after that.
 */
export const CANCELLED_TOTAL_MS = 7_000;

/** A difference between the clocks that may explain why an assertion was refused, in milliseconds. */
export const SIGNIFICANT_SKEW_MS = 30_000;

/** Far longer than any real token, and still short enough for a header. */
export const MAX_TOKEN_LENGTH = 4096;

/** How much of a server's message is shown, in characters. */
export const MAX_SERVER_MESSAGE_LENGTH = 300;
