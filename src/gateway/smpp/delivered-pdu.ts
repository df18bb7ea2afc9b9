import smpp, { type PDU, type PduMessage } from 'smpp';
import { safeCode } from '../gateway-error.js';
import type { GatewayEvent, InboundPart } from '../gateway.js';
import { MESSAGE_STATES, STAT_WORDS } from './smpp.codes.js';
import type { SmppConfig } from './smpp-config.schema.js';

type Forms = Pick<SmppConfig, 'alphabet' | 'idInAnswer' | 'idInReceipt'>;

/** Bits of esm_class that say what kind of message a deliver_sm is: 0 for a subscriber's own. */
const MESSAGE_TYPE = 0x3c;
const RECEIPT = 0x04;

/**
 * What a deliver_sm or data_sm says; undefined where it says nothing that is known. Message centres write receipts in
 * many ways: parameters go before the text, and of the text only `id:` and `stat:` are looked for, wherever they stand.
 */
export function readDelivered(pdu: PDU, forms: Forms): GatewayEvent | undefined {
  const text = textOf(pdu, forms.alphabet);
  const type = (pdu.esm_class ?? 0) & MESSAGE_TYPE;
  const id = pdu.receipted_message_id;
  const told = readReceiptText(text);
  if (
    type === RECEIPT ||
    id !== undefined ||
    (type === 0 && told.id !== undefined && told.stat !== undefined)
  ) {
    const operatorId =
      id !== undefined
        ? canonicalId(id, forms.idInAnswer)
        : told.id === undefined
          ? undefined
          : canonicalId(told.id, forms.idInReceipt);
    const word = told.stat ?? MESSAGE_STATES[pdu.message_state ?? 0];
    const state = MESSAGE_STATES[pdu.message_state ?? 0] ?? word;
    const status = state === undefined ? undefined : STAT_WORDS[state];
    if (operatorId === undefined || status === undefined) return undefined;
    const code = told.err === undefined || /^0*$/.test(told.err) ? word! : `${word} ${told.err}`;
    return { type: 'receipt', operatorId, status, code: safeCode(code) };
  }
  if (type !== 0) return undefined;
  const part = partOf(pdu);
  return { type: 'inbound', phone: pdu.source_addr ?? '', text, ...(part && { part }) };
}

/** An id as both sides' spellings of it agree on: `0001f` in hexadecimal and `31` in decimal are one. */
export function canonicalId(id: string, form: SmppConfig['idInAnswer']): string {
  const trimmed = id.replaceAll('\u0000', '').trim();
  if (form === 'hex' && /^[0-9a-f]{1,32}$/i.test(trimmed)) return BigInt(`0x${trimmed}`).toString();
  if (form === 'decimal' && /^\d{1,40}$/.test(trimmed)) return BigInt(trimmed).toString();
  return trimmed;
}

/** `id:… stat:… err:…` in any order and case, with anything between (SMPP 3.4, appendix B, as vendors bend it). */
export function readReceiptText(text: string): { id?: string; stat?: string; err?: string } {
  const field = (name: string) => new RegExp(`(?:^|\\s)${name}:\\s*([^\\s:]+)`, 'i').exec(text)?.[1];
  const stat = field('stat')?.toUpperCase();
  const known = stat === undefined ? undefined : (WRITTEN_OUT.get(stat) ?? knownWord(stat));
  return {
    ...(field('id') !== undefined && { id: field('id') }),
    ...(known && { stat: known }),
    ...(field('err') !== undefined && { err: field('err') }),
  } as { id?: string; stat?: string; err?: string };
}

/** Words that some message centres write out. */
const WRITTEN_OUT: ReadonlyMap<string, string> = new Map([
  ['DELIVERED', 'DELIVRD'],
  ['REJECTED', 'REJECTD'],
  ['ACCEPTED', 'ACCEPTD'],
]);

/** `UNDELIVERABLE` begins with the word that stands for it, as do most. */
function knownWord(stat: string): string | undefined {
  return Object.keys(STAT_WORDS).find((word) => stat.startsWith(word));
}

function textOf(pdu: PDU, alphabet: SmppConfig['alphabet']): string {
  const isEmpty = (message: PduMessage | undefined) => !message || message.message.length === 0;
  const carried = isEmpty(pdu.short_message) ? pdu.message_payload : pdu.short_message;
  const message = carried?.message ?? '';
  if (Buffer.isBuffer(message)) return message.toString('latin1');
  // The package takes every default alphabet for GSM 03.38, and even that of receipts, which are plain ASCII.
  const isDefault = ((pdu.data_coding ?? 0) & 0x0f) === 0;
  const isReceipt = ((pdu.esm_class ?? 0) & MESSAGE_TYPE) === RECEIPT;
  if (isDefault && (alphabet !== 'gsm7' || isReceipt))
    return smpp.encodings.ASCII.encode(message).toString('latin1');
  return message;
}

/** Where a long reply's part belongs. */
function partOf(pdu: PDU): InboundPart | undefined {
  const { sar_msg_ref_num, sar_total_segments, sar_segment_seqnum } = pdu;
  if (sar_msg_ref_num !== undefined && sar_total_segments !== undefined && sar_segment_seqnum !== undefined)
    return partIn(String(sar_msg_ref_num), sar_total_segments, sar_segment_seqnum);
  for (const element of pdu.short_message?.udh ?? []) {
    const data = element.subarray(2);
    if (element[0] === 0x00 && data.length >= 3) return partIn(String(data[0]), data[1]!, data[2]!);
    if (element[0] === 0x08 && data.length >= 4)
      return partIn(String(data.readUInt16BE(0)), data[2]!, data[3]!);
  }
  return undefined;
}

function partIn(reference: string, total: number, number: number): InboundPart | undefined {
  return total > 1 && number >= 1 && number <= total ? { reference, total, number } : undefined;
}
