import type { GatewayErrorKind } from '../../domain/retry.js';

/** Viettel queued the message. */
export const VIETTEL_ACCEPTED = '1';

/**
 * Viettel refuses by `result = 0` and an English sentence, of which integrators know these parts; they are looked for in
 * this order, without regard to case. A sentence that is not here is `rejected`: `result = 0` is a no.
 */
export const VIETTEL_WORDS: readonly (readonly [part: string, kind: GatewayErrorKind])[] = [
  ['CP_CODE_NOT_FOUND', 'misconfigured'],
  ['WRONG_INFORMATION_AUTHENTICATE', 'misconfigured'],
  ['IP_INVALID', 'misconfigured'],
  ['DUPLICATE MESSAGE', 'rejected'], // the same text went to this number shortly before
  ['ALIAS_INVALID', 'bad-recipient'], // the brandname is not registered at this number's carrier
  ['CONTENT_NOT_MATCH_TEMPLATE', 'bad-content'],
  ['MSG_ERROR_CONTAIN_BLACKLIST', 'bad-content'],
  ['MAXLENGTH_LIMIT', 'bad-content'],
  ['FORMAT_ERROR', 'bad-recipient'],
  ['TELCO', 'bad-recipient'], // the carrier of the number cannot be found
  ['RECEIVERID', 'bad-recipient'],
  ['USERID', 'bad-recipient'],
  ['REQUESTID', 'rejected'],
  ['COMMANDCODE', 'misconfigured'],
  ['CPCODE', 'misconfigured'],
  ['PASSWORD', 'misconfigured'],
  ['SERVICEID', 'misconfigured'],
  ['CONTENT', 'bad-content'],
  ['USER', 'misconfigured'],
];

/** The part of a sentence that is known, with its kind. */
export function viettelWord(message: string): readonly [part: string, kind: GatewayErrorKind] | undefined {
  const upper = message.toUpperCase();
  return VIETTEL_WORDS.find(([part]) => upper.includes(part));
}
