import pg from 'pg';
import { NAMES } from './province-names.js';

/** A directory as large as a province's, made in the database by itself. */
export interface Province {
  areaId: string;
  households: number;
  contacts: number;
  /** Seconds that it took to write, indexes included. */
  seconds: number;
}

/** Neighbourhoods have about so many households. */
const PER_HAMLET = 300;
const HAMLETS_PER_COMMUNE = 15;

/**
 * Fills an empty directory: communes, neighbourhoods, households with names as common as they are, and 1.3 phones each, of
 * which one in eight stands with a neighbour, too, and one in fifty has refused.
 */
export async function makeProvince(url: string, households: number): Promise<Province> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const began = performance.now();
    await client.query('begin');
    await client.query(AREAS, [Math.ceil(households / PER_HAMLET), HAMLETS_PER_COMMUNE]);
    await client.query(HOUSEHOLDS, [
      households,
      PER_HAMLET,
      NAMES.families,
      NAMES.middles,
      NAMES.givens,
      NAMES.streets,
    ]);
    const contacts = await client.query(CONTACTS, [households]);
    await client.query(
      `insert into refusals (phone, channel, source)
       select distinct phone, 'sms', 'household' from contacts where id % 50 = 0`,
    );
    await client.query('commit');
    const seconds = (performance.now() - began) / 1000;
    await client.query('vacuum analyze households, contacts, refusals, areas');
    const { rows } = await client.query<{ id: string }>(`select id from areas where level = 'province'`);
    return { areaId: rows[0]!.id, households, contacts: contacts.rowCount ?? 0, seconds };
  } finally {
    await client.end();
  }
}

const AREAS = /* sql */ `
  with province as (
    insert into areas (id, level, name, name_folded, path) overriding system value
    values (1, 'province', 'Tỉnh Đo', 'tinh do', '/1/') returning id),
  communes as (
    insert into areas (id, parent_id, level, name, name_folded, path) overriding system value
    select 10 + c, 1, 'commune', 'Xã Số ' || c, 'xa so ' || c, '/1/' || (10 + c) || '/'
      from generate_series(0, ($1::int - 1) / $2::int) c returning id)
  insert into areas (id, parent_id, level, name, name_folded, path) overriding system value
  select 100000 + n, 10 + n / $2::int, 'neighbourhood', 'Ấp ' || n % $2 + 1, 'ap ' || n % $2 + 1,
         '/1/' || (10 + n / $2::int) || '/' || (100000 + n) || '/'
    from generate_series(0, $1::int - 1) n
   where (select count(*) from province) + (select count(*) from communes) > 0`;

/** Names are drawn by squares, so that the first of each list is the most common. Reproducible: no randomness of the day. */
const HOUSEHOLDS = /* sql */ `
  insert into households (area_id, head_name, head_name_folded, address, match_key, loose_key)
  select 100000 + (n - 1) / $2::int, name, name, address, name || '|' || address, name || '|' || address
    from generate_series(1, $1::int) n,
    lateral (select hashint4(n)::bigint & 2147483647 as a, hashint4(n + 7919)::bigint & 2147483647 as b,
                    hashint4(n + 104729)::bigint & 2147483647 as c, hashint4(n + 1299709)::bigint & 2147483647 as d) r,
    lateral (select ($3::text[])[1 + (power(a / 2147483648.0, 2) * cardinality($3))::int % cardinality($3)] || ' ' ||
                    ($4::text[])[1 + (power(b / 2147483648.0, 2) * cardinality($4))::int % cardinality($4)] || ' ' ||
                    ($5::text[])[1 + (c % cardinality($5))::int] as name,
                    1 + d % 300 || ' ' || ($6::text[])[1 + (d / 300 % cardinality($6))::int] as address) k
   order by n`;

const CONTACTS = /* sql */ `
  insert into contacts (household_id, phone, position)
  select h.id, '+849' || lpad((case when p = 0 and h.id % 8 = 0 then h.id - 1 else p * 50000000 + h.id end * 37 % 100000000)::text, 8, '0'), p
    from households h, generate_series(0, case when h.id % 10 < 3 then 1 else 0 end) p
   where $1::int > 0 order by h.id, p`;
