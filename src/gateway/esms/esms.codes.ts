import type { CodeTable } from '../code-table.js';

/** eSMS took the message. */
export const ESMS_ACCEPTED = '100';
/** eSMS has this RequestId already: the message is the one that was taken before. */
export const ESMS_KNOWN = '124';
/** Not found, or asked too soon after it was sent: of the calls that ask for a state. */
export const ESMS_NOT_FOUND = '105';

/**
 * eSMS's table (developers.esms.vn, "Bảng mã lỗi", and the codes that its samples show). A code that is not here is
 * `rejected`: eSMS says yes by 100 alone, so whatever else it answers is a no.
 */
export const ESMS_CODES: CodeTable = {
  99: 'bad-recipient', // the number is blocked at eSMS
  101: 'misconfigured', // ApiKey or SecretKey
  102: 'misconfigured', // no price list
  103: 'quota', // no money
  104: 'misconfigured', // brandname not there, or not active
  105: 'rejected', // no such SMSID
  106: 'rejected', // recording of a voice call
  107: 'misconfigured', // an advertising type needs 30 numbers
  108: 'bad-recipient',
  110: 'rejected', // data
  115: 'rejected', // hash of the number
  118: 'misconfigured', // type of message
  120: 'rejected', // too many numbers
  140: 'misconfigured', // our address is not on the list
  143: 'misconfigured', // account locked
  146: 'bad-content', // not the registered template
  160: 'throttled',
  163: 'rejected', // one number a request
  171: 'rejected', // code used or expired
  177: 'bad-recipient', // the brandname is not registered at this carrier
  199: 'unclear', // the request exists and is being worked on
  201: 'bad-content', // blocked word
  204: 'misconfigured', // OAID
  210: 'rejected', // payload
  300: 'misconfigured', // type missing
  301: 'misconfigured', // service not supported
  687: 'rejected', // too many numbers
  789: 'misconfigured', // template not set up for the OA
  790: 'misconfigured', // template of ZNS
  791: 'misconfigured', // OAID or template missing
  799: 'misconfigured', // OAID not active
  801: 'quota', // beyond the quota, mode not allowed
  802: 'quota',
  851: 'misconfigured', // ids missing
  852: 'misconfigured',
  853: 'misconfigured',
  854: 'rejected', // no data
};
