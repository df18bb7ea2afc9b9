import type { CodeTable } from '../code-table.js';

/** VietGuys took the message. */
export const VIETGUYS_ACCEPTED = '0';

/**
 * VietGuys hands its table out with the contract; these lines stand alike in the programs of three integrators. Who has
 * other papers writes them into the account's `errorCodes`. A code that nothing knows is `rejected`: `error` other than 0
 * is a no.
 */
export const VIETGUYS_CODES: CodeTable = {
  '-1': 'misconfigured', // a parameter is missing
  '-2': 'throttled', // the server is busy
  '-3': 'misconfigured', // no such account
  '-4': 'misconfigured', // account locked
  '-5': 'misconfigured', // password
  '-6': 'misconfigured', // not allowed to call the API
  '-7': 'misconfigured', // our address is not on the list
  '-8': 'misconfigured', // brandname not declared
  '-9': 'quota', // no credits
  '-10': 'bad-recipient',
  '-11': 'bad-recipient', // on the list of numbers that want no messages from anybody
  '-12': 'quota', // no credits
  '-13': 'misconfigured', // brandname not declared
  '-14': 'bad-content', // more than 459 characters
  '-16': 'rejected', // the same text to the same number within a minute
  '-17': 'quota', // the account's messages of a day
  '-18': 'bad-content', // word of advertising
  '-19': 'quota', // the limit of a day that the customer has set
  '-20': 'bad-content', // not a registered template
  '-21': 'bad-content', // not the kind of text that the brandname may send
  '-22': 'bad-recipient', // the number has moved, or the brandname is not registered at its carrier
};

/** The words of its delivery reports. */
export const VIETGUYS_STATES: Readonly<Record<string, 'accepted' | 'delivered' | 'undelivered'>> = {
  sent: 'accepted',
  delivered: 'delivered',
  fail: 'undelivered',
};
