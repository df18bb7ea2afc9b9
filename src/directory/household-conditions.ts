import { areaTerms, searchTerms, type SearchTerms } from '../domain/search-terms.js';
import { type AreaScope, inScope } from '../identity/area-scope.js';
import type { SqlParams } from '../platform/database/sql-params.js';
import { likePattern } from './like-pattern.js';

/** What the households of a list have in common. */
export interface HouseholdFilter {
  q?: string | undefined;
  /** On which channel a message would arrive: on one of its phones, which has not refused. */
  reach?: 'sms' | 'zalo' | 'none' | undefined;
  /** One of its phones has refused a channel. */
  refused?: boolean | undefined;
  /** No message of any campaign has ever arrived, or was taken by an operator. */
  neverReached?: boolean | undefined;
  missingPhone?: boolean | undefined;
}

/** A delivery that reached somebody: the operator took it, or says that the phone has it. */
export const REACHED = `('accepted', 'delivered')`;

/**
 * SQL: there is such a row. `lazily` for a list that ends with its first fifty: asked household by household, in their order;
 * otherwise the planner may join, which is faster for all of them.
 */
function has(rest: string, lazily: boolean): string {
  return lazily ? `(select true ${rest} limit 1) is true` : `exists (select 1 ${rest})`;
}

const openOn = (channel: string) =>
  `from contacts c where c.household_id = h.id and not exists (
     select 1 from refusals r where r.phone = c.phone and r.channel = '${channel}' and r.lifted_at is null)`;

/** SQL conditions on `households h`; each is one index look-up for a household. The text of `q` is not among them. */
export function filterConditions(filter: HouseholdFilter, lazily = false): string[] {
  const conditions: string[] = [];
  const wanted = (isWanted: boolean, rest: string) =>
    conditions.push(isWanted ? has(rest, lazily) : `not (${has(rest, lazily)})`);
  const { reach, refused, neverReached, missingPhone } = filter;
  if (reach === 'none') for (const channel of ['sms', 'zalo']) wanted(false, openOn(channel));
  else if (reach) wanted(true, openOn(reach));
  if (refused !== undefined)
    wanted(
      refused,
      'from contacts c join refusals r on r.phone = c.phone where c.household_id = h.id and r.lifted_at is null',
    );
  if (neverReached !== undefined)
    wanted(!neverReached, `from deliveries d where d.household_id = h.id and d.state in ${REACHED}`);
  if (missingPhone !== undefined) wanted(!missingPhone, 'from contacts c where c.household_id = h.id');
  return conditions;
}

const WORDS = 'household_words(h.head_name_folded, h.loose_key, h.code)';
/** All that a household's words are read from; a column of this name where it was worked out before. */
export const TEXT = 'household_text(h.head_name_folded, h.loose_key, h.code)';

/** Where a text is looked for besides a household's own words. */
export interface SearchPlaces {
  /** Areas whose name the text gives, and the words before that name. */
  named: { areaIds: readonly string[]; before: readonly string[] }[];
  /** Where numbers may be looked at; undefined: nowhere. */
  numbers: AreaScope | undefined;
}

/** SQL: a household that a text means, by reading it. For one after the other; `findingQueries` for all of them. */
export function matches(
  terms: SearchTerms,
  places: SearchPlaces,
  params: SqlParams,
  text: string = TEXT,
): string {
  const either = [];
  const reads = (words: readonly string[]) =>
    words.map((word) => `${text} like ${params.add(likePattern(` ${word}`))}`);
  if (terms.words.length > 0) either.push(reads(terms.words).join(' and '));
  if (terms.code !== null) either.push(reads([terms.code])[0]!);
  if (terms.figures !== null && places.numbers !== undefined)
    either.push(
      `${inScope('h.area_id', params.add(places.numbers))} and exists (select 1 from contacts c where c.household_id = h.id
         and substr(c.phone, 4) like ${params.add(likePattern(terms.figures))})`,
    );
  for (const { areaIds, before } of places.named)
    either.push([`h.area_id = any(${params.add(areaIds)}::bigint[])`, ...reads(before)].join(' and '));
  return either.length === 0 ? 'false' : `(${either.map((each) => `(${each})`).join(' or ')})`;
}

