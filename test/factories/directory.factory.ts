import type { Queryable } from '../../src/platform/database/sql.js';
import { looseHouseholdKey } from '../../src/domain/household-key.js';
import { foldVietnamese } from '../../src/domain/vietnamese.js';

/** An area below `parentId`; its path is kept as the product keeps it. */
export async function makeArea(
  db: Queryable,
  { name = 'Ấp 1', level = 'neighbourhood', parentId = null as string | null } = {},
): Promise<string> {
  const [area] = await db.query<{ id: string }>(
    `with next as (select nextval(pg_get_serial_sequence('areas', 'id')) as id)
     insert into areas (id, parent_id, level, name, name_folded, path) overriding system value
     select next.id, $1, $2, $3, $4, coalesce((select path from areas where id = $1), '/') || next.id || '/' from next
     returning id`,
    [parentId, level, name, foldVietnamese(name)],
  );
  return area!.id;
}

let serial = 0;

/** A phone that nobody else in this run has; `ending` decides what the simulator does with it. */
export function makePhone(ending = '00'): string {
  return `+849${String(serial++).padStart(6, '0')}${ending}`;
}

/** A household with its phones, in order. */
export async function makeHousehold(
  db: Queryable,
  {
    areaId,
    phones = [makePhone()],
    headName = 'Nguyễn Văn An',
    address = null as string | null,
    code = null as string | null,
  }: {
    areaId: string;
    phones?: string[];
    headName?: string;
    address?: string | null;
    code?: string | null;
  },
): Promise<string> {
  const [household] = await db.query<{ id: string }>(
    `insert into households (area_id, head_name, head_name_folded, match_key, loose_key, address, code)
     values ($1, $2, $3, $3 || '|' || gen_random_uuid(), $6, $4, $5) returning id`,
    [areaId, headName, foldVietnamese(headName), address, code, looseHouseholdKey({ headName, address })],
  );
  for (const [position, phone] of phones.entries()) {
    await db.execute('insert into contacts (household_id, phone, position) values ($1, $2, $3)', [
      household!.id,
      phone,
      position,
    ]);
  }
  return household!.id;
}

/** Many households with one phone each, in two statements. */
export async function makeHouseholds(
  db: Queryable,
  { areaId, count, ending = '00' }: { areaId: string; count: number; ending?: string },
): Promise<string[]> {
  const phones = Array.from({ length: count }, () => makePhone(ending));
  await db.execute(
    `with made as (
       insert into households (area_id, head_name, head_name_folded, match_key)
       select $1, 'Nguyễn Văn An', 'nguyen van an', 'nguyen van an|' || phone from unnest($2::text[]) as phone
       returning id, match_key)
     insert into contacts (household_id, phone) select id, split_part(match_key, '|', 2) from made`,
    [areaId, phones],
  );
  return phones;
}

/** A number that refuses a channel. */
export async function makeRefusal(
  db: Queryable,
  phone: string,
  channel: 'sms' | 'zalo' = 'sms',
): Promise<void> {
  await db.execute(`insert into refusals (phone, channel, source) values ($1, $2, 'official')`, [
    phone,
    channel,
  ]);
}
