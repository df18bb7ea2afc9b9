/**
 * The neighbourhood that a title without accents names. Most kinds are words of other things there (áp dụng, tờ 15, bản 2024,
 * khối 5, nông thôn), so it is read strictly: a name that may be something else is none, and its rows go to the area of the import.
 */
import { foldVietnamese } from '../../domain/vietnamese.js';
import { readNeighbourhood, startsWithKind } from './neighbourhood-name.js';

/** What the list is, before whose it is. */
const LEAD = /^(?:danh sach|ds|danh ba|thong ke|tong hop|bang|bieu|so|don vi|chi hoi|ban nhan dan)[\s:]/i;

/** When the list is of, or what it is for. `THON PHU QUY 1` is a name. */
const WHEN =
  /\s(?:nam (?:hoc )?\d{4}|quy (?:[1-4]|i{1,3}|iv)\s?(?:[/-]\s?\d|nam\s)|(?:dot|thang) [\divx]|(?:tinh den|den ngay|phuc vu|dang ky|tham gia)\s).*$/i;

/** `AP 3`, `TO DAN PHO SO 12A`: with a figure of at most three digits every kind is one. */
const FIGURED =
  /(?<![a-z\d])(?:to dan pho|tdp|khu pho|kp|khu dan cu|tieu khu|khom|xom|(?<!nong )thon|ap|to|khu|khoi|ban|lang|soc|doi|cum|bon)\s?(?:so\s)?\d{1,3}[a-z]?(?![a-z\d])/gi;
/** What may follow a figure: nothing, the unit above, other words behind a mark. `TO 15 THUA 20` is on a map. */
const AFTER_FIGURE = /^(?:$|\s?[,;:.(–-]|\s(?:xa(?! lo(?![a-z]))|phuong|thi tran)\s)/i;
/** Several places, the first of which was read: `AP 3, 4`, `AP 3 - 4`. */
const AND_MORE = /^\s?[,;+&–-]\s?\d{1,3}(?!\d)/;

/** `THON DONG`, `THON PHU QUY 1` up to the end: only kinds that are nothing else. */
const NAMED =
  /(?<![a-z\d])((?:to dan pho|tdp|khu pho|kp|khu dan cu|tieu khu|khom|xom|(?<!nong )thon)(?: [a-z']{1,12}){1,3}(?: \d{1,2})?)(?=$|\s?[,;:.(–-])/i;
/** A kind that is nothing else: `THON DONG TO 5` and `THON DONG - THON TAY` are not one place. */
const SURE_KIND = /(?<![a-z])(?:to dan pho|khu pho|khu dan cu|tieu khu|khom|xom|(?<!nong )thon)(?![a-z])/gi;
/** An office or several places: `TRUONG THON`, `CAN BO THON`, `CAC THON`. */
const NOT_ONE =
  /(?<![a-z])(?:truong|can bo|cac|(?<!(?:khu|dan) )pho) (?:to dan pho|khu pho|khu dan cu|tieu khu|khom|xom|thon)(?![a-z])/i;
/** Where a name ends in one of these words, and what follows, is not known: Xa and Phuong are parts of names, too. */
const NOT_ONLY_A_NAME = /\S\s(?:xa|phuong|thi tran|va|den|tren|theo)\s/;
/** Classes of a school are `KHOI 5`. */
const OF_SCHOOL = /(?<![a-z])(?:hoc sinh|lop|giao vien|tieu hoc|thcs|thpt|mam non|phu huynh)(?![a-z])/i;

/**
 * The place; null where the title may name one, or names several, and undefined where it says nothing of any.
 * @param title clean, without a single accent
 */
export function placeInBareTitle(title: string): string | null | undefined {
  const said = title.replace(WHEN, '');
  const figured = [...said.matchAll(FIGURED)];
  if (figured.length > 1 || NOT_ONE.test(said) || [...said.matchAll(SURE_KIND)].length > 1) return null;
  const whole = readNeighbourhood(said);
  if (whole === null && !LEAD.test(said)) return undefined;
  if (figured.length === 1) return withFigure(said, figured[0]!);
  const name = whole ?? readNeighbourhood(NAMED.exec(said)?.[1] ?? '');
  if (name === null) return undefined;
  const { rest } = startsWithKind(foldVietnamese(name))!;
  return NOT_ONLY_A_NAME.test(rest) || /^ap dung(?![a-z])/i.test(said) ? null : name;
}

function withFigure(title: string, { 0: name, index }: RegExpExecArray): string | null {
  const after = title.slice(index + name.length);
  if (!AFTER_FIGURE.test(after) || AND_MORE.test(after)) return null;
  if (title.slice(0, index).search(SURE_KIND) >= 0) return null;
  return /^khoi/i.test(name) && OF_SCHOOL.test(title) ? null : name;
}
