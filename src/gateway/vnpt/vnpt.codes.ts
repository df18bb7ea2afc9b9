import type { CodeTable } from '../code-table.js';

/** VNPT took the message. */
export const VNPT_ACCEPTED = '0';

/**
 * The codes of VNPT's smsbn, as integrators have them in their programs. A code that is not here is `rejected`: anything
 * but 0 is a no. 33 (this REQID was here before) is `unclear`: our REQID is new for every try, so who has it before us
 * cannot be told.
 */
export const VNPT_CODES: CodeTable = {
  '-1': 'bad-content', // special characters, too long, or an internal error
  1: 'misconfigured', // user, password or address
  2: 'rejected', // form of the schedule
  3: 'misconfigured', // name of the call
  7: 'misconfigured', // template
  8: 'night', // outside the permitted hours
  9: 'misconfigured', // type of contract
  10: 'misconfigured', // USERNAME
  11: 'bad-content', // length
  12: 'night', // VinaPhone's hours
  13: 'misconfigured', // contract
  14: 'misconfigured', // label
  15: 'misconfigured', // agent
  16: 'throttled',
  17: 'bad-content', // characters
  20: 'quota', // package of the contract
  21: 'quota', // package of the customer
  22: 'quota', // package of the agent
  23: 'bad-recipient', // several carriers in one list, or a bad number; we send one number
  24: 'rejected', // schedule in the past
  25: 'bad-recipient', // another carrier's number
  26: 'bad-recipient', // three advertisements today already
  30: 'bad-content', // forbidden word
  31: 'misconfigured', // state of the customer
  32: 'misconfigured', // old template
  33: 'unclear',
};
