import type { CodeTable } from '../code-table.js';

/** Stringee took the message. */
export const STRINGEE_ACCEPTED = '0';

/**
 * The page names `r = 0` and no other value, so this table is empty: the account's setting `errorCodes` takes what
 * Stringee's support says. A value that nothing knows is `rejected`: `r` other than 0 is a no to that one message.
 */
export const STRINGEE_CODES: CodeTable = {};
