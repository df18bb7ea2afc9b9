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
 * Folded (lower case, no accents), longest first. With usual slips, and with Telex and VNI typed on a phone without a
 * Vietnamese keyboard (`tuwf choois`, `tu72 cho61i` = từ chối).
 */
const REFUSALS = phrases([
  'tc, t c, tcc, ttc, tu choi, tuchoi, tu choii, tu choj, tu chooi, tu chois, tuwf choois, tuwf chois, tuf choosi, tu72 cho61i',
  'tu choi nhan, tu choi nhan tin, tu choi tin',
  'huy, huyy, huyr, hu3y, huy bo, huy dk, huy dang ky, huy dang ki, huydk, huy nhan, huy nhan tin, huy tin',
  'dung, dung lai, duwngf, dungf, dungwf, dduwngf, ddungwf, du72ng, d9u72ng, dung gui, dung gui nua, dung gui tin',
  'dung nhan, dung nhan tin, dung lam phien',
  'ngung, ngung gui, ngung nhan, ngung nhan tin, ngung lai, nguwng',
  'stop, stopp, stoop, sotp, stpo, s top, xtop, stop sms, unsub, unsubscribe, off',
  'khong nhan, khong nhan tin, khong nhan tin nhan, khong nhan nua, khong gui, khong gui nua, khong muon nhan, khong muon nhan tin',
  'khong can gui, khong can nhan, khong co nhu cau, khong co nhu cau nhan, ko can gui, ko can nhan, k can gui, ko gui, k gui',
  'ko nhan, k nhan, ko nhan tin, k nhan tin, khong dang ky, khong dk, thoi gui, thoi nhan',
]);

const RESUBSCRIPTIONS = phrases([
  'dk, dkk, d k, dang ky, dang ki, dangky, dangki, dang ky lai, dang ki lai, ddk, dk lai, ddang kys, ddawng kys',
  'dang ky nhan, dang ki nhan, dang ky nhan lai, dang ki nhan lai, nhan lai, nhan lai tin, nhan tin lai, mo lai, mo lai tin',
  'dong y, dong y nhan, dong y nhan tin, start, tiep tuc nhan, gui lai',
]);

/** What else says that messages are not wanted; too vague to act on by itself. */
const COMPLAINTS = phrases(['xoa so, bo so, lam phien, spam, khong quan tam, phien qua']);

/** May stand before and after without changing what is said. */
const POLITE = new Set(
  (
    'xin toi em anh chi con chau minh hay giup gium dum voi nhe nha nhen a ah di oi thank thanks please ' +
    'tin nhan nua nay cac gui cho sms soan da vang luon muon thoi ok'
  ).split(' '),
);
/** The same in two words or three: courtesies, and names of what is refused and of who sends it. */
const POLITE_PHRASES = phrases([
  'vui long, lam on, cam on, de nghi, yeu cau, gia dinh, het luon',
  'quang cao, thong bao, tuyen truyen, cua xa, cua phuong, tu xa, tu phuong, uy ban, cua uy ban, tu uy ban',
]);

/** Written with accents, `dung` must be one of these: đúng is "right", dùng "use", Dũng a name. Without, it is dừng. */
const STOPPING_DUNG = new Set(['dừng', 'đừng', 'dưng', 'dứng', 'dửng']);
/** Before `gửi` a slip of the tone is plain, too: nobody "uses sending". */
const SLIPPED_DUNG = new Set([...STOPPING_DUNG, 'dùng', 'dựng', 'đưng', 'đứng', 'đửng']);
/** Huy and Dung are names: of one who is called so, or who calls himself so, nothing is said. */
const NAMES = new Set(['huy', 'dung']);
const BEFORE_A_NAME = new Set(['anh', 'chi', 'em', 'con', 'chau', 'minh']);
const AFTER_A_NAME = new Set(['a', 'ah', 'oi']);

/** `Vang dung a`, `ok dung`: after a yes, and with nothing to stop, it is đúng as likely as dừng. */
const YES = new Set(['vang', 'da', 'ok']);
/** Whom one speaks to, and how: what may stand about such a yes. */
const ADDRESS = new Set(
  'a ah nhe nha nhen oi anh chi em con chau minh cam on thank thanks vang da ok'.split(' '),
);
/** Who has done something (`toi da huy`): after them an unaccented `da` is đã, at the beginning it is dạ. */
const BEFORE_DONE = new Set(['toi', 'minh', 'anh', 'chi', 'em', 'con', 'chau', 'dinh']);

