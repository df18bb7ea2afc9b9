import { Injectable } from '@nestjs/common';
import type { GatewayErrorKind } from '../../domain/retry.js';
import { type Queryable, Sql } from '../../platform/database/sql.js';

export type OutboxKind = 'confirmation' | 'answer';

/** A single message to be sent. */
export interface NewOutboxMessage {
  kind: OutboxKind;
  /** Asking twice under one key sends one message. */
  requestKey: string;
  gatewayId: string;
  channel: string;
  /** E.164. */
  phone: string;
  /** Prepared and counted: what is counted is what is sent. */
  text: string;
  parts: number;
  householdId: string | null;
  replyId: string | null;
  /** When the household wrote what this answers. */
  heardAt: Date;
  createdBy: string | null;
}

/** A single message as claimed: the try is in the database as `sending` before its request leaves. */
export interface ClaimedMessage {
  id: string;
  phone: string;
  channel: string;
  text: string;
  parts: number;
  attempt: number;
  isRepeat: boolean;
  firstSentAt: Date;
}

/** What became of one try. */
export interface OutboxResult {
  id: string;
  attempt: number;
  state: 'accepted' | 'waiting' | 'rejected' | 'in_doubt';
  reason: string | null;
  code: string | null;
  errorKind: GatewayErrorKind | null;
  operatorId: string | null;
  parts: number;
  costVnd: number;
  notBefore: Date | null;
  /** In doubt, and to be sent again under its reference from `notBefore` on. */
  isToRepeat: boolean;
  /** In doubt: seconds until the operator is asked; null where it cannot be. */
  askInSeconds: number | null;
  /** The operator said that this number refuses the channel. */
  isRefusal: boolean;
}

/** A single message in doubt whose operator is to be asked. */
export interface OutboxDoubt {
  id: string;
  gatewayId: string;
  attempt: number;
  ageSeconds: number;
}

/** A confirmation that is later than this only puzzles who gets it. */
const CONFIRM_WITHIN = '24 hours';

const CLAIM = /* sql */ `
  update outbox o
     set state = 'sending', reason = null, attempt = attempt + case when same_reference then 0 else 1 end,
         sent_at = clock_timestamp(), first_sent_at = case when same_reference then first_sent_at else clock_timestamp() end,
         lease_until = clock_timestamp() + $4 * interval '1 second'
   where id in (select id from outbox
                 where gateway_id = $1 and state = 'waiting' and not_before <= clock_timestamp()
                   and (kind = 'confirmation' or $3)
                 order by id limit $2 for update skip locked)
  returning id, phone, channel, text, parts, attempt, same_reference as "isRepeat", first_sent_at as "firstSentAt"`;

/** An answer is stopped by a refusal that came after what it answers; who wrote after refusing may be answered. */
const SKIP = /* sql */ `
  update outbox o set state = 'skipped', settled_at = now(),
         reason = case when o.kind = 'answer' then 'refused' else 'too-late' end
   where o.gateway_id = $1 and o.state = 'waiting' and not o.same_reference
     and case o.kind when 'answer' then exists (select 1 from refusals r where r.phone = o.phone
                                                   and r.channel = o.channel and r.lifted_at is null
                                                   and r.created_at >= o.heard_at)
                     else o.created_at < now() - interval '${CONFIRM_WITHIN}' end`;

const RECORD = /* sql */ `
  with refused as (
    insert into refusals (phone, channel, source) select phone, channel, 'gateway' from outbox where id = $1 and $12
    on conflict (phone, channel) where lifted_at is null do nothing)
  update outbox
     set state = $3, reason = $4, code = coalesce($5, code), operator_id = coalesce($6, operator_id), parts = $7,
         cost_vnd = $8, not_before = coalesce($9, now()), same_reference = $10, lease_until = null,
         ask_at = clock_timestamp() + $11 * interval '1 second',
         doubted_at = case when $3 = 'in_doubt' or $10 then coalesce(doubted_at, clock_timestamp()) end,
         settled_at = case when $3 = 'rejected' then now() end
   where id = $1 and attempt = $2
     and (state = 'sending' or state = 'in_doubt' and $3 in ('accepted', 'rejected'))`;

/** The single messages, as they are asked for and sent. */
@Injectable()
export class OutboxRepository {
  constructor(private readonly sql: Sql) {}

  /** Writes a message that is to be sent; one that was asked for before is answered as it is. */
  async enqueue(tx: Queryable, message: NewOutboxMessage): Promise<{ id: string; isNew: boolean }> {
    const [made] = await tx.query<{ id: string }>(
      `insert into outbox (kind, request_key, gateway_id, channel, phone, text, parts, household_id, reply_id, heard_at,
                           created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (request_key) do nothing returning id`,
      [
        message.kind,
        message.requestKey,
        message.gatewayId,
        message.channel,
        message.phone,
        message.text,
        message.parts,
        message.householdId,
        message.replyId,
        message.heardAt,
        message.createdBy,
      ],
    );
    if (made) return { id: made.id, isNew: true };
    const [known] = await tx.query<{ id: string }>('select id from outbox where request_key = $1', [
      message.requestKey,
    ]);
    return { id: known!.id, isNew: false };
  }

