/**
 * How many parts a text takes as an SMS, and where it is cut (3GPP TS 23.038 and 23.040; FACTS §8).
 * A unit is a septet in GSM-7 and a 16-bit code unit in UCS-2. What is counted must be what is sent: texts go through
 * prepareSmsText first, and the same prepared text is counted, split and handed to the operator.
 */
import { septetsOf } from './gsm7.js';
import { plainPunctuation } from './plain-punctuation.js';
import { unaccent } from './vietnamese.js';

export type SmsEncoding = 'gsm7' | 'ucs2';

export interface SmsParts {
  encoding: SmsEncoding;
  /** Septets (GSM-7) or 16-bit code units (UCS-2) of the text, without the units lost at cuts. */
  units: number;
  /** 0 for an empty text. */
  parts: number;
  /** Units that each of the parts holds: 160 or 70 alone, 153 or 67 in a chain. */
  perPart: number;
  /** Units still free in the last part. */
  remaining: number;
  /** Units to take away from the end of the text until it needs one part less; 0 where it is one part or none. */
  unitsToSaveOnePart: number;
}

/** Units of a part that stands alone, and of a part in a chain (the 6 octets of the chain's header are missing there). */
export const PART_UNITS: Readonly<Record<SmsEncoding, { single: number; chained: number }>> = {
  gsm7: { single: 160, chained: 153 },
  ucs2: { single: 70, chained: 67 },
};

/** GSM-7 where every character can be written in it, otherwise UCS-2. */
export function smsEncoding(text: string): SmsEncoding {
  for (const character of text) if (septetsOf(character) === 0) return 'ucs2';
  return 'gsm7';
}

/**
 * Counts a text exactly as given; see prepareSmsText. Parts of GSM-7: 160, 306, 459, 612, 765 septets; of UCS-2: 70,
 * 134, 201, 268, 335 units; less where a character of two units would lie across a cut.
 */
export function countSmsParts(text: string): SmsParts {
  const encoding = smsEncoding(text);
  const { single } = PART_UNITS[encoding];
  const { units, fills, perPart } = layOut(text, encoding);
  const last = fills.at(-1)?.units ?? 0;
  return {
    encoding,
    units,
    parts: fills.length,
    perPart,
    remaining: perPart - last,
    unitsToSaveOnePart: fills.length < 2 ? 0 : fills.length === 2 ? units - single : last,
  };
}

/**
 * The parts as they travel. Never cuts an escaped character or a surrogate pair; joined they give the text back.
 * An empty text has no parts.
 */
export function splitSmsParts(text: string): string[] {
  const { fills } = layOut(text, smsEncoding(text));
  let from = 0;
  return fills.map(({ end }) => {
    const part = text.slice(from, end);
    from = end;
    return part;
  });
}

/**
 * The text as it should be sent: NFC (NFD letters are twice as long), typographic characters plain, and without accents
 * where wanted. Preparing twice changes nothing.
 */
export function prepareSmsText(text: string, { unaccented = false } = {}): string {
  const plain = plainPunctuation(text.normalize('NFC'));
  return unaccented ? plainPunctuation(unaccent(plain)) : plain;
}

export interface SmsVariant extends SmsParts {
  text: string;
}

/** The text prepared with its accents and without, each with its parts, for an official to choose from. */
export function smsVariants(text: string): { accented: SmsVariant; unaccented: SmsVariant } {
  const variant = (unaccented: boolean): SmsVariant => {
    const prepared = prepareSmsText(text, { unaccented });
    return { text: prepared, ...countSmsParts(prepared) };
  };
  return { accented: variant(false), unaccented: variant(true) };
}

interface Layout {
  units: number;
  perPart: number;
  /** For every part its units and the index in the text where it ends. */
  fills: { units: number; end: number }[];
}

const SURROGATE = /[\ud800-\udfff]/;

/** Where every character is one unit, cuts lie where the parts are full: no need to look at each. */
function layOutEvenly(units: number, single: number, chained: number): Layout {
  const perPart = units <= single ? single : chained;
  const fills: Layout['fills'] = [];
  for (let from = 0; from < units; from += perPart) {
    const end = Math.min(from + perPart, units);
    fills.push({ units: end - from, end });
  }
  return { units, perPart, fills };
}

function layOut(text: string, encoding: SmsEncoding): Layout {
  const { single, chained } = PART_UNITS[encoding];
  if (encoding === 'ucs2' && !SURROGATE.test(text)) return layOutEvenly(text.length, single, chained);
  const fills: Layout['fills'] = [];
  let units = 0;
  let current = 0;
  let at = 0;
  for (const character of text) {
    const size = encoding === 'gsm7' ? septetsOf(character) : character.length;
    if (current + size > chained) {
      fills.push({ units: current, end: at });
      current = 0;
    }
    current += size;
    units += size;
    at += character.length;
  }
  if (units === 0) return { units, perPart: single, fills };
  if (units <= single) return { units, perPart: single, fills: [{ units, end: at }] };
  fills.push({ units: current, end: at });
  return { units, perPart: chained, fills };
}
