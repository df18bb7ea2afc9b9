import { Injectable } from '@nestjs/common';
import type { ReplyIntent } from '../../domain/refusal-words.js';
import type { InboundPart } from '../../gateway/gateway.js';
import { type Queryable, Sql } from '../../platform/database/sql.js';

/** A reply as the inbox keeps it. */
export interface UnreadReply {
  receiptId: string;
  gatewayId: string;
  channel: string;
  phone: string;
  text: string;
  operatorId: string | null;
  occurredAt: Date | null;
  receivedAt: Date;
  /** Set where it is one part of a longer text. */
  part: InboundPart | null;
}

/** Whose words they are, and what they answer. */
export interface Whereabouts {
  /** Every household that has the number. */
  householdIds: string[];
  householdId: string | null;
  areaId: string | null;
  campaignId: string | null;
  deliveryId: string | null;
}

export interface NewReply extends Omit<Whereabouts, 'householdIds'> {
  unread: UnreadReply;
  /** E.164, or as the operator wrote it. */
  phone: string;
  sameness: string | null;
  intent: ReplyIntent;
  needsPerson: boolean;
  mentionsRefusal: boolean;
}

/** A campaign that is older than this is not what somebody answers. */
const ANSWERS_WITHIN = '60 days';
/** Without an id or a time, the same words of the same number within this are the operator's repeat. */
const REPEAT_WITHIN = '1 hour';

/**
 * The last message that left for `$1` on channel `$4` before `$3`, of the campaigns `$2`; one through the very account
 * `$5` goes before one through another, because each account answers under its own number. Reached through the
 * households that have the number: an index on the phones of the ledger would cost every message that is sent.
 */
const WHEREABOUTS = /* sql */ `
  with known as materialized (
    select c.household_id, h.area_id from contacts c join households h on h.id = c.household_id
     where c.phone = $1 and h.deleted_at is null),
  tried as (
    select d.id, d.campaign_id, d.household_id, d.area_id, a.gateway_id, a.sent_at
      from deliveries d join attempts a on a.delivery_id = d.id
     where d.campaign_id = any($2::bigint[]) and d.household_id in (select household_id from known)
       and a.phone = $1 and a.channel = $4 and a.sent_at <= $3 and a.outcome not in ('failed', 'rejected')
    union all
    select d.id, d.campaign_id, d.household_id, d.area_id, d.gateway_id, d.sending_since
      from deliveries d
     where d.campaign_id = any($2::bigint[]) and d.household_id in (select household_id from known)
       and d.phone = $1 and d.state = 'sending' and d.sending_since <= $3),
  answered as (
    select * from tried order by gateway_id = $5 desc, sent_at desc limit 1)
  select array(select household_id::text from known order by household_id) as "householdIds",
         coalesce(a.household_id, first.household_id) as "householdId",
         coalesce(a.area_id, first.area_id) as "areaId",
         a.campaign_id as "campaignId", a.id as "deliveryId"
    from (select 1) one
    left join answered a on true
    left join (select * from known order by household_id limit 1) first on true`;

export interface ReplyPart {
  receiptId: string;
  number: number;
  text: string;
}

/** The inbox of replies, and what reading one writes. */
@Injectable()
export class UnreadRepliesRepository {
  constructor(private readonly sql: Sql) {}

  /** Whether anything waits to be read: replies, or receipts of single messages. */
  async areDue(): Promise<boolean> {
    const rows = await this.sql.query(
      `select 1 from receipts where applied_at is null and kind <> 'receipt' and retry_at <= now() limit 1`,
    );
    return rows.length > 0;
  }

  /** Those that are due, in the order in which they came. */
  async due(limit: number): Promise<string[]> {
    const rows = await this.sql.query<{ id: string }>(
      `select id from receipts where applied_at is null and kind = 'inbound' and retry_at <= now() order by id limit $1`,
      [limit],
    );
    return rows.map((row) => row.id);
  }

  /** Locks one; undefined where it has been read meanwhile. */
  async lock(tx: Queryable, receiptId: string): Promise<UnreadReply | undefined> {
    const [row] = await tx.query<UnreadReply & Record<string, unknown>>(
      `select r.id as "receiptId", r.gateway_id as "gatewayId", coalesce(g.channel, 'sms') as channel,
              coalesce(r.phone, '') as phone, coalesce(r.text, '') as text, r.operator_id as "operatorId",
              r.occurred_at as "occurredAt", r.received_at as "receivedAt", r.part
         from receipts r left join gateways g on g.id = r.gateway_id
        where r.id = $1 and r.applied_at is null for update of r`,
      [receiptId],
    );
    return row;
  }

