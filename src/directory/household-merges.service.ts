import { Injectable } from '@nestjs/common';
import { inScope, scopeOf } from '../identity/area-scope.js';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { DomainError, invalidInput, notFound } from '../platform/http/domain-error.js';
import { codeTakenSince, isCodeTaken } from './household-code-taken.js';
import type { Merge } from './household.schema.js';

interface Row {
  id: string;
  area_id: string;
  code: string | null;
  note: string | null;
  head_name: string;
  version: number;
}

interface Before {
  kept: { code: string | null; note: string | null; contacts: Contact[]; groupIds: string[] };
  merged: { headName: string; contacts: Contact[]; groupIds: string[] };
  replyIds: string[];
}

interface Contact {
  phone: string;
  name: string | null;
  relation: string | null;
  language: string | null;
  channel: string | null;
  position: number;
}

/** A household has no more phones than this. */
const MAX_CONTACTS = 20;

const changedSince = () =>
  new DomainError('changed-since', 'Người khác vừa sửa một trong hai hộ; hãy tải lại rồi gộp.', 409);

/**
 * Makes one household of two that are the same people. Phones, groups and what was said go to the one that is kept; refusals
 * and consents go by number and need not move; the ledger of past campaigns goes on naming the other. It can be taken back.
 */
@Injectable()
export class HouseholdMergesService {
  constructor(
    private readonly sql: Sql,
    private readonly audit: Audit,
  ) {}

  /** Answers the id of the merge. Throws a 404 (400 for the other) where the caller may not change it, 409 `changed-since`. */
  async merge(who: Principal, keptId: string, input: Merge): Promise<string> {
    if (keptId === input.householdId)
      throw new DomainError('same-household', 'Hai hộ cần gộp là một.', 400, [
        { path: 'householdId', message: 'phải là một hộ khác' },
      ]);
    return this.sql.transaction(async (tx) => {
      const rows = await this.locked(tx, who, [keptId, input.householdId]);
      const [kept, merged] = [rows.get(keptId), rows.get(input.householdId)];
      if (!kept) throw notFound('hộ gia đình này');
      if (!merged) throw invalidInput([{ path: 'householdId', message: 'không có hộ này' }]);
      if ((input.version ?? kept.version) !== kept.version) throw changedSince();
      if ((input.otherVersion ?? merged.version) !== merged.version) throw changedSince();
      const before: Before = {
        kept: { code: kept.code, note: kept.note, ...(await this.belongings(tx, keptId)) },
        merged: { headName: merged.head_name, ...(await this.belongings(tx, merged.id)) },
        replyIds: [],
      };
      const phones = new Set([...before.kept.contacts, ...before.merged.contacts].map(({ phone }) => phone));
      if (phones.size > MAX_CONTACTS)
        throw new DomainError('too-many-contacts', `Hộ gộp sẽ có hơn ${MAX_CONTACTS} số điện thoại.`, 409);
      await tx.execute(
        'update households set deleted_at = now(), updated_at = now(), version = version + 1 where id = $1',
        [merged.id],
      );
      const code = kept.code ?? (merged.area_id === kept.area_id ? merged.code : null);
      const note = [kept.note, merged.note].filter(Boolean).join(' · ').slice(0, 1000) || null;
      await tx.execute(
        'update households set code = $2, note = $3, version = version + 1, updated_at = now() where id = $1',
        [keptId, code, note],
      );
      await tx.execute(
        `insert into contacts (household_id, phone, name, relation, language, channel, position)
         select $1, phone, name, relation, language, channel,
                position + (select coalesce(max(position) + 1, 0) from contacts where household_id = $1)
           from contacts where household_id = $2
         on conflict (household_id, phone) do update
           set name = coalesce(contacts.name, excluded.name), relation = coalesce(contacts.relation, excluded.relation),
               language = coalesce(contacts.language, excluded.language),
               channel = coalesce(contacts.channel, excluded.channel)`,
        [keptId, merged.id],
      );
      await tx.execute('delete from contacts where household_id = $1', [merged.id]);
      await tx.execute(
        `insert into group_members (group_id, household_id)
         select group_id, $1 from group_members where household_id = $2 on conflict do nothing`,
        [keptId, merged.id],
      );
      await tx.execute('delete from group_members where household_id = $1', [merged.id]);
      const replies = await tx.query<{ id: string }>(
        'update replies set household_id = $1 where household_id = $2 returning id',
        [keptId, merged.id],
      );
      before.replyIds = replies.map(({ id }) => id);
      const [made] = await tx.query<{ id: string }>(
        `insert into household_merges (kept_id, merged_id, actor_name, before, kept_version)
         values ($1, $2, $3, $4, $5) returning id`,
        [keptId, merged.id, who.name, JSON.stringify(before), kept.version + 1],
      );
      await this.record(tx, who, 'household.merged', kept, merged);
      return made!.id;
    });
  }