  /** Accounts through which something is due. */
  async dueGateways(): Promise<string[]> {
    const rows = await this.sql.query<{ gatewayId: string }>(
      `select distinct gateway_id as "gatewayId" from outbox where state = 'waiting' and not_before <= now()`,
    );
    return rows.map((row) => row.gatewayId);
  }

  /** Leaves out answers to who has refused since, and confirmations that come too late. */
  skip(gatewayId: string): Promise<number> {
    return this.sql.execute(SKIP, [gatewayId]);
  }

  /** Gives another account what waits at one and never left; answers how many. */
  handOver(gatewayId: string, to: string): Promise<number> {
    return this.sql.execute(
      `update outbox set gateway_id = $2 where gateway_id = $1 and state = 'waiting' and not same_reference`,
      [gatewayId, to],
    );
  }

  /** @param isOpen whether the account's hours are open: outside them only confirmations leave */
  claim(gatewayId: string, limit: number, isOpen: boolean, leaseSeconds: number): Promise<ClaimedMessage[]> {
    return this.sql.query<ClaimedMessage & Record<string, unknown>>(CLAIM, [
      gatewayId,
      limit,
      isOpen,
      leaseSeconds,
    ]);
  }

  /** Tries whose request never began: as they were. */
  async giveBack(messages: readonly ClaimedMessage[]): Promise<void> {
    if (messages.length === 0) return;
    await this.sql.execute(
      `update outbox o set state = 'waiting', lease_until = null,
              attempt = o.attempt - case when o.same_reference then 0 else 1 end
         from unnest($1::bigint[], $2::smallint[]) as r(id, attempt)
        where o.id = r.id and o.attempt = r.attempt and o.state = 'sending'`,
      [messages.map(({ id }) => id), messages.map(({ attempt }) => attempt)],
    );
  }

  async record(result: OutboxResult): Promise<void> {
    await this.sql.execute(RECORD, [
      result.id,
      result.attempt,
      result.state,
      result.reason,
      result.code,
      result.operatorId,
      result.parts,
      result.costVnd,
      result.notBefore,
      result.isToRepeat,
      result.askInSeconds,
      result.isRefusal,
    ]);
  }

  /** Tries whose worker died: nobody knows whether they left. */
  async lapsed(): Promise<(ClaimedMessage & { gatewayId: string })[]> {
    return this.sql.query(
      `select id, phone, channel, text, parts, attempt, same_reference as "isRepeat", first_sent_at as "firstSentAt",
              gateway_id as "gatewayId"
         from outbox where state = 'sending' and lease_until < clock_timestamp()`,
    );
  }

  /** No receipt came within the account's time. */
  async expireOverdue(): Promise<void> {
    await this.sql.execute(
      `update outbox o set state = 'expired', reason = 'no-receipt' from gateways g
        where g.id = o.gateway_id and o.state = 'accepted' and o.sent_at < now() - g.receipt_hours * interval '1 hour'`,
    );
  }

  async areDoubtsDue(): Promise<boolean> {
    const rows = await this.sql.query(
      `select 1 from outbox where state = 'in_doubt' and ask_at <= now() limit 1`,
    );
    return rows.length > 0;
  }

  async dueDoubts(): Promise<OutboxDoubt[]> {
    return this.sql.query<OutboxDoubt & Record<string, unknown>>(
      `select id, gateway_id as "gatewayId", attempt,
              extract(epoch from clock_timestamp() - doubted_at)::float8 as "ageSeconds"
         from outbox where state = 'in_doubt' and ask_at <= now() order by id limit 200`,
    );
  }

  /** When to ask again; null: a person has to look. */
  async putOff({ id, attempt }: OutboxDoubt, inSeconds: number | null): Promise<void> {
    await this.sql.execute(
      `update outbox set ask_at = clock_timestamp() + $3 * interval '1 second'
        where id = $1 and attempt = $2 and state = 'in_doubt'`,
      [id, attempt, inSeconds],
    );
  }

  /** The operator certainly never had it: it waits again, under a new reference. */
  async sendAnew({ id, attempt }: OutboxDoubt): Promise<void> {
    await this.sql.execute(
      `update outbox set state = 'waiting', reason = 'never-left', same_reference = false, ask_at = null,
              doubted_at = null, not_before = now()
        where id = $1 and attempt = $2 and state = 'in_doubt'`,
      [id, attempt],
    );
  }
}
