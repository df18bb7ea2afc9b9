import { Injectable } from '@nestjs/common';
import { type Account, accountOf, type DeliveryState } from '../domain/delivery-states.js';
import { type AreaScope, inScope } from '../identity/area-scope.js';
import { Sql } from '../platform/database/sql.js';

/**
 * SQL: the account of campaigns, whose rows add up: what was folded, and the differences since. The deltas of a campaign are
 * folded every sweep, so this reads a few hundred rows at most of one, whatever its size.
 */
export const CAMPAIGN_ACCOUNT = /* sql */ `(
  select campaign_id, area_id, state, deliveries from campaign_account
  union all
  select campaign_id, area_id, state, deliveries from campaign_account_delta)`;

/** Of these the rows in the areas of `$2`. */
const IN_SCOPE = inScope('a.area_id', '$2');

/** How fast a campaign moves and when it will have left. */
export interface Pace {
  ratePerSecond: number | null;
  finishesAt: Date | null;
}

/** Reads the account of campaigns. Writes nothing: the triggers of the ledger write it, the sweeper folds it. */
@Injectable()
export class AccountRepository {
  constructor(private readonly sql: Sql) {}

  /**
   * The accounts of some campaigns, by id; one that has no deliveries yet has zeroes.
   * @param scope null for all of it; otherwise the part of these areas, which adds up by itself
   */
  async of(campaignIds: readonly string[], scope: AreaScope): Promise<Map<string, Account>> {
    const rows = await this.sql.query<{ campaign_id: string; state: DeliveryState; n: string }>(
      `select campaign_id, state, sum(deliveries) as n from ${CAMPAIGN_ACCOUNT} a
        where campaign_id = any($1::bigint[]) and ${IN_SCOPE} group by 1, 2`,
      [campaignIds, scope],
    );
    return new Map(
      campaignIds.map((id) => [id, accountOf(countsOf(rows.filter((row) => row.campaign_id === id)))]),
    );
  }

  /** The account of one campaign by area as far as the scope goes, areas in the order of their path. */
  async byArea(
    campaignId: string,
    scope: AreaScope,
  ): Promise<{ areaId: string; areaName: string; account: Account }[]> {
    const rows = await this.sql.query<{
      area_id: string;
      name: string | null;
      state: DeliveryState;
      n: string;
    }>(
      `select a.area_id, areas.name, a.state, sum(a.deliveries) as n
         from ${CAMPAIGN_ACCOUNT} a left join areas on areas.id = a.area_id
        where a.campaign_id = $1 and ${IN_SCOPE}
        group by a.area_id, areas.name, areas.path, a.state having sum(a.deliveries) <> 0
        order by areas.path, a.area_id`,
      [campaignId, scope],
    );
    const ids = [...new Set(rows.map((row) => row.area_id))];
    return ids.map((areaId) => {
      const own = rows.filter((row) => row.area_id === areaId);
      return { areaId, areaName: own[0]!.name ?? '', account: accountOf(countsOf(own)) };
    });
  }

  /** The rate over the last half minute of samples, and when the rest will have left at that rate. */
  async pace(campaignId: string, now: Date): Promise<Pace> {
    const [row] = await this.sql.query<{ rate: number | null; unsent: string | null; at: Date | null }>(
      `with recent as (
         select at, unsent from campaign_progress
          where campaign_id = $1 and at > $2::timestamptz - interval '30 seconds' order by at)
       select (first.unsent - last.unsent) / nullif(extract(epoch from last.at - first.at), 0)::float8 as rate,
              last.unsent, last.at
         from (select * from recent order by at limit 1) first, (select * from recent order by at desc limit 1) last`,
      [campaignId, now],
    );
    const rate = row?.rate && row.rate > 0 ? Math.round(row.rate * 10) / 10 : null;
    if (!rate || !row?.at) return { ratePerSecond: rate, finishesAt: null };
    return {
      ratePerSecond: rate,
      finishesAt: new Date(row.at.getTime() + (Number(row.unsent) / rate) * 1000),
    };
  }
}

function countsOf(
  rows: readonly { state: DeliveryState; n: string }[],
): Partial<Record<DeliveryState, number>> {
  return Object.fromEntries(rows.map((row) => [row.state, Number(row.n)]));
}
