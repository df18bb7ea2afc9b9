import type { CodeTable } from '../code-table.js';

/**
 * SpeedSMS's table (speedsms.vn/sms-api-service). 500 is `unclear`, although the page says to try again: nobody promises
 * that an internal error comes before the message was taken, and there is no reference by which to recognise it. A code
 * that is not here is `rejected`: the answer's status is then "error", which is a no.
 */
export const SPEEDSMS_CODES: CodeTable = {
  '007': 'misconfigured', // our address is locked
  '008': 'misconfigured', // account blocked
  '009': 'misconfigured', // not allowed to call the API
  '101': 'rejected', // parameters
  '105': 'bad-recipient',
  '110': 'bad-content', // alphabet not supported
  '113': 'bad-content', // too long
  '300': 'quota', // no money
  '500': 'unclear',
};
