/**
 * What an import cannot decide by itself and asks a person: nothing waits for the answer, since each question says what
 * happens without one. That loses no household, and no number is left out that nobody is asked about. Of a row one thing is
 * asked after the other.
 */
import type { HouseholdDraft, Remark } from './draft-household.js';
import type { ExistingHousehold } from './household-state.js';
import type { SeenRow } from './seen-rows.js';

export const QUESTIONS = ['looks-like', 'shared-phone', 'phone-or-card', 'phone-of-many'] as const;
export type QuestionKind = (typeof QUESTIONS)[number];

/**
 * `separate` is what happens without an answer: a household of its own, with all its phones. Asked whether a number is one,
 * `drop-phone` is: a household without that number.
 */
export const CHOICES = ['separate', 'same', 'drop-phone', 'keep-phone', 'skip'] as const;
export type Choice = (typeof CHOICES)[number];

export interface Question {
  kind: QuestionKind;
  sentence: string;
  choices: Choice[];
  /** The household that is there already. */
  household: { id: string; headName: string; address: string | null } | null;
  /** Phones that another household has, too. */
  phones: string[];
}

/** A question with what a person said. */
export interface Answered {
  question: Question;
  choice: Choice;
}

/** What each choice does, for the page. */
export const CHOICES_VI: Readonly<Record<Choice, string>> = {
  separate: 'Là hai hộ khác nhau: giữ nguyên (mặc định)',
  same: 'Là cùng một hộ: cập nhật hộ đã có',
  'drop-phone': 'Bỏ số này khỏi hộ',
  'keep-phone': 'Đúng là số điện thoại của hộ: lấy số này',
  skip: 'Bỏ qua dòng này',
};

/** Asked of a household that would be created beside one that may be it. */
export function askAboutLikeness(draft: HouseholdDraft, like: ExistingHousehold): Question {
  const phones = shared(
    draft,
    like.contacts.map(({ phone }) => phone),
  );
  const who = `hộ “${like.headName}”${like.address ? ` (${like.address})` : ''} đã có trong danh bạ`;
  const sentence =
    phones.length > 0
      ? `Số ${phones.map(national).join(', ')} cũng là số của ${who}. Có phải cùng một hộ không?`
      : `Giống ${who}. Có phải cùng một hộ không?`;
  const choices: Choice[] =
    phones.length > 0 ? ['separate', 'same', 'drop-phone', 'skip'] : ['separate', 'same', 'skip'];
  const { id, headName, address } = like;
  return { kind: 'looks-like', sentence, choices, household: { id, headName, address }, phones };
}

/** Asked of a household one of whose phones an earlier row of the file has. */
export function askAboutPhone(phones: readonly { phone: string; at: SeenRow }[]): Question {
  const where = phones.map(
    ({ phone, at }) => `${national(phone)} (dòng ${at.row}${at.sheet === '' ? '' : `, trang “${at.sheet}”`})`,
  );
  return {
    kind: 'shared-phone',
    sentence: `Số điện thoại đã có ở hộ khác trong tệp: ${where.join('; ')}. Số này là của hộ nào?`,
    choices: ['separate', 'drop-phone', 'skip'],
    household: null,
    phones: phones.map(({ phone }) => phone),
  };
}

/** Asked of nine digits under the phone that may be an identity card as well as a phone without its 0. */
function askAboutCard(phones: readonly string[]): Question {
  return {
    kind: 'phone-or-card',
    sentence: `${phones.map(bare).join(', ')}: có thể là số điện thoại mất số 0 ở đầu, cũng có thể là số chứng minh nhân dân. Có phải số điện thoại không?`,
    choices: ['drop-phone', 'keep-phone', 'skip'],
    household: null,
    phones: [...phones],
  };
}

/** What the review says of such a number until somebody answers. */
function maybeCard(phones: readonly string[]): Remark {
  const sentence = `“${phones.map(bare).join(', ')}” không có số 0 ở đầu trong khi các số khác của cột có, nên có thể là số chứng minh nhân dân; chưa lấy làm số điện thoại.`;
  return { code: MAYBE_CARD, sentence };
}

/** Asked of a number that stands at three or more households of the file. */
function askAboutMany(phones: readonly string[]): Question {
  return {
    kind: 'phone-of-many',
    sentence: `${phones.map(national).join(', ')}: đứng ở ba hộ trở lên trong tệp, có thể là số của cán bộ, người thu hay trưởng thôn. Có đúng là số của hộ này không?`,
    choices: ['drop-phone', 'keep-phone', 'skip'],
    household: null,
    phones: [...phones],
  };
}

/** What the review says of such a number until somebody answers. */
function ofMany(phones: readonly string[]): Remark {
  const sentence = `“${phones.map(national).join(', ')}” đứng ở ba hộ trở lên trong tệp nên có thể là số của cán bộ, người thu hay trưởng thôn; chưa lấy cho hộ nào.`;
  return { code: OF_MANY, sentence };
}

/** Questions about numbers that are left out until somebody says that they are the household's, in the order of their asking. */
export const HELD_KINDS = ['phone-or-card', 'phone-of-many'] as const satisfies readonly QuestionKind[];
export type HeldKind = (typeof HELD_KINDS)[number];

/** Each with the remark that says what is left out. */
export const HELD_BACK: Record<
  HeldKind,
  { ask: (phones: readonly string[]) => Question; remark: (phones: readonly string[]) => Remark }
> = {
  'phone-or-card': { ask: askAboutCard, remark: maybeCard },
  'phone-of-many': { ask: askAboutMany, remark: ofMany },
};

export function isHeld(kind: QuestionKind): kind is HeldKind {
  return kind in HELD_BACK;
}

const MAYBE_CARD = 'phone-maybe-card';
const OF_MANY = 'phone-at-many';

/** As it stands in the file. */
function bare(phone: string): string {
  return phone.replace(/^\+84/, '');
}

function shared(draft: HouseholdDraft, phones: readonly string[]): string[] {
  return draft.contacts.map(({ phone }) => phone).filter((phone) => phones.includes(phone));
}

function national(phone: string): string {
  return phone.replace(/^\+84/, '0');
}
