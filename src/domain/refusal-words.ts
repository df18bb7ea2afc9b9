/**
 * What a household wants with a reply. Wrongly read, a reply either keeps sending to people who refused or silences
 * people who did not; so only a word of refusal (or of coming back) alone, or leading a very short text of nothing but
 * polite words, counts. Everything else is for a person.
 */
import { cleanText, foldVietnamese, unaccent } from './vietnamese.js';

export type ReplyIntent = 'refusal' | 'resubscribe' | 'person';

/** More words than this are for a person, whatever they are. */
const MAX_WORDS = 8;

/**
 * Folded (lower case, no accents), longest first. With usual slips and with Telex typed on a phone without a Vietnamese
 * keyboard (`tuwf choois` = từ chối).
 */
const REFUSALS = phrases([
  'tc, t c, tcc, ttc, tu choi, tuchoi, tu choii, tu choj, tu chooi, tu chois, tuwf choois, tuwf chois, tuf choosi',
  'huy, huyy, huyr, huy bo, huy dk, huy dang ky, huy dang ki, huydk, huy nhan tin, huy tin',
  'dung, dung lai, duwngf, dungf, dung gui, dung gui nua, dung gui tin, dung nhan, dung nhan tin',
  'ngung, ngung gui, ngung nhan, ngung nhan tin, ngung lai, nguwng',
  'stop, stopp, stoop, sotp, stpo, s top, xtop, stop sms, unsub, unsubscribe, off',
  'khong nhan, khong nhan tin, khong nhan tin nhan, khong nhan nua, khong gui nua, khong muon nhan, khong muon nhan tin',
  'ko nhan, k nhan, ko nhan tin, k nhan tin, khong dang ky, khong dk, thoi gui, thoi nhan',
]);

const RESUBSCRIPTIONS = phrases([
  'dk, dkk, d k, dang ky, dang ki, dangky, dangki, dang ky lai, dang ki lai, ddk, dk lai, ddang kys, ddawng kys',
  'nhan lai, nhan lai tin, nhan tin lai, dong y, dong y nhan, dong y nhan tin, start, tiep tuc nhan, gui lai',
]);

/** May stand before and after without changing what is said. */
const POLITE = new Set(
  (
    'xin toi em anh chi con chau minh hay vui long lam on giup voi nhe nha nhen a ah di oi cam on thank thanks please ' +
    'tin nhan nua nay cac gui cho sms soan da vang dum het luon muon'
  ).split(' '),
);

/** Written with accents, `dung` must be one of these: đúng is "right", dùng "use", Dũng a name. Without, it is dừng. */
const STOPPING_DUNG = new Set(['dừng', 'đừng']);

/** Reads a reply as a refusal, a way back in, or something for a person. */
export function readReply(text: string): ReplyIntent {
  const words = wordsOf(text);
  if (words.length === 0 || words.length > MAX_WORDS) return 'person';
  for (let polite = 0; polite <= words.length; polite++) {
    if (polite > 0 && !POLITE.has(words[polite - 1]!.folded)) break;
    const rest = words.slice(polite);
    if (leads(REFUSALS, rest)) return 'refusal';
    if (leads(RESUBSCRIPTIONS, rest)) return 'resubscribe';
  }
  return 'person';
}

/** Whether a text says somewhere that messages are not wanted: for the person who reads it, never a refusal by itself. */
export function mentionsRefusal(text: string): boolean {
  const words = wordsOf(text);
  return words.some((_, from) =>
    REFUSALS.some((phrase) => phrase.every((part, i) => isWord(words[from + i], part))),
  );
}

function isWord(word: Word | undefined, part: string): boolean {
  return word !== undefined && word.folded === part && isMeant(word);
}

interface Word {
  written: string;
  folded: string;
}

function wordsOf(text: string): Word[] {
  const lower = cleanText(text.normalize('NFKC')).toLowerCase().normalize('NFC');
  const written =
    lower.replace(/(?<=(?<![\p{L}\d])\p{L})\.(?=\p{L}(?![\p{L}\d]))/gu, ' ').match(/[\p{L}\p{M}\d]+/gu) ?? [];
  return written.map((word) => ({ written: word, folded: foldVietnamese(word) }));
}

/** Whether one of the phrases stands first and only polite words follow. */
function leads(lists: readonly (readonly string[])[], words: readonly Word[]): boolean {
  return lists.some((phrase) => {
    const head = words.slice(0, phrase.length);
    return (
      head.length === phrase.length &&
      head.every((word, i) => isWord(word, phrase[i]!)) &&
      words.slice(phrase.length).every((word) => POLITE.has(word.folded))
    );
  });
}

function isMeant({ written, folded }: Word): boolean {
  if (folded !== 'dung' || written === unaccent(written)) return true;
  return STOPPING_DUNG.has(written);
}

function phrases(lists: readonly string[]): readonly (readonly string[])[] {
  return lists
    .join(', ')
    .split(', ')
    .map((phrase) => phrase.split(' '))
    .sort((a, b) => b.length - a.length);
}
