import { Injectable } from '@nestjs/common';
import type { BreakerState, BreakingKind } from '../domain/breaker.js';
import { type Queryable, Sql } from '../platform/database/sql.js';

/** An account whose operator is to be asked whether it works again. */
export interface DueProbe {
  gatewayId: string;
  reason: BreakingKind;
  tries: number;
}

/** Whether anything may leave through an account. */
export interface GatewayLook {
  /** A person stopped it. */
  isHeld: boolean;
  breaker: BreakerState;
}

/** An account that fails again this soon after it was let go on had not recovered: the wait goes on growing. */
const RELAPSE = `interval '10 minutes'`;

/** A chunk that was put off because of its account is due within this time. */
const PUT_OFF = `interval '1 minute'`;

/** Quotas begin anew at midnight in Vietnam. */
const dayOf = (moment: string) => `(${moment} at time zone 'Asia/Ho_Chi_Minh')::date`;

/** The breakers of gateway accounts, one row each, which all workers share. */
@Injectable()
export class BreakersRepository {
  constructor(private readonly sql: Sql) {}

  async look(gatewayId: string): Promise<GatewayLook> {
    const [row] = await this.sql.query<GatewayLook & Record<string, unknown>>(
      `select g.state = 'held' as "isHeld", coalesce(b.state, 'closed') as breaker
         from gateways g left join gateway_breakers b on b.gateway_id = g.id where g.id = $1`,
      [gatewayId],
      'look-at-gateway',
    );
    return row ?? { isHeld: true, breaker: 'closed' };
  }

  /**
   * Whether an account is stopped because its operator lets nothing more of it out, by the operator's word of today. What
   * it said yesterday says nothing of today's quota.
   */
  async isQuotaUsedUp(gatewayId: string): Promise<boolean> {
    const rows = await this.sql.query(
      `select 1 from gateway_breakers b join gateways g on g.id = b.gateway_id
        where b.gateway_id = $1 and g.state <> 'held' and b.state = 'open' and b.reason = 'quota'
          and ${dayOf('b.asked_at')} = ${dayOf('clock_timestamp()')}`,
      [gatewayId],
    );
    return rows.length > 0;
  }

  /**
   * Opens an account's breaker; undefined where it was open already.
   * @param waitMs of the number of chances that have failed: how long until the operator is asked
   * @returns that number: 1 where the account had worked for a while
   */
  async open(
    tx: Queryable,
    gatewayId: string,
    { reason, code }: { reason: BreakingKind; code: string | null },
    waitMs: (tries: number) => number,
  ): Promise<number | undefined> {
    const [known] = await tx.query<{ state: BreakerState; tries: number; relapsed: boolean | null }>(
      `select state, tries, closed_at > now() - ${RELAPSE} as relapsed
         from gateway_breakers where gateway_id = $1 for update`,
      [gatewayId],
    );
    if (known?.state === 'open') return undefined;
    const goesOn = known?.state === 'half-open' || known?.relapsed;
    const tries = goesOn ? known!.tries + 1 : 1;
    const opened = await tx.execute(
      `insert into gateway_breakers as b (gateway_id, state, reason, code, opened_at, asked_at, retry_at, tries)
       values ($1, 'open', $2, $3, now(), clock_timestamp(), clock_timestamp() + $4 * interval '1 millisecond', $5)
       on conflict (gateway_id) do update
          set state = 'open', reason = excluded.reason, code = excluded.code, detail = null,
              opened_at = case when b.state = 'half-open' then b.opened_at else excluded.opened_at end,
              asked_at = excluded.asked_at, retry_at = excluded.retry_at, tries = excluded.tries, probe_until = null
        where b.state <> 'open'`,
      [gatewayId, reason, code, waitMs(tries), tries],
    );
    return opened > 0 ? tries : undefined;
  }

  /** The stopped accounts whose time to be asked has come. */
  due(): Promise<DueProbe[]> {
    return this.sql.query<DueProbe & Record<string, unknown>>(
      `select gateway_id as "gatewayId", reason, tries from gateway_breakers
        where state = 'open' and retry_at <= clock_timestamp()`,
    );
  }

  /** Books the chance to ask, and when the next one is if this one fails; false where another worker has it. */
  async takeChance({ gatewayId, tries }: DueProbe, nextMs: number): Promise<boolean> {
    const taken = await this.sql.execute(
      `update gateway_breakers
          set tries = tries + 1, retry_at = clock_timestamp() + $3 * interval '1 millisecond'
        where gateway_id = $1 and tries = $2 and state = 'open' and retry_at <= clock_timestamp()`,
      [gatewayId, tries, nextMs],
    );
    return taken > 0;
  }

  /** Notes what the operator answered when it was asked: that the account does not work yet. */
  async noteCheck(gatewayId: string, detail: string): Promise<void> {
    await this.sql.execute(
      'update gateway_breakers set detail = $2, asked_at = clock_timestamp() where gateway_id = $1',
      [gatewayId, detail],
    );
  }

  /** The operator says that the account works: one message at a time may try. */
  async halfOpen(gatewayId: string): Promise<boolean> {
    const moved = await this.sql.execute(
      `update gateway_breakers set state = 'half-open', detail = null, probe_until = null
        where gateway_id = $1 and state = 'open'`,
      [gatewayId],
    );
    return moved > 0;
  }

  /** Takes the turn of the one message that tries a half-open account; false where another has it. */
  async takeProbe(gatewayId: string, seconds: number): Promise<boolean> {
    const taken = await this.sql.execute(
      `update gateway_breakers set probe_until = clock_timestamp() + $2 * interval '1 second'
        where gateway_id = $1 and state = 'half-open'
          and (probe_until is null or probe_until < clock_timestamp())`,
      [gatewayId, seconds],
    );
    return taken > 0;
  }

  /** Gives that turn back unused. */
  async giveProbe(gatewayId: string): Promise<void> {
    await this.sql.execute(
      `update gateway_breakers set probe_until = null where gateway_id = $1 and state = 'half-open'`,
      [gatewayId],
    );
  }

  /** The account works again: false where it was not being tried. */
  async close(tx: Queryable, gatewayId: string): Promise<boolean> {
    const closed = await tx.execute(
      `update gateway_breakers set state = 'closed', closed_at = now(), probe_until = null
        where gateway_id = $1 and state = 'half-open'`,
      [gatewayId],
    );
    return closed > 0;
  }

  /** Makes the chunks due that were put off because of this account. */
  async wake(gatewayId: string): Promise<void> {
    await this.sql.execute(
      `update chunks k set due_at = now(), rung_at = null
         from campaigns c
        where c.id = k.campaign_id and c.state = 'running'
          and exists (select 1 from jsonb_array_elements(c.steps) s where s ->> 'gatewayId' = $1)
          and k.state = 'open' and k.due_at > now() and k.due_at <= now() + ${PUT_OFF}`,
      [gatewayId],
    );
  }
}
