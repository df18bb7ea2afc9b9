import { Injectable } from '@nestjs/common';
import { maskPhone } from '../domain/phone.js';
import { reasonLabel } from '../domain/reason-labels.js';
import type { DeliveryState } from '../domain/delivery-states.js';
import { mintReference } from '../domain/reference.js';
import { type AreaScope, inScope } from '../identity/area-scope.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { Id, type Page, readCursor, toPage } from '../platform/http/page.js';
import type { DeliveriesFilter, DeliveryView, HouseholdDelivery } from './report.schema.js';

interface DeliveryRow {
  id: string;
  household_id: string;
  head_name: string;
  address: string | null;
  household_code: string | null;
  area_id: string;
  area_name: string | null;
  phone: string | null;
  state: DeliveryState;
  reason: string | null;
  attempt: number;
  gateway_id: string | null;
  sending_since: Date | null;
  shows_numbers: boolean | null;
}

/** Where the reader may look, and where at phone numbers too: elsewhere these are masked. */
export interface LedgerScopes {
  rows: AreaScope;
  numbers: AreaScope;
}

interface AttemptRow {
  delivery_id: string;
  attempt: number;
  channel: string;
  phone: string;
  gateway_id: string;
  operator_id: string | null;
  outcome: string;
  code: string | null;
  parts: number;
  cost_vnd: number;
  sent_at: Date;
  settled_at: Date | null;
}

/** One household of the ledger with its last try, as the spreadsheet shows it. */
export interface LedgerLine extends DeliveryRow {
  parts: string | null;
  cost_vnd: string | null;
  last_sent_at: Date | null;
  last_settled_at: Date | null;
}

const COLUMNS = `d.id, d.household_id, d.head_name, d.address, d.household_code, d.area_id, a.name as area_name, d.phone,
  d.state, d.reason, d.attempt, d.gateway_id, d.sending_since`;

const showsNumbers = (parameter: string) => `${inScope('d.area_id', parameter)} as shows_numbers`;

/** So that the few in doubt are found without reading the campaign. */
const AMONG_DOUBTS = 'and d.id in (select delivery_id from doubts where campaign_id = $1)';

/** Reads the ledger, household by household. */
@Injectable()
export class DeliveriesReport {
  constructor(private readonly sql: Sql) {}

  /** Deliveries of a campaign in a scope in the order of the ledger, with every try. Plan: the campaign's unique index. */
  async page(
    campaignId: string,
    scopes: LedgerScopes,
    filter: DeliveriesFilter,
  ): Promise<Page<DeliveryView>> {
    const after = readCursor(filter.cursor, Id.array().length(1));
    const rows = await this.sql.query<DeliveryRow & Record<string, unknown>>(
      `select ${COLUMNS}, ${showsNumbers('$7')} from deliveries d left join areas a on a.id = d.area_id
        where d.campaign_id = $1 and ($2::bigint is null or d.id > $2) and ($3::delivery_state is null or d.state = $3)
          ${filter.state === 'in_doubt' ? AMONG_DOUBTS : ''}
          and ($4::bigint is null or d.area_id in (
                select below.id from areas root join areas below on below.path like root.path || '%' where root.id = $4))
          and ${inScope('d.area_id', '$5')}
        order by d.id limit $6`,
      [
        campaignId,
        after?.[0] ?? null,
        filter.state ?? null,
        filter.areaId ?? null,
        scopes.rows,
        filter.limit + 1,
        scopes.numbers,
      ],
    );
    const tries = await this.triesOf(rows.slice(0, filter.limit).map((row) => row.id));
    const [installation] = await this.sql.query<{ prefix: string }>(
      'select reference_prefix as prefix from installation',
    );
    return toPage(
      rows,
      filter.limit,
      (row) => [row.id],
      (row) => toView(row, tries.get(row.id) ?? [], installation!.prefix),
    );
  }

  /** What a household (and those joined into it) was sent, newest first. The caller has checked that it may be known. */
  async ofHousehold(
    householdId: string,
    numbers: AreaScope,
    query: { limit: number; cursor?: string | undefined },
  ): Promise<Page<HouseholdDelivery>> {
    const after = readCursor(query.cursor, Id.array().length(1));
    const rows = await this.sql.query<
      DeliveryRow & { campaign_id: string; title: string } & Record<string, unknown>
    >(
      `select ${COLUMNS}, ${showsNumbers('$4')}, d.campaign_id, c.title
         from deliveries d join campaigns c on c.id = d.campaign_id left join areas a on a.id = d.area_id
        where d.household_id in (select $1::bigint union all select merged_id from household_merges
                                  where kept_id = $1 and undone_at is null)
          and ($2::bigint is null or d.id < $2)
        order by d.id desc limit $3`,
      [householdId, after?.[0] ?? null, query.limit + 1, numbers],
    );
    const tries = await this.triesOf(rows.slice(0, query.limit).map((row) => row.id));
    const [installation] = await this.sql.query<{ prefix: string }>(
      'select reference_prefix as prefix from installation',
    );
    return toPage(
      rows,
      query.limit,
      (row) => [row.id],
      (row) => ({
        ...toView(row, tries.get(row.id) ?? [], installation!.prefix),
        campaignId: row.campaign_id,
        campaignTitle: row.title,
      }),
    );
  }