/**
 * Selects of ids after `$after`, one for each way of finding, each served by an index. They may find a removed household.
 */
export function findingQueries(
  terms: SearchTerms,
  places: SearchPlaces,
  params: SqlParams,
  after: string,
): Finding {
  const living = `select h.id from households h where h.deleted_at is null and h.id > ${after}`;
  const whole = [];
  const wanted = [
    ...(terms.words.length > 0 ? [allOf(terms.words)] : []),
    ...(terms.code === null ? [] : [allOf([terms.code])]),
  ];
  if (wanted.length > 0) whole.push(`${living} and ${WORDS} @@ ${params.add(wanted.join(' | '))}::tsquery`);
  for (const { areaIds, before } of places.named) {
    const words = before.length > 0 ? ` and ${WORDS} @@ ${params.add(allOf(before))}::tsquery` : '';
    whole.push(`${living} and h.area_id = any(${params.add(areaIds)}::bigint[])${words}`);
  }
  const { numbers } = places;
  if (terms.figures === null || numbers === undefined) return { whole, ordered: [] };
  const figures = `substr(c.phone, 4) like ${params.add(likePattern(terms.figures))}`;
  // Whoever sees all numbers needs no look at the household, whose page is mostly another one on the disk.
  const seen =
    numbers === null
      ? ''
      : `join households h on h.id = c.household_id and ${inScope('h.area_id', params.add(numbers))}`;
  const phones = `select c.household_id as id from contacts c ${seen} where c.household_id > ${after} and ${figures}`;
  return { whole, ordered: [phones] };
}

/** Ways of finding. */
export interface Finding {
  /** An index gives all of it, in no order. */
  whole: string[];
  /**
   * The beginning may be asked for with `order by id limit`: three figures are in so many numbers that reading the phones in
   * the order of their households meets fifty before the index over figures has gathered all.
   */
  ordered: string[];
}

/** A tsquery for beginnings of words: `'nguy':* & 'an':*`. */
function allOf(words: readonly string[]): string {
  return `(${words.map((word) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}':*`).join(' & ')})`;
}

/** SQL for a group by filter: the conditions of its filter, its words among them. */
export function groupConditions(filter: HouseholdFilter, params: SqlParams): string[] {
  const conditions = filterConditions(filter);
  if (filter.q === undefined || filter.q.trim() === '') return conditions;
  const terms = searchTerms(filter.q);
  // A number is nothing that makes a group.
  conditions.push(
    terms ? matches({ ...terms, figures: null }, { named: [], numbers: undefined }, params) : 'false',
  );
  return conditions;
}

/** Kinds that stand before an area's name and are left out by whoever is in a hurry. */
const AREA_KINDS = [
  'xa',
  'phuong',
  'thi tran',
  'dac khu',
  'tinh',
  'thanh pho',
  'thon',
  'ap',
  'ban',
  'buon',
  'lang',
  'khom',
  'xom',
  'khu pho',
  'to dan pho',
];

/** The folded names that a text may give an area, and the words before them. */
export function areaNames(
  terms: SearchTerms,
): { names: string[]; beginning: string | null; before: string[] }[] {
  const whole = terms.words.join(' ');
  const readings = [
    {
      names: [whole, ...AREA_KINDS.map((kind) => `${kind} ${whole}`)],
      beginning: null,
      before: [] as string[],
    },
  ];
  const split = areaTerms(terms.words);
  if (!split) return readings;
  // "xã an b" is being typed; "ấp 1" is not Ấp 10.
  const beginning = /\d$/.test(split.area) ? null : split.area;
  return [...readings, { names: [split.area], beginning: beginning as null, before: split.before }];
}
