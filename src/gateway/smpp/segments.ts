import smpp from 'smpp';
import { septetsOf } from '../../domain/gsm7.js';
import type { SmsEncoding } from '../../domain/sms-parts.js';
import type { SmppConfig } from './smpp-config.schema.js';

/** One submit_sm of a message: what of it depends on the text. */
export interface Segment {
  data_coding: 0 | 8;
  esm_class: number;
  short_message: Buffer;
  message_payload?: Buffer;
  sar_msg_ref_num?: number;
  sar_total_segments?: number;
  sar_segment_seqnum?: number;
}

type Form = Pick<SmppConfig, 'longMessages' | 'alphabet'>;

/** The user data header's indicator in esm_class. */
const UDHI = 0x40;
/** Octets of the header: its length, the element's type and length, the reference, total and number. */
const HEADER_OCTETS = { udh8: 6, udh16: 7, sar: 6, payload: 0 } as const;
const SINGLE_OCTETS = 140;

/**
 * A text as the PDUs that carry it (3GPP TS 23.040 §9.2.3.24; SMPP 3.4 §5.2.12, §5.3.2.22). data_coding is always said: 0 is
 * the operator's default alphabet, one octet a character, 8 is UCS-2. Nothing is ever cut inside an escaped character or
 * a surrogate pair. `sar` leaves the header to the operator, which then has the same room for the text.
 * @param reference what tells this message's parts from another's; counted modulo 256 or 65,536
 */
export function segmentsOf(text: string, form: Form, reference: number): Segment[] {
  const encoding = encodingOf(text, form.alphabet);
  const data_coding = encoding === 'gsm7' ? 0 : 8;
  const single = unitsIn(SINGLE_OCTETS, encoding);
  const whole = { data_coding, esm_class: 0, short_message: encode(text, encoding, form.alphabet) } as const;
  if (unitsOf(text, encoding) <= single) return [whole];
  if (form.longMessages === 'payload')
    return [{ ...whole, short_message: Buffer.alloc(0), message_payload: whole.short_message }];
  const room = unitsIn(SINGLE_OCTETS - HEADER_OCTETS[form.longMessages], encoding);
  const parts = cut(text, encoding, room).map((part) => encode(part, encoding, form.alphabet));
  return parts.map((octets, index) => {
    const place = { total: parts.length, number: index + 1 };
    if (form.longMessages === 'sar') {
      return {
        data_coding,
        esm_class: 0,
        short_message: octets,
        sar_msg_ref_num: reference & 0xffff,
        sar_total_segments: place.total,
        sar_segment_seqnum: place.number,
      };
    }
    const header = form.longMessages === 'udh8' ? header8(reference, place) : header16(reference, place);
    return { data_coding, esm_class: UDHI, short_message: Buffer.concat([header, octets]) };
  });
}

interface Place {
  total: number;
  number: number;
}

function header8(reference: number, { total, number }: Place): Buffer {
  return Buffer.from([0x05, 0x00, 0x03, reference & 0xff, total, number]);
}

function header16(reference: number, { total, number }: Place): Buffer {
  return Buffer.from([0x06, 0x08, 0x04, (reference >> 8) & 0xff, reference & 0xff, total, number]);
}

function encodingOf(text: string, alphabet: SmppConfig['alphabet']): SmsEncoding {
  if (alphabet === 'gsm7') return [...text].every((each) => septetsOf(each) > 0) ? 'gsm7' : 'ucs2';
  const last = alphabet === 'ascii' ? 0x7e : 0xff;
  return [...text].every((each) => isPlain(each.codePointAt(0)!, last)) ? 'gsm7' : 'ucs2';
}

function isPlain(code: number, last: number): boolean {
  return code === 0x0a || code === 0x0d || (code >= 0x20 && code <= last && !(code >= 0x7f && code < 0xa0));
}

/** On the air a character of the default alphabet takes 7 bits, whatever the operator's alphabet is. */
function unitsIn(octets: number, encoding: SmsEncoding): number {
  return encoding === 'gsm7' ? Math.floor((octets * 8) / 7) : Math.floor(octets / 2);
}

function unitsOf(text: string, encoding: SmsEncoding): number {
  return [...text].reduce((sum, each) => sum + unit(each, encoding), 0);
}

/** A character outside GSM-7 in another default alphabet counts as an escaped one: no part is ever too long. */
function unit(character: string, encoding: SmsEncoding): number {
  return encoding === 'gsm7' ? septetsOf(character) || 2 : character.length;
}

function cut(text: string, encoding: SmsEncoding, room: number): string[] {
  const parts: string[] = [];
  let part = '';
  let filled = 0;
  for (const character of text) {
    const size = unit(character, encoding);
    if (filled + size > room) {
      parts.push(part);
      part = '';
      filled = 0;
    }
    part += character;
    filled += size;
  }
  return [...parts, part];
}

function encode(text: string, encoding: SmsEncoding, alphabet: SmppConfig['alphabet']): Buffer {
  if (encoding === 'ucs2') return Buffer.from(text, 'utf16le').swap16();
  return alphabet === 'gsm7' ? smpp.encodings.ASCII.encode(text) : Buffer.from(text, 'latin1');
}
