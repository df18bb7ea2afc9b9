import { cappedAudience, DEFAULT_CAP } from '../../src/campaign/frequency-cap.js';
import {
  AudienceRepository,
  audienceQuery,
  type AudienceRow,
  type AudienceRule,
} from '../../src/directory/audience.repository.js';
import type { Sql } from '../../src/platform/database/sql.js';
import { makeArea, makeHousehold, makePhone, makeRefusal } from '../factories/directory.factory.js';
import { testSql } from '../support/sql.js';

let sql: Sql;
let close: () => Promise<void>;
let commune: string;
let hamlet: string;

beforeEach(async () => {
  ({ sql, close } = await testSql());
  commune = await makeArea(sql, { name: 'Xã An Bình', level: 'commune' });
  hamlet = await makeArea(sql, { name: 'Ấp 1', parentId: commune });
});
afterEach(() => close());

async function audience(rule: Partial<AudienceRule> = {}): Promise<AudienceRow[]> {
  const rows: AudienceRow[] = [];
  await new AudienceRepository(sql).forEachBatch(
    audienceQuery({ areaIds: [commune], perHousehold: 'one', channel: 'sms', ...rule }),
    2,
    (batch) => rows.push(...batch),
  );
  return rows;
}

describe('an audience of one message per household', () => {
  it('takes the first phone that has not refused', async () => {
    const [first, second] = [makePhone(), makePhone()];
    await makeHousehold(sql, { areaId: hamlet, phones: [first, second] });
    await makeRefusal(sql, first);
    expect(await audience()).toMatchObject([{ phone: second, skip_reason: null }]);
  });

  it('minds refusals of the channel only, and forgets lifted ones', async () => {
    const phone = makePhone();
    await makeHousehold(sql, { areaId: hamlet, phones: [phone] });
    await makeRefusal(sql, phone, 'zalo');
    expect(await audience()).toMatchObject([{ phone, skip_reason: null }]);
    await makeRefusal(sql, phone);
    expect(await audience()).toMatchObject([{ phone: null, skip_reason: 'refused' }]);
    await sql.execute('update refusals set lifted_at = now()');
    expect(await audience()).toMatchObject([{ phone, skip_reason: null }]);
  });

  it('names every household that is left out, with the reason', async () => {
    await makeHousehold(sql, { areaId: hamlet, phones: [] });
    expect(await audience()).toMatchObject([{ phone: null, contact_id: null, skip_reason: 'no-contact' }]);
  });

  it('never sends twice to a phone that stands in two households, and uses the other phone of the second', async () => {
    const [shared, other] = [makePhone(), makePhone()];
    const [a, b, c] = [
      await makeHousehold(sql, { areaId: hamlet, phones: [shared] }),
      await makeHousehold(sql, { areaId: hamlet, phones: [shared, other] }),
      await makeHousehold(sql, { areaId: hamlet, phones: [shared] }),
    ];
    expect(await audience()).toMatchObject([
      { household_id: a, phone: shared, skip_reason: null },
      { household_id: b, phone: other, skip_reason: null },
      { household_id: c, phone: null, skip_reason: 'duplicate' },
    ]);
  });

  it('counts a household once when a commune and one of its hamlets are both chosen', async () => {
    await makeHousehold(sql, { areaId: hamlet });
    expect(await audience({ areaIds: [commune, hamlet] })).toHaveLength(1);
  });

  it('leaves out households of other areas and those that were removed', async () => {
    const elsewhere = await makeArea(sql, { name: 'Xã Khác', level: 'commune' });
    await makeHousehold(sql, { areaId: elsewhere });
    const gone = await makeHousehold(sql, { areaId: hamlet });
    await sql.execute('update households set deleted_at = now() where id = $1', [gone]);
    expect(await audience()).toEqual([]);
  });
});

describe('an audience of one message per phone', () => {
  it('has a slot for every phone, none twice, and a row for a household that gets none', async () => {
    const [x, y] = [makePhone(), makePhone()];
    const a = await makeHousehold(sql, { areaId: hamlet, phones: [x, y] });
    const b = await makeHousehold(sql, { areaId: hamlet, phones: [y] });
    const c = await makeHousehold(sql, { areaId: hamlet, phones: [] });
    expect(await audience({ perHousehold: 'all' })).toMatchObject([
      { household_id: a, slot: 0, phone: x },
      { household_id: a, slot: 1, phone: y },
      { household_id: b, slot: 0, skip_reason: 'duplicate' },
      { household_id: c, slot: 0, skip_reason: 'no-contact' },
    ]);
  });

  it('keeps a slot for a phone whose other holder refused nothing but was second', async () => {
    const shared = makePhone();
    await makeHousehold(sql, { areaId: hamlet, phones: [shared] });
    await makeHousehold(sql, { areaId: hamlet, phones: [shared, makePhone()] });
    const rows = await audience({ perHousehold: 'all' });
    expect(rows.filter((row) => row.phone === shared)).toHaveLength(1);
    expect(rows).toHaveLength(2);
  });
});

interface Plan {
  'Node Type': string;
  Plans?: Plan[];
}

/** Whether something of a plan reads a whole table of the query anew for each row of another. */
function repeatsItself(plan: Plan): boolean {
  const [, inner] = plan.Plans ?? [];
  const isRepeat = plan['Node Type'] === 'Nested Loop' && inner?.['Node Type'] === 'CTE Scan';
  return isRepeat || (plan.Plans ?? []).some(repeatsItself);
}

it.each(['one', 'all'] as const)(
  'of households that went in a moment ago is not looked up household by household (%s)',
  async (perHousehold) => {
    // Nothing has counted the tables yet: Postgres expects one household.
    const rule: AudienceRule = { areaIds: [commune], areasBelow: [hamlet], perHousehold, channel: 'sms' };
    const { text, values } = cappedAudience(rule, '1', DEFAULT_CAP);
    const [row] = await sql.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
      `explain (format json) ${text}`,
      values,
    );
    expect(repeatsItself(row!['QUERY PLAN'][0].Plan)).toBe(false);
  },
);
