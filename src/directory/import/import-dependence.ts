import type { Queryable } from '../../platform/database/sql.js';

/** How many campaigns, groups or households a sentence names. */
const NAMED = 3;

/** Why an import is not undone: a code, and the sentence that names what. */
export interface Dependence {
  code: 'in-a-campaign' | 'in-use' | 'changed-since';
  sentence: string;
}

/**
 * What has come to depend on an import, so that undoing it would lose it: a campaign's ledger, a place in a group, a request or a
 * message of a household that it created, a merge of one into another household, a later change of one that it wrote; null where nothing does.
 */
export async function dependenceOn(connection: Queryable, importId: string): Promise<Dependence | null> {
  return (
    (await inCampaigns(connection, importId)) ??
    (await inGroups(connection, importId)) ??
    (await inTalks(connection, importId)) ??
    (await inMerges(connection, importId)) ??
    (await changedSince(connection, importId))
  );
}

async function inCampaigns(connection: Queryable, importId: string): Promise<Dependence | null> {
  const campaigns = await connection.query<{ title: string; n: string }>(
    `select c.title, count(*) as n from import_rows r join deliveries d on d.household_id = r.household_id
       join campaigns c on c.id = d.campaign_id
      where r.import_id = $1 and r.outcome = 'create' group by c.id, c.title order by c.id limit ${NAMED + 1}`,
    [importId],
  );
  if (campaigns.length === 0) return null;
  const named = campaigns.map(({ title, n }) => `“${title}” (${n} hộ)`);
  const sentence = `Không hoàn tác được: hộ của lần nhập này đã ở trong đợt tuyên truyền ${listed(named, 'đợt khác')}.`;
  return { code: 'in-a-campaign', sentence };
}

async function inGroups(connection: Queryable, importId: string): Promise<Dependence | null> {
  const groups = await connection.query<{ name: string; n: string }>(
    `select g.name, count(*) as n from import_rows r join group_members m on m.household_id = r.household_id
       join groups g on g.id = m.group_id and g.deleted_at is null
      where r.import_id = $1 and r.outcome = 'create' group by g.id, g.name order by g.id limit ${NAMED + 1}`,
    [importId],
  );
  if (groups.length === 0) return null;
  const named = groups.map(({ name, n }) => `“${name}” (${n} hộ)`);
  const sentence = `Không hoàn tác được: hộ của lần nhập này đã ở trong nhóm ${listed(named, 'nhóm khác')}. Hãy đưa các hộ đó ra khỏi nhóm trước.`;
  return { code: 'in-use', sentence };
}

async function inTalks(connection: Queryable, importId: string): Promise<Dependence | null> {
  const [talks] = await connection.query<{ requests: number; messages: number }>(
    `with made as (select household_id from import_rows where import_id = $1 and outcome = 'create')
     select (select count(*) from data_requests q where q.household_id in (select household_id from made))::int as requests,
            ((select count(*) from replies q where q.household_id in (select household_id from made))
             + (select count(*) from outbox o where o.household_id in (select household_id from made)))::int as messages`,
    [importId],
  );
  const { requests, messages } = talks!;
  if (requests + messages === 0) return null;
  const what = [
    ...(requests > 0 ? [`${requests} yêu cầu về dữ liệu cá nhân`] : []),
    ...(messages > 0 ? [`${messages} tin nhắn qua lại`] : []),
  ];
  return {
    code: 'in-use',
    sentence: `Không hoàn tác được: hộ của lần nhập này đã có ${what.join(' và ')}.`,
  };
}

/** The other household has its phones now, and taking the merge back needs its row. */
async function inMerges(connection: Queryable, importId: string): Promise<Dependence | null> {
  const kept = await connection.query<{ name: string; n: string }>(
    `select coalesce(h.head_name, '…') as name, count(*) as n
       from import_rows r join household_merges m on m.merged_id = r.household_id and m.undone_at is null
       left join households h on h.id = m.kept_id
      where r.import_id = $1 and r.outcome = 'create'
      group by m.kept_id, h.head_name order by m.kept_id limit ${NAMED + 1}`,
    [importId],
  );
  if (kept.length === 0) return null;
  const named = kept.map(({ name, n }) => `“${name}” (${n} hộ)`);
  const sentence = `Không hoàn tác được: hộ của lần nhập này đã được gộp vào hộ ${listed(named, 'hộ khác')}.`;
  return { code: 'in-use', sentence };
}

async function changedSince(connection: Queryable, importId: string): Promise<Dependence | null> {
  const changed = await connection.query<{ name: string; n: string }>(
    `select h.head_name as name, count(*) over () as n
       from import_rows r join households h on h.id = r.household_id and h.deleted_at is null
      where r.import_id = $1 and r.outcome in ('create', 'update')
        and h.version <> coalesce((r.before ->> 'version')::int + 1, 1)
      order by r.row_no limit ${NAMED}`,
    [importId],
  );
  if (changed.length === 0) return null;
  const count = Number(changed[0]!.n);
  const more = count > changed.length ? '…' : '';
  const names = changed.map(({ name }) => name).join(', ');
  const sentence = `Không hoàn tác được: ${count} hộ đã được sửa sau lần nhập này (${names}${more}).`;
  return { code: 'changed-since', sentence };
}

function listed(names: readonly string[], others: string): string {
  return names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ` và ${others}` : '');
}