  /** Why deliveries of a campaign are in doubt, and how many for each reason. Plan: the table of doubts, not the ledger. */
  async doubts(campaignId: string, scope: AreaScope): Promise<{ reason: string; count: number }[]> {
    return this.sql.query(
      `select coalesce(d.reason, 'unclear') as reason, count(*)::int as count
         from doubts k join deliveries d on d.id = k.delivery_id
        where k.campaign_id = $1 and d.state = 'in_doubt' and ${inScope('d.area_id', '$2')}
        group by 1 order by 2 desc, 1`,
      [campaignId, scope],
    );
  }

  /** Every line of a campaign's ledger in the order of the areas, in batches through a cursor: bounded memory. */
  async forEachLine(
    campaignId: string,
    scopes: LedgerScopes,
    visit: (line: LedgerLine) => Promise<void>,
  ): Promise<void> {
    await this.sql.transaction(async (tx: Queryable) => {
      await tx.execute(
        `declare ledger no scroll cursor for
         select ${COLUMNS}, ${showsNumbers('$3')}, t.parts, t.cost_vnd, t.last_sent_at, t.last_settled_at
           from deliveries d left join areas a on a.id = d.area_id
           left join lateral (
             select sum(parts) as parts, sum(cost_vnd) as cost_vnd, max(sent_at) as last_sent_at,
                    max(settled_at) as last_settled_at
               from attempts where delivery_id = d.id) t on true
          where d.campaign_id = $1 and ${inScope('d.area_id', '$2')} order by d.id`,
        [campaignId, scopes.rows, scopes.numbers],
      );
      for (;;) {
        const lines = await tx.query<LedgerLine & Record<string, unknown>>('fetch 2000 from ledger');
        if (lines.length === 0) return;
        for (const line of lines) await visit(line);
      }
    });
  }

  private async triesOf(ids: readonly string[]): Promise<Map<string, AttemptRow[]>> {
    const rows = await this.sql.query<AttemptRow & Record<string, unknown>>(
      'select * from attempts where delivery_id = any($1::bigint[]) order by delivery_id, attempt',
      [ids],
    );
    const byDelivery = new Map<string, AttemptRow[]>();
    for (const row of rows)
      byDelivery.set(row.delivery_id, [...(byDelivery.get(row.delivery_id) ?? []), row]);
    return byDelivery;
  }
}

function toView(row: DeliveryRow, tries: readonly AttemptRow[], installation: string): DeliveryView {
  const attempts = tries.map((each) => ({
    attempt: each.attempt,
    channel: each.channel,
    phone: row.shows_numbers ? each.phone : maskPhone(each.phone),
    gatewayId: each.gateway_id,
    reference: mintReference(installation, { deliveryId: row.id, attempt: each.attempt }),
    operatorId: each.operator_id,
    outcome: each.outcome,
    code: each.code,
    parts: each.parts as number | null,
    costVnd: each.cost_vnd as number | null,
    sentAt: each.sent_at.toISOString() as string | null,
    settledAt: each.settled_at?.toISOString() ?? null,
  }));
  // The try under way lives in the delivery's own row until it is answered.
  if (row.state === 'sending' && !attempts.some((each) => each.attempt === row.attempt)) {
    attempts.push({
      attempt: row.attempt,
      channel: 'sms',
      phone: row.shows_numbers ? row.phone! : maskPhone(row.phone!),
      gatewayId: row.gateway_id!,
      reference: mintReference(installation, { deliveryId: row.id, attempt: row.attempt }),
      operatorId: null,
      outcome: 'sending',
      code: null,
      parts: null,
      costVnd: null,
      sentAt: row.sending_since?.toISOString() ?? null,
      settledAt: null,
    });
  }
  return {
    id: row.id,
    householdId: row.household_id,
    headName: row.head_name,
    areaId: row.area_id,
    state: row.state,
    reason: row.reason,
    reasonLabel: row.reason && reasonLabel(row.reason),
    attempts,
  };
}
