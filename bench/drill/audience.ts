import type pg from 'pg';

/** Endings that the simulated operator takes and answers at once: from plain delivery (00) to a silent phone (86). */
const ENDINGS = 87;

/**
 * Writes a commune of 20 neighbourhoods with `households` households straight into the database, each with a phone of
 * its own. The endings of the numbers bring every kind of receipt: delivered, undelivered, expired, late, twice, before
 * the answer, out of order, none.
 * @returns the commune's id
 */
export async function fillDirectory(client: pg.Client, households: number): Promise<string> {
  const area = await client.query<{ id: string }>(
    `insert into areas (level, name, name_folded, path) values ('commune', 'Xã An Bình', 'xa an binh', '/') returning id`,
  );
  const root = area.rows[0]!.id;
  await client.query(`update areas set path = '/' || id || '/' where id = $1`, [root]);
  await client.query(
    `insert into areas (parent_id, level, name, name_folded, path)
     select $1, 'neighbourhood', 'Ấp ' || n, 'ap ' || n, '/ap/' || n from generate_series(1, 20) n`,
    [root],
  );
  await client.query(`update areas set path = '/' || $1 || '/' || id || '/' where parent_id = $1`, [root]);
  await client.query(
    `insert into households (area_id, head_name, head_name_folded, match_key)
     select a.id, 'Nguyễn Văn Hộ ' || n, 'nguyen van ho ' || n, 'drill ' || n
       from generate_series(1, $2::int) n
       join (select id, row_number() over (order by id) as k from areas where parent_id = $1) a
         on a.k = 1 + (n - 1) * 20 / $2::int`,
    [root, households],
  );
  await client.query(
    `insert into contacts (household_id, phone)
     select id, '+849' || lpad(k::text, 6, '0') || lpad((k % ${ENDINGS})::text, 2, '0')
       from (select id, row_number() over (order by id) as k from households) numbered`,
  );
  await client.query('vacuum analyze households, contacts, areas');
  return root;
}
