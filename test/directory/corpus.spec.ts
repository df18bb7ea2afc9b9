/**
 * The judged corpus in small: lists as different offices keep them, written before anybody looked whether the reader takes
 * them, through the upload over HTTP and against a hand count.
 */
import type { ImportRowView } from '../../src/directory/import/import.schema.js';
import { foldVietnamese } from '../../src/domain/vietnamese.js';
import { startApp, type TestApp } from '../support/app.js';
import type { CorpusList } from './corpus/corpus-list.js';
import { LISTS_OF_CLERKS } from './corpus/lists-of-clerks.js';
import { LISTS_OF_FORMS } from './corpus/lists-of-forms.js';
import { LISTS_OF_HABITS } from './corpus/lists-of-habits.js';
import { LISTS_OF_HANDS } from './corpus/lists-of-hands.js';
import { LISTS_OF_LAYOUTS } from './corpus/lists-of-layouts.js';
import { LISTS_OF_NUMBERS } from './corpus/lists-of-numbers.js';
import { LISTS_OF_OFFICES } from './corpus/lists-of-offices.js';
import { LISTS_OF_OLD_PROGRAMS } from './corpus/lists-of-old-programs.js';
import { LISTS_OF_OWNERS } from './corpus/lists-of-owners.js';
import { LISTS_OF_UNIONS } from './corpus/lists-of-unions.js';
import { ImportStory } from './import-story.js';

const LISTS = [
  ...LISTS_OF_OLD_PROGRAMS,
  ...LISTS_OF_LAYOUTS,
  ...LISTS_OF_NUMBERS,
  ...LISTS_OF_HABITS,
  ...LISTS_OF_OFFICES,
  ...LISTS_OF_HANDS,
  ...LISTS_OF_CLERKS,
  ...LISTS_OF_UNIONS,
  ...LISTS_OF_FORMS,
  ...LISTS_OF_OWNERS,
];

let app: TestApp;
let story: ImportStory;
beforeAll(async () => {
  app = await startApp();
  story = new ImportStory(app);
});
afterAll(() => app?.close());

/** Over all lists: numbers a person would take, those that are in, others that are; rows kept out, and why. */
const count = { households: 0, usable: 0, in: 0, wrong: 0, keptOut: 0, explained: 0 };

test.each(LISTS.map((list) => [list.name, list] as const))('%s', async (_, list) => {
  const areaId = await story.area(`Xã ${list.name.slice(0, 60)}`);
  const read = await story.read(areaId, list.file, 'danh sách');
  expect(read.error).toBeNull();
  const done = await story.commit(read.id);
  const rows = await story.rows(read.id);
  const households = await story.households(areaId);
  const expected = list.households.map(parse);
  count.households += expected.length;

  const there = households.map(({ headName, areaId: at, areaName, contacts }) => {
    const isAsked = rows.some(
      ({ question, household }) => question !== null && household?.headName === headName,
    );
    const phones = contacts.map(({ phone }) => phone.replace('+84', '0')).sort();
    return { head: headName, place: at === areaId ? '' : foldVietnamese(areaName), phones, isAsked };
  });
  const rejected = rows.filter(({ outcome }) => outcome === 'rejected');
  take(expected, there, rejected);
  expect(there.map(inOneLine).sort()).toEqual(
    expected.filter(({ isOut }) => !isOut).map(inOneLine).sort(), // prettier-ignore
  );
  expect(rejected.map((row) => ownerOf(row, expected)).sort()).toEqual(
    expected.flatMap(({ head, isOut }) => (isOut ? [head] : [])).sort(),
  );

  const again = await story.read(areaId, list.file, 'danh sách');
  const { created, updated, unchanged } = again.rows;
  expect({ created, updated, unchanged }).toEqual({ created: 0, updated: 0, unchanged: done.rows.created });
});

test('of ethnicity, religion and health nothing is kept, not even with the rows as they stood', async () => {
  const { file } = LISTS_OF_OLD_PROGRAMS.find(({ name }) => name.includes('ethnicity'))!;
  const read = await story.read(await story.area('Xã Hồng Phong'), file, 'danh sách');
  const kept = await app.sql.query<{ kept: string }>(
    'select raw::text || coalesce(parsed::text, $2) as kept from import_rows where import_id = $1',
    [read.id, ''],
  );
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.filter((row) => /Kinh|Phật giáo|Thiên Chúa|Tày/.test(row.kept))).toEqual([]);
});

test('99 of 100 usable numbers are in, no wrong one, and each row that is not says why', () => {
  process.stdout.write(`corpus: ${JSON.stringify({ lists: LISTS.length, ...count })}\n`);
  expect(count.in / count.usable).toBeGreaterThanOrEqual(0.99);
  expect(count).toMatchObject({ wrong: 0, explained: count.keptOut });
});

interface Counted {
  head: string;
  place: string;
  phones: string[];
  isAsked: boolean;
}

function parse(line: CorpusList['households'][number]): Counted & { isOut: boolean } {
  const [head = '', place = '', said = ''] = line.split('|').map((part) => part.trim());
  const phones = said.split(', ').filter((phone) => /^0\d{9}$/.test(phone)).sort(); // prettier-ignore
  return { head, place: foldVietnamese(place), phones, isOut: said === '!', isAsked: said === '?' };
}

function inOneLine({ head, place, phones, isAsked }: Counted): string {
  return `${head} | ${place} | ${isAsked ? '?' : ''}${phones.join(', ')}`;
}

/** Whose row it is, by the name that stands in it; the row itself for one that is nobody's. */
function ownerOf({ cells }: ImportRowView, expected: readonly Counted[]): string {
  const text = cells.flatMap((row) => row.cells).join(' ');
  return expected.find(({ head }) => text.includes(head))?.head ?? text;
}

/** Counts numbers by the household that they stand at, and reasons by their sentences. */
function take(
  expected: readonly (Counted & { isOut: boolean })[],
  there: readonly Counted[],
  rejected: readonly ImportRowView[],
): void {
  const numbers = (households: readonly Counted[]) =>
    households.flatMap(({ head, phones }) => phones.map((phone) => `${head} ${phone}`));
  const usable = new Set(numbers(expected));
  const found = numbers(there);
  count.usable += usable.size;
  count.in += found.filter((number) => usable.has(number)).length;
  count.wrong += found.filter((number) => !usable.has(number)).length;
  count.keptOut += expected.filter(({ isOut, isAsked }) => isOut || isAsked).length;
  count.explained += rejected.filter(({ reason, row }) => (reason ?? '').length > 10 && row > 0).length;
  count.explained += there.filter(({ isAsked }) => isAsked).length;
}
