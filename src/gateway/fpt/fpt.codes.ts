import type { CodeTable } from '../code-table.js';

/**
 * FPT's own table stands in its connection manual, which is given out with the contract: the account's setting
 * `errorCodes` takes what it says. What is here are the words of OAuth 2.0 itself (RFC 6749, 5.2). A code that nothing
 * knows is `rejected` in the answer to a message (an `error` is a no), and `misconfigured` where a token was asked for.
 */
export const FPT_CODES: CodeTable = {
  invalid_request: 'rejected',
  invalid_client: 'misconfigured',
  invalid_grant: 'misconfigured',
  invalid_token: 'misconfigured',
  unauthorized_client: 'misconfigured',
  unsupported_grant_type: 'misconfigured',
  invalid_scope: 'misconfigured',
  insufficient_scope: 'misconfigured',
  access_denied: 'misconfigured',
};
