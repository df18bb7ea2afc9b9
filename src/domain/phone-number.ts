/**
 * What one string of digits is as a Vietnamese phone number (FACTS §7). Separators, notes and several numbers in one
 * cell are phone.ts's business; here the digits are already one number or none.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { isOldLandline } from './old-landlines.js';

/** What was done to make a number of what was written. */
export type Repair =
  | 'restored-zero'
  | 'converted-2018'
  | 'trunk-zero'
  | 'letter-o'
  | 'letter-l'
  | 'full-width'
  | 'scientific'
  | 'decimal'
  | 'split-joined';

/** Why nothing can be sent to what was written. The sentences are in phone-messages.ts. */
export type PhoneRejection =
  | 'empty'
  | 'no-number'
  | 'too-short'
  | 'too-long'
  | 'invalid'
  | 'landline'
  | 'maybe-landline'
  | 'premium'
  | 'short-code'
  | 'm2m'
  | 'foreign'
  | 'abbreviated'
  | 'ambiguous'
  | 'digits-lost'
  | 'hidden-digits'
  | 'placeholder'
  | 'given-up'
  | 'several';

export type Verdict =
  { kind: 'mobile'; e164: string; repairs: Repair[] } | { kind: 'rejected'; reason: PhoneRejection };

/**
 * The renumbering of 2018: 11-digit mobiles keep their last 7 digits under a new prefix; the old numbers stopped
 * working on 2019-06-30. Prefixes without the trunk 0 (FACTS §7, three agreeing pages).
 */
const CONVERSION_2018: ReadonlyMap<string, string> = new Map([
  ['162', '32'],
  ['163', '33'],
  ['164', '34'],
  ['165', '35'],
  ['166', '36'],
  ['167', '37'],
  ['168', '38'],
  ['169', '39'],
  ['120', '70'],
  ['121', '79'],
  ['122', '77'],
  ['126', '76'],
  ['128', '78'],
  ['123', '83'],
  ['124', '84'],
  ['125', '85'],
  ['127', '81'],
  ['129', '82'],
  ['186', '56'],
  ['188', '58'],
  ['199', '59'],
]);

/** What people type into a field that must not stay empty. */
const PLACEHOLDERS = new Set(['0123456789', '123456789', '1234567890', '01234567890']);

/** Reasons that say: this is a number, whole and known, only not one that an SMS reaches. */
const KNOWN_KINDS: ReadonlySet<PhoneRejection> = new Set([
  'landline',
  'premium',
  'm2m',
  'foreign',
  'placeholder',
]);

/** Whether the digits are one whole number of a known kind, reachable or not. */
export function isRecognised(verdict: Verdict): boolean {
  return verdict.kind === 'mobile' || KNOWN_KINDS.has(verdict.reason);
}

/**
 * Judges digits as one number. `international`: they stood behind a `+`. Country code or trunk 0 is decided by length:
 * `0841234567` is VinaPhone 084, `84912345678` has the country code, `841234567890` is an old 0123… with it.
 * 12 digits starting 084 are refused: they are as likely an identity card of province 084.
 */
export function judgeDigits(digits: string, international = false): Verdict {
  if (/^0*$/.test(digits)) return rejected('no-number');
  if (PLACEHOLDERS.has(digits)) return rejected('placeholder');
  if (international && !digits.startsWith('0')) {
    return digits.startsWith('84') ? judgeAfterCountryCode(digits.slice(2)) : judgeForeign(digits);
  }
  if (digits.startsWith('0084')) return judgeAfterCountryCode(digits.slice(4));
  if (digits.startsWith('00')) return judgeForeign(digits.slice(2));
  if (digits.startsWith('0')) return judgeNational(digits.slice(1), []);
  if (/^84\d{9,11}$/.test(digits)) return judgeAfterCountryCode(digits.slice(2));
  return isPremium(digits) ? rejected('premium') : judgeNational(digits, ['restored-zero']);
}

function judgeAfterCountryCode(rest: string): Verdict {
  return rest.startsWith('0') ? judgeNational(rest.slice(1), ['trunk-zero']) : judgeNational(rest, []);
}

/** Judges the national significant number: the digits after the trunk 0. */
function judgeNational(nsn: string, repairs: Repair[]): Verdict {
  if (nsn.length === 9 && isMobile(nsn)) return { kind: 'mobile', e164: `+84${nsn}`, repairs };
  if (nsn.length === 10 && nsn.startsWith('1')) {
    const prefix = CONVERSION_2018.get(nsn.slice(0, 3));
    const converted = `${prefix}${nsn.slice(3)}`;
    if (prefix && isMobile(converted)) {
      return { kind: 'mobile', e164: `+84${converted}`, repairs: [...repairs, 'converted-2018'] };
    }
  }
  if (isPremium(nsn)) return rejected('premium');
  if (/^1[46]0\d{6}$/.test(nsn)) return rejected('m2m');
  if (isFixedLine(nsn) || isOldLandline(nsn)) return rejected('landline');
  if (nsn.length < 9) return rejected('too-short');
  return rejected(nsn.length > 10 || (nsn.length === 10 && !/^[12]/.test(nsn)) ? 'too-long' : 'invalid');
}

function judgeForeign(digits: string): Verdict {
  if (digits.length > 15) return rejected('too-long');
  const isValid = parsePhoneNumberFromString(`+${digits}`)?.isValid() ?? false;
  return rejected(isValid ? 'foreign' : 'invalid');
}

function rejected(reason: PhoneRejection): Verdict {
  return { kind: 'rejected', reason };
}

function isPremium(digits: string): boolean {
  return /^1[89]00\d{4,6}$/.test(digits);
}

/** The first three digits decide (libphonenumber's pattern for VN); its answer costs 12 µs, so it is kept per prefix. */
const mobilePrefixes = new Map<string, boolean>();

/**
 * libphonenumber's word, less two ranges: 030 and 031 were the landlines of Ninh Bình and Hải Phòng and no carrier has
 * them (FACTS §7: Viettel 032–039), and numbers starting with 1, which are machines'.
 */
function isMobile(nsn: string): boolean {
  if (!/^(?:3[2-9]|[5789]\d)\d{7}$/.test(nsn)) return false;
  const prefix = nsn.slice(0, 3);
  let answer = mobilePrefixes.get(prefix);
  if (answer === undefined) {
    answer = parsePhoneNumberFromString(`+84${nsn}`)?.getType() === 'MOBILE';
    mobilePrefixes.set(prefix, answer);
  }
  return answer;
}

function isFixedLine(nsn: string): boolean {
  if (!/^(?:2\d{9}|6\d{6,8}|[17]99\d{4})$/.test(nsn)) return false;
  const number = parsePhoneNumberFromString(`+84${nsn}`);
  return number !== undefined && number.isValid() && number.getType() !== 'MOBILE';
}
