/**
 * The GSM 7 bit default alphabet and its extension table, 3GPP TS 23.038 §6.2.1 and §6.2.1.1.
 * There is no national language table for Vietnamese: of its 134 accented letters only à è é ì ò ù and É are here.
 */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅå' +
  'Δ_ΦΓΛΩΠΨΣΘΞÆæßÉ' +
  ' !"#¤%&\'()*+,-./' +
  '0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNO' +
  'PQRSTUVWXYZÄÖÑÜ§' +
  '¿abcdefghijklmno' +
  'pqrstuvwxyzäöñüà';
const EXTENSION = '\f^{}\\[~]|€';

const SEPTETS: ReadonlyMap<string, 1 | 2> = new Map([
  ...[...BASIC].map((c) => [c, 1] as const),
  ...[...EXTENSION].map((c) => [c, 2] as const),
]);

/** Septets that a character takes: 1, 2 with the escape of the extension table, 0 where GSM-7 cannot write it. */
export function septetsOf(character: string): 0 | 1 | 2 {
  return SEPTETS.get(character) ?? 0;
}

/** Every character that GSM-7 can write: 127 of the basic table (without the escape) and 10 of the extension. */
export const GSM7_CHARACTERS: readonly string[] = [...SEPTETS.keys()];