  async whereabouts(
    tx: Queryable,
    phone: string,
    { gatewayId, channel, receivedAt }: UnreadReply,
  ): Promise<Whereabouts> {
    const campaigns = await tx.query<{ id: string }>(
      `select id from campaigns where started_at between $1::timestamptz - interval '${ANSWERS_WITHIN}' and $1`,
      [receivedAt],
    );
    const [row] = await tx.query<Whereabouts & Record<string, unknown>>(WHEREABOUTS, [
      phone,
      campaigns.map(({ id }) => id),
      receivedAt,
      channel,
      gatewayId,
    ]);
    return row!;
  }

  /** Whether the last reply of this number says the same and came just before: an operator that called twice. */
  async isRepeat(
    tx: Queryable,
    phone: string,
    { gatewayId, text, receivedAt }: UnreadReply,
  ): Promise<boolean> {
    const [last] = await tx.query<{ same: boolean }>(
      `select text = $3 and received_at > $4::timestamptz - interval '${REPEAT_WITHIN}' as same
         from replies where phone = $1 and gateway_id = $2 order by id desc limit 1`,
      [phone, gatewayId, text, receivedAt],
    );
    return last?.same ?? false;
  }

  /** Null where the same reply was read before. */
  async insert(tx: Queryable, reply: NewReply): Promise<string | null> {
    const [row] = await tx.query<{ id: string }>(
      `insert into replies (receipt_id, sameness, gateway_id, channel, phone, text, received_at, household_id, area_id,
                            campaign_id, delivery_id, intent, needs_person, mentions_refusal, state, closed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
               case when $13 then 'open' else 'closed' end, case when not $13 then now() end)
       on conflict do nothing returning id`,
      [
        reply.unread.receiptId,
        reply.sameness,
        reply.unread.gatewayId,
        reply.unread.channel,
        reply.phone,
        reply.unread.text,
        reply.unread.receivedAt,
        reply.householdId,
        reply.areaId,
        reply.campaignId,
        reply.deliveryId,
        reply.intent,
        reply.needsPerson,
        reply.mentionsRefusal,
      ],
    );
    return row?.id ?? null;
  }

  async markRead(tx: Queryable, receiptId: string, outcome: 'read' | 'repeated'): Promise<void> {
    await tx.execute('update receipts set applied_at = now(), outcome = $2 where id = $1', [
      receiptId,
      outcome,
    ]);
  }

  /**
   * The parts of a long reply that have come, in order; locked. Parts belong together by number, account and the phone's
   * own reference, which is used again soon: only those of the last minutes count.
   */
  async partsOf(
    tx: Queryable,
    { gatewayId, phone, receivedAt }: UnreadReply,
    part: InboundPart,
  ): Promise<ReplyPart[]> {
    return tx.query<ReplyPart & Record<string, unknown>>(
      `select id as "receiptId", (part ->> 'number')::int as number, coalesce(text, '') as text from receipts
        where applied_at is null and kind = 'inbound' and gateway_id = $1 and phone = $2
          and part ->> 'reference' = $3 and (part ->> 'total')::int = $4
          and received_at between $5::timestamptz - interval '10 minutes' and $5::timestamptz + interval '10 minutes'
        order by (part ->> 'number')::int, id for update`,
      [gatewayId, phone, part.reference, part.total, receivedAt],
    );
  }

  async waitForRest(tx: Queryable, receiptId: string): Promise<void> {
    await tx.execute(`update receipts set retry_at = now() + interval '2 seconds' where id = $1`, [
      receiptId,
    ]);
  }

  /** Looked at again later: one that cannot be read must not keep the others waiting. */
  async putOff(receiptId: string): Promise<void> {
    await this.sql.execute(
      `update receipts set tries = tries + 1,
              retry_at = now() + least(interval '10 minutes', interval '1 second' * power(2, least(tries, 20)))
        where id = $1 and applied_at is null`,
      [receiptId],
    );
  }

  /** Refusals of this number that it made by reply are over; answers their ids. */
  async liftOwnRefusals(tx: Queryable, phone: string, channel: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `update refusals set lifted_at = now()
        where phone = $1 and channel = $2 and lifted_at is null and source = 'household' returning id`,
      [phone, channel],
    );
    return rows.map((row) => row.id);
  }
}
