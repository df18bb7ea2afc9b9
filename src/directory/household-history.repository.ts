import { Injectable } from '@nestjs/common';
import { Sql } from '../platform/database/sql.js';
import type { HouseholdHistory } from './household.schema.js';

const REFUSALS = /* sql */ `
  select coalesce(jsonb_agg(jsonb_build_object('id', r.id::text, 'phone', r.phone, 'channel', r.channel, 'source', r.source,
           'note', r.note, 'createdAt', r.created_at, 'liftedAt', r.lifted_at) order by r.id desc), '[]')
    from refusals r where r.phone in (select phone from contacts where household_id = h.id)`;

/** What was recorded for its numbers, and what its import declared. */
const CONSENTS = /* sql */ `
  select coalesce(jsonb_agg(to_jsonb(each) order by each."givenOn" desc, each.id desc), '[]') from (
    select s.id::text as id, s.phone, s.basis, s.evidence, s.given_on::text as "givenOn", s.withdrawn_at as "withdrawnAt"
      from consents s where s.phone in (select phone from contacts where household_id = h.id)
    union all
    select null, null, i.consent_basis, i.consent_evidence, coalesce(i.committed_at, i.created_at)::date::text, null
      from imports i where i.id = h.import_id and i.consent_basis is not null) each`;

const CHANGES = /* sql */ `
  select coalesce(jsonb_agg(jsonb_build_object('at', e.at, 'by', e.actor_name, 'action', e.action,
           'fields', coalesce(e.details -> 'fields', '[]')) order by e.id desc), '[]')
    from (select * from audit_events
           where subject_kind = 'household' and subject_id = h.id::text order by id desc limit 200) e`;

const MERGES = /* sql */ `
  select coalesce(jsonb_agg(jsonb_build_object('id', m.id::text, 'at', m.at, 'by', m.actor_name, 'mergedId', m.merged_id::text,
           'mergedHeadName', m.before -> 'merged' ->> 'headName', 'undoneAt', m.undone_at) order by m.id desc), '[]')
    from household_merges m where m.kept_id = h.id`;

const GROUPS = /* sql */ `
  select coalesce(jsonb_agg(jsonb_build_object('id', g.id::text, 'name', g.name) order by g.name), '[]')
    from group_members m join groups g on g.id = m.group_id where m.household_id = h.id and g.deleted_at is null`;

/** The list that the household came from. */
const IMPORT = /* sql */ `
  select jsonb_build_object('id', i.id::text, 'fileName', i.file_name, 'at', coalesce(i.committed_at, i.created_at),
           'by', (select u.display_name from users u where u.id = coalesce(i.committed_by, i.created_by)))
    from imports i where i.id = h.import_id`;

/** What is known of one household beside what it is now. */
@Injectable()
export class HouseholdHistoryRepository {
  constructor(private readonly sql: Sql) {}

  /** Of a household that the caller may know. */
  async of(householdId: string): Promise<HouseholdHistory> {
    const [row] = await this.sql.query<HouseholdHistory & Record<string, unknown>>(
      `select (${REFUSALS}) as refusals, (${CONSENTS}) as consents, (${CHANGES}) as changes, (${MERGES}) as merges,
              (${GROUPS}) as groups, (${IMPORT}) as import
         from households h where h.id = $1`,
      [householdId],
    );
    return withIsoTimes(row!);
  }
}

/** Postgres writes `+00:00` where the API says `Z`. */
function withIsoTimes(row: HouseholdHistory): HouseholdHistory {
  const iso = (time: string) => new Date(time).toISOString();
  const orNull = (time: string | null) => time && iso(time);
  return {
    ...row,
    refusals: row.refusals.map((each) => ({
      ...each,
      createdAt: iso(each.createdAt),
      liftedAt: orNull(each.liftedAt),
    })),
    consents: row.consents.map((each) => ({ ...each, withdrawnAt: orNull(each.withdrawnAt) })),
    changes: row.changes.map((each) => ({ ...each, at: iso(each.at) })),
    import: row.import && { ...row.import, at: iso(row.import.at) },
    merges: row.merges.map((each) => ({ ...each, at: iso(each.at), undoneAt: orNull(each.undoneAt) })),
  };
}