  /**
   * Makes two of them again. Answers the household that was kept. 409 where it was changed since, and
   * `household-code-taken` where a code has been given to another household.
   */
  async undo(who: Principal, id: string): Promise<string> {
    try {
      return await this.sql.transaction((tx) => this.takeBack(tx, who, id));
    } catch (error) {
      throw isCodeTaken(error) ? codeTakenSince(error) : error;
    }
  }

  private async takeBack(tx: Queryable, who: Principal, id: string): Promise<string> {
    const [merge] = await tx.query<{
      kept_id: string;
      merged_id: string;
      before: Before;
      kept_version: number;
      undone_at: Date | null;
    }>('select * from household_merges where id = $1 for update', [id]);
    const rows = merge
      ? await this.locked(tx, who, [merge.kept_id, merge.merged_id], true)
      : new Map<string, Row>();
    const [kept, merged] = [rows.get(merge?.kept_id ?? ''), rows.get(merge?.merged_id ?? '')];
    if (!merge || !kept || !merged) throw notFound('lần gộp hộ này');
    if (merge.undone_at !== null)
      throw new DomainError('already-undone', 'Lần gộp này đã được hoàn tác.', 409);
    if (kept.version !== merge.kept_version)
      throw new DomainError('changed-since', 'Hộ đã được sửa sau khi gộp nên không hoàn tác được.', 409);
    const { before } = merge;
    await this.giveBack(tx, kept.id, before.kept);
    await tx.execute(
      'update households set code = $2, note = $3, version = version + 1, updated_at = now() where id = $1',
      [kept.id, before.kept.code, before.kept.note],
    );
    await tx.execute(
      'update households set deleted_at = null, version = version + 1, updated_at = now() where id = $1',
      [merged.id],
    );
    await this.giveBack(tx, merged.id, before.merged);
    await tx.execute('update replies set household_id = $1 where id = any($2::bigint[])', [
      merged.id,
      before.replyIds,
    ]);
    await tx.execute('update household_merges set undone_at = now() where id = $1', [id]);
    await this.record(tx, who, 'household.merge-undone', kept, merged);
    return kept.id;
  }

  /** In the order of ids, so that two people who merge the same two cannot lock each other out. */
  private async locked(
    tx: Queryable,
    who: Principal,
    ids: string[],
    alsoRemoved = false,
  ): Promise<Map<string, Row>> {
    const rows = await tx.query<Row & Record<string, unknown>>(
      `select id, area_id, code, note, head_name, version from households h
        where id = any($1::bigint[]) and (deleted_at is null or $3) and ${inScope('h.area_id', '$2')} order by id for update`,
      [ids, scopeOf(who, 'household:write'), alsoRemoved],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  private async belongings(tx: Queryable, id: string): Promise<{ contacts: Contact[]; groupIds: string[] }> {
    const contacts = await tx.query<Contact & Record<string, unknown>>(
      `select phone, name, relation, language, channel, position from contacts where household_id = $1 order by position, id`,
      [id],
    );
    const groups = await tx.query<{ id: string }>(
      'select group_id as id from group_members where household_id = $1 order by 1',
      [id],
    );
    return { contacts, groupIds: groups.map((group) => group.id) };
  }

  private async giveBack(
    tx: Queryable,
    id: string,
    { contacts, groupIds }: { contacts: Contact[]; groupIds: string[] },
  ): Promise<void> {
    await tx.execute('delete from contacts where household_id = $1 and phone <> all($2::text[])', [
      id,
      contacts.map(({ phone }) => phone),
    ]);
    await tx.execute(
      `insert into contacts (household_id, phone, name, relation, language, channel, position)
       select $1, phone, name, relation, language, channel, position
         from jsonb_to_recordset($2::jsonb)
              as c (phone text, name text, relation text, language text, channel text, position smallint)
       on conflict (household_id, phone) do update
         set name = excluded.name, relation = excluded.relation, language = excluded.language,
             channel = excluded.channel, position = excluded.position`,
      [id, JSON.stringify(contacts)],
    );
    await tx.execute('delete from group_members where household_id = $1 and group_id <> all($2::bigint[])', [
      id,
      groupIds,
    ]);
    await tx.execute(
      `insert into group_members (group_id, household_id)
       select g.id, $1 from groups g where g.id = any($2::bigint[]) and g.deleted_at is null on conflict do nothing`,
      [id, groupIds],
    );
  }

  private record(tx: Queryable, who: Principal, action: string, kept: Row, merged: Row): Promise<void> {
    const areaIds = [...new Set([kept.area_id, merged.area_id])];
    return this.audit.record(
      tx,
      who,
      action,
      { kind: 'household', id: kept.id, areaIds },
      { mergedId: merged.id },
    );
  }
}
