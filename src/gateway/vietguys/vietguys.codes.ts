import type { CodeTable } from '../code-table.js';

/** VietGuys took the message. */
export const VIETGUYS_ACCEPTED = '0';

/**
 * VietGuys hands its table out with the contract and publishes none, so this one is empty: the account's setting
 * `errorCodes` takes what the papers say. A code that nothing knows is `rejected`: `error` other than 0 is a no.
 */
export const VIETGUYS_CODES: CodeTable = {};

/** The words of its delivery reports. */
export const VIETGUYS_STATES: Readonly<Record<string, 'accepted' | 'delivered' | 'undelivered'>> = {
  sent: 'accepted',
  delivered: 'delivered',
  fail: 'undelivered',
};
