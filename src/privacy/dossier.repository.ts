import { Injectable } from '@nestjs/common';
import { Sql } from '../platform/database/sql.js';

/** Rows of one kind, as they stand in the database, under their Vietnamese title. */
export interface DossierPart {
  name: string;
  title: string;
  rows: Record<string, unknown>[];
}

const OWN =
  'select $1::bigint union all select merged_id from household_merges where kept_id = $1 and undone_at is null';
const PHONES = 'select phone from contacts where household_id = $1';

/** Everything that is held on one household: `$1`. */
const PARTS: readonly { name: string; title: string; sql: string }[] = [
  {
    name: 'household',
    title: 'Hộ gia đình',
    sql: `select h.id, a.name as area, h.code, h.head_name, h.address, h.note, h.import_id, h.created_at, h.updated_at
            from households h join areas a on a.id = h.area_id where h.id in (${OWN})`,
  },
  {
    name: 'contacts',
    title: 'Số điện thoại',
    sql: `select phone, name, relation, language, channel, created_at from contacts where household_id = $1 order by position`,
  },
  {
    name: 'consents',
    title: 'Cơ sở nhận tin',
    sql: `select phone, basis, evidence, given_on::text, withdrawn_at from consents where phone in (${PHONES})
          union all
          select null, i.consent_basis, i.consent_evidence, coalesce(i.committed_at, i.created_at)::date::text, null
            from households h join imports i on i.id = h.import_id where h.id = $1 and i.consent_basis is not null`,
  },
  {
    name: 'refusals',
    title: 'Từ chối nhận tin',
    sql: `select phone, channel, source, note, created_at, lifted_at from refusals where phone in (${PHONES}) order by id`,
  },
  {
    name: 'groups',
    title: 'Nhóm',
    sql: `select g.name, m.added_at from group_members m join groups g on g.id = m.group_id
           where m.household_id = $1 and g.deleted_at is null order by 1`,
  },
  {
    name: 'deliveries',
    title: 'Tin đã gửi',
    sql: `select d.id, c.title as campaign, d.head_name, d.address, d.phone, d.state, d.reason, d.settled_at
            from deliveries d join campaigns c on c.id = d.campaign_id where d.household_id in (${OWN}) order by d.id`,
  },
  {
    name: 'attempts',
    title: 'Lần thử gửi',
    sql: `select a.delivery_id, a.attempt, a.channel, a.phone, a.outcome, a.code, a.parts, a.sent_at, a.settled_at
            from deliveries d join attempts a on a.delivery_id = d.id where d.household_id in (${OWN}) order by 1, 2`,
  },
  {
    name: 'replies',
    title: 'Tin trả lời',
    sql: `select channel, phone, text, received_at, intent, state from replies where household_id in (${OWN}) order by id`,
  },
  {
    name: 'singles',
    title: 'Tin riêng',
    sql: `select kind, channel, phone, text, state, created_at, sent_at from outbox where household_id in (${OWN}) order by id`,
  },
  {
    name: 'imports',
    title: 'Dòng trong danh sách',
    sql: `select i.file_name, r.sheet, r.sheet_row, r.outcome, r.raw from import_rows r join imports i on i.id = r.import_id
           where r.household_id in (${OWN}) order by r.import_id, r.row_no`,
  },
  {
    name: 'requests',
    title: 'Yêu cầu về dữ liệu',
    sql: `select kind, requester, how, received_on::text, due_on::text, state, outcome, closed_at from data_requests
           where household_id in (${OWN}) order by id`,
  },
  {
    name: 'changes',
    title: 'Nhật ký',
    sql: `select at, actor_name, action, details from audit_events
           where subject_kind = 'household' and subject_id in (select x::text from (${OWN}) o (x)) order by id`,
  },
];

/** Reads everything that is held on one household. */
@Injectable()
export class DossierRepository {
  constructor(private readonly sql: Sql) {}

  async read(householdId: string): Promise<DossierPart[]> {
    const parts: DossierPart[] = [];
    for (const { sql, ...part } of PARTS)
      parts.push({ ...part, rows: await this.sql.query(sql, [householdId]) });
    return parts;
  }
}
