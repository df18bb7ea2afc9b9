/**
 * Landlines under the area codes of before 2017 (Decision 2036/QĐ-BTTTT replaced them by 2xx). They cannot receive SMS,
 * and ten of those codes are mobile prefixes today, so that an old landline can look like a mobile: `(038) 3822123` was
 * Nghệ An, 0383822123 is Viettel.
 */

/** Two figures after the 0, seven for the subscriber. */
const SHORT_CODES = new Set(
  (
    '20 22 25 26 27 29 30 31 33 36 37 38 39 52 53 54 55 56 57 58 59 ' +
    '60 61 62 63 64 66 67 68 70 72 73 74 75 76 77 79'
  ).split(' '),
);
/** Three figures after the 0, seven for the subscriber. */
const LONG_CODES = new Set(
  '210 211 218 219 230 231 240 241 280 281 320 321 350 351 500 501 510 511 650 651 710 711 780 781'.split(
    ' ',
  ),
);

/** Whether a national number (without the 0) that is no mobile of today was a landline of before 2017. */
export function isOldLandline(nsn: string): boolean {
  if (/^4[2-8]\d{7}$/.test(nsn)) return true;
  if (/^\d{2}[2-8]\d{6}$/.test(nsn)) return SHORT_CODES.has(nsn.slice(0, 2));
  return /^\d{3}[2-8]\d{6}$/.test(nsn) && LONG_CODES.has(nsn.slice(0, 3));
}

/**
 * Whether a number that is a valid mobile today is *written* as an old landline: its area code stands alone, in brackets
 * or before an undivided subscriber number (which began with 3 at VNPT). Such a number needs a person's eye.
 * @param groups the digits as they were divided, `['038', '3822123']`
 * @param bracketed whether the first group stood in brackets
 */
export function isWrittenAsLandline(groups: readonly string[], bracketed: boolean): boolean {
  const [code = '', ...rest] = groups;
  const lengths = rest.map((group) => group.length).join('-');
  // Subscribers of Sài Gòn began with 2 to 7: `08.1239.1449` is a mobile.
  if (code === '08') return bracketed || (/^[2-7]/.test(rest[0]!) && /^(?:8|4-4|1-7|1-3-4)$/.test(lengths));
  if (!/^0\d\d$/.test(code) || !SHORT_CODES.has(code.slice(1))) return false;
  return bracketed || (rest[0]!.startsWith('3') && /^(?:7|1-6|1-3-3)$/.test(lengths));
}
