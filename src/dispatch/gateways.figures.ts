import { Injectable } from '@nestjs/common';
import type { BreakerState } from '../domain/breaker.js';
import { Sql } from '../platform/database/sql.js';
import { Figures } from '../platform/metrics/figures.js';

/** Doubts that are counted at most: more of them say nothing new, and must not make a scrape slow. */
const MAX_DOUBTS = 20_000;

const STATES = ['closed', 'half-open', 'open', 'held'] as const satisfies readonly (BreakerState | 'held')[];

/** Plan: a handful of rows, each with two probes by primary key. */
const GATEWAYS = /* sql */ `
  select g.id, g.parts_per_second as "limit",
         case when g.state = 'held' then 'held' else coalesce(b.state, 'closed') end as state,
         case when p.free_at > clock_timestamp()
              then extract(epoch from p.free_at - clock_timestamp())::float8 else 0 end as "bookedSeconds"
    from gateways g left join gateway_breakers b on b.gateway_id = g.id left join gateway_pace p on p.gateway_id = g.id`;

/** A row of doubts may be out of date; the ledger decides. Plan: the table of doubts, a probe of the ledger for each. */
const DOUBTS = /* sql */ `
  select k.gateway_id as id, k.ask_at is null as "isForPerson", count(*)::int as n
    from (select * from doubts limit ${MAX_DOUBTS}) k
    join deliveries d on d.id = k.delivery_id and d.attempt = k.attempt and d.state = 'in_doubt' group by 1, 2`;

/** What stands in the database of every gateway account: its limit, its breaker, what is booked, what is in doubt. */
@Injectable()
export class GatewaysFigures {
  private readonly limit;
  private readonly state;
  private readonly booked;
  private readonly inDoubt;

  constructor(
    figures: Figures,
    private readonly sql: Sql,
  ) {
    this.limit = figures.gauge(
      'loaluat_gateway_limit_parts_per_second',
      'Parts per second that the account may send.',
      ['gateway'],
    );
    this.state = figures.gauge(
      'loaluat_gateway_state',
      'The breaker of the account: 1 for the state that it is in. `held`: a person stopped it.',
      ['gateway', 'state'],
    );
    this.booked = figures.gauge(
      'loaluat_gateway_booked_seconds',
      'For how long the account is booked, or told to wait.',
      ['gateway'],
    );
    this.inDoubt = figures.gauge(
      'loaluat_gateway_in_doubt',
      `Deliveries in doubt, by what they wait for: \`person\`, or the \`operator\`. Counted up to ${MAX_DOUBTS}.`,
      ['gateway', 'waits_for'],
    );
    figures.register('gateways', [this.limit, this.state, this.booked, this.inDoubt], () => this.read());
  }

  private async read(): Promise<() => void> {
    const [gateways, doubts] = await Promise.all([
      this.sql.query<{ id: string; limit: number; state: string; bookedSeconds: number }>(GATEWAYS),
      this.sql.query<{ id: string; isForPerson: boolean; n: number }>(DOUBTS),
    ]);
    return () => {
      for (const { id: gateway, limit, state, bookedSeconds } of gateways) {
        this.limit.set({ gateway }, limit);
        for (const each of STATES) this.state.set({ gateway, state: each }, each === state ? 1 : 0);
        this.booked.set({ gateway }, bookedSeconds);
        for (const waits_for of ['person', 'operator']) this.inDoubt.set({ gateway, waits_for }, 0);
      }
      for (const { id: gateway, isForPerson, n } of doubts)
        this.inDoubt.set({ gateway, waits_for: isForPerson ? 'person' : 'operator' }, n);
    };
  }
}