/** Reads a reply as a refusal, a way back in, or something for a person. */
export function readReply(text: string): ReplyIntent {
  const words = wordsOf(text);
  if (words.length === 0 || words.length > MAX_WORDS) return 'person';
  for (let polite = 0, step = 0; polite <= words.length; polite += step) {
    const rest = words.slice(polite);
    step = politeAt(rest) || words.length + 1;
    const before = words.slice(0, polite);
    if (isName(rest, before.at(-1))) return 'person';
    const isRefusal = leads(REFUSALS, rest);
    if (!isRefusal && !leads(RESUBSCRIPTIONS, rest)) continue;
    if (isDone(before) || isYes(before, rest) || isOwnSending(before, rest)) return 'person';
    return isRefusal ? 'refusal' : 'resubscribe';
  }
  return 'person';
}

/** Whether a text says somewhere that messages are not wanted: for the person who reads it, never a refusal by itself. */
export function mentionsRefusal(text: string): boolean {
  const words = wordsOf(text);
  return words.some((_, from) =>
    [...REFUSALS, ...COMPLAINTS].some((phrase) => startsWith(words.slice(from), phrase)),
  );
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
    if (!startsWith(words, phrase)) return false;
    // "Đừng tin": do not believe it.
    if (phrase.length === 1 && phrase[0] === 'dung' && words[1]?.folded === 'tin') return false;
    let rest = words.slice(phrase.length);
    for (let step = politeAt(rest); step > 0; step = politeAt(rest)) rest = rest.slice(step);
    return rest.length === 0;
  });
}

/** How many words at the beginning change nothing: none, one, or a courtesy of several. */
function politeAt(words: readonly Word[]): number {
  const phrase = POLITE_PHRASES.find((each) => each.every((part, i) => words[i]?.folded === part));
  if (phrase) return phrase.length;
  return words.length > 0 && POLITE.has(words[0]!.folded) ? 1 : 0;
}

function startsWith(words: readonly Word[], phrase: readonly string[]): boolean {
  return phrase.every((part, i) => words[i]?.folded === part && isMeant(words[i], phrase[i + 1]));
}

function isMeant({ written, folded }: Word, next: string | undefined): boolean {
  if (folded !== 'dung' || written === unaccent(written)) return true;
  return (next === 'gui' ? SLIPPED_DUNG : STOPPING_DUNG).has(written);
}

/** `anh Huy`, `em Dung ạ`, `Huy ơi`: somebody's name, as far as it is written without a tone and nothing is asked for. */
function isName([word, ...after]: readonly Word[], before: Word | undefined): boolean {
  if (!word || !NAMES.has(word.written)) return false;
  if (!after.every(({ folded }) => AFTER_A_NAME.has(folded))) return false;
  return BEFORE_A_NAME.has(before?.folded ?? '') || after.some(({ folded }) => folded === 'oi');
}

/** "Tôi đã hủy", "Tôi đã đăng ký": news of what has been done, right before the word. */
function isDone(before: readonly Word[]): boolean {
  const [subject, da] = [before.at(-2), before.at(-1)];
  if (da?.folded !== 'da') return false;
  return da.written === 'đã' || (da.written === 'da' && BEFORE_DONE.has(subject?.folded ?? ''));
}

/** A `dung` without a tone, after a yes and before nothing that could be stopped. */
function isYes(before: readonly Word[], [word, ...after]: readonly Word[]): boolean {
  if (word?.written !== 'dung' || !before.some(({ folded }) => YES.has(folded))) return false;
  return [...before, ...after].every(({ folded }) => ADDRESS.has(folded));
}

/** "Tôi không gửi": whoever writes it sends nothing himself. "Cho tôi", "với tôi" are whom it is to be sent to. */
function isOwnSending(before: readonly Word[], [not, word]: readonly Word[]): boolean {
  if (!['khong', 'ko', 'k'].includes(not?.folded ?? '') || word?.folded !== 'gui') return false;
  if (!['toi', 'minh'].includes(before.at(-1)?.folded ?? '')) return false;
  return !before.some(({ folded }) => folded === 'cho' || folded === 'voi');
}

function phrases(lists: readonly string[]): readonly (readonly string[])[] {
  return lists
    .join(', ')
    .split(', ')
    .map((phrase) => phrase.split(' '))
    .sort((a, b) => b.length - a.length);
}
