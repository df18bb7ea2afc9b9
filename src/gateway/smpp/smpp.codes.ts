import type { GatewayErrorKind } from '../../domain/retry.js';

/**
 * What a command_status in an answer means (SMPP 3.4 §5.1.3; FACTS §5.1). An answer with a status other than 0 is a no:
 * the message centre did not take the message. A status that is not here, such as a carrier's own 0x400…0x4FF, counts as
 * `rejected`; an account's `statusKinds` goes before this table.
 */
export const SMPP_STATUS: Readonly<Record<number, readonly [name: string, kind: GatewayErrorKind]>> = {
  0x01: ['ESME_RINVMSGLEN', 'bad-content'],
  0x02: ['ESME_RINVCMDLEN', 'rejected'],
  0x03: ['ESME_RINVCMDID', 'misconfigured'],
  0x04: ['ESME_RINVBNDSTS', 'unreachable'],
  0x05: ['ESME_RALYBND', 'unreachable'],
  0x06: ['ESME_RINVPRTFLG', 'misconfigured'],
  0x07: ['ESME_RINVREGDLVFLG', 'misconfigured'],
  0x08: ['ESME_RSYSERR', 'unreachable'],
  // The sender's name: every message of the account has it.
  0x0a: ['ESME_RINVSRCADR', 'misconfigured'],
  0x0b: ['ESME_RINVDSTADR', 'bad-recipient'],
  0x0d: ['ESME_RBINDFAIL', 'misconfigured'],
  0x0e: ['ESME_RINVPASWD', 'misconfigured'],
  0x0f: ['ESME_RINVSYSID', 'misconfigured'],
  0x14: ['ESME_RMSGQFUL', 'throttled'],
  0x15: ['ESME_RINVSERTYP', 'misconfigured'],
  0x40: ['ESME_RINVDESTFLAG', 'misconfigured'],
  0x42: ['ESME_RINVSUBREP', 'misconfigured'],
  0x43: ['ESME_RINVESMCLASS', 'misconfigured'],
  0x44: ['ESME_RCNTSUBDL', 'rejected'],
  0x45: ['ESME_RSUBMITFAIL', 'rejected'],
  0x48: ['ESME_RINVSRCTON', 'misconfigured'],
  0x49: ['ESME_RINVSRCNPI', 'misconfigured'],
  0x50: ['ESME_RINVDSTTON', 'misconfigured'],
  0x51: ['ESME_RINVDSTNPI', 'misconfigured'],
  0x53: ['ESME_RINVSYSTYP', 'misconfigured'],
  0x58: ['ESME_RTHROTTLED', 'throttled'],
  0x61: ['ESME_RINVSCHED', 'misconfigured'],
  0x62: ['ESME_RINVEXPIRY', 'misconfigured'],
  0x64: ['ESME_RX_T_APPN', 'unreachable'],
  0x65: ['ESME_RX_P_APPN', 'rejected'],
  0x66: ['ESME_RX_R_APPN', 'rejected'],
  0xc0: ['ESME_RINVOPTPARSTREAM', 'misconfigured'],
  0xc1: ['ESME_ROPTPARNOTALLWD', 'misconfigured'],
  0xc2: ['ESME_RINVPARLEN', 'misconfigured'],
  0xc3: ['ESME_RMISSINGOPTPARAM', 'misconfigured'],
  0xc4: ['ESME_RINVOPTPARAMVAL', 'misconfigured'],
  0xfe: ['ESME_RDELIVERYFAILURE', 'rejected'],
  // The message centre itself does not know what became of it.
  0xff: ['ESME_RUNKNOWNERR', 'unclear'],
};

/** The name of a status, or its number: `ESME_RTHROTTLED`, `0x401`. */
export function statusName(status: number): string {
  return SMPP_STATUS[status]?.[0] ?? `0x${status.toString(16)}`;
}

/** @param own what the account's settings say, by number */
export function kindOfSmppStatus(
  status: number,
  own: Readonly<Record<string, GatewayErrorKind>>,
): GatewayErrorKind {
  return own[String(status)] ?? SMPP_STATUS[status]?.[1] ?? 'rejected';
}

type ReceiptStatus = 'accepted' | 'delivered' | 'undelivered' | 'expired';

/** `stat:` of a receipt's text. UNKNOWN says nothing final; the account's time for receipts then decides. */
export const STAT_WORDS: Readonly<Record<string, ReceiptStatus>> = {
  DELIVRD: 'delivered',
  EXPIRED: 'expired',
  DELETED: 'undelivered',
  UNDELIV: 'undelivered',
  REJECTD: 'undelivered',
  ACCEPTD: 'accepted',
  ENROUTE: 'accepted',
  UNKNOWN: 'accepted',
};

/** `message_state` of a receipt (SMPP 3.4 §5.2.28), as the word that its text has for it. */
export const MESSAGE_STATES: Readonly<Record<number, string>> = {
  1: 'ENROUTE',
  2: 'DELIVRD',
  3: 'EXPIRED',
  4: 'DELETED',
  5: 'UNDELIV',
  6: 'ACCEPTD',
  7: 'UNKNOWN',
  8: 'REJECTD',
};
