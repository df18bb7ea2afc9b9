import { Injectable } from '@nestjs/common';
import { requireCampaign } from '../campaign/campaign-access.js';
import { inScope, scopeOf } from '../identity/area-scope.js';
import type { Principal } from '../identity/permissions.js';
import { Sql } from '../platform/database/sql.js';
import type { CampaignCosts } from './costs.schema.js';

/** What one campaign has cost. */
@Injectable()
export class CostsRepository {
  constructor(private readonly sql: Sql) {}

  /**
   * By step and account, as far as the caller's areas go. Throws a 404.
   * Plan: the campaign's deliveries in the scope, and the tries of each by primary key.
   */
  async of(who: Principal, campaignId: string): Promise<CampaignCosts> {
    await requireCampaign(this.sql, who, campaignId, 'campaign:read');
    const steps = await this.sql.query<CampaignCosts['steps'][number] & Record<string, unknown>>(
      `select t.step, t.channel, t.gateway_id as "gatewayId", max(g.name) as "gatewayName", count(*)::int as tries,
              sum(t.parts)::int as parts, sum(t.cost_vnd)::float8 as "costVnd",
              count(distinct d.id) filter (where t.outcome = 'delivered')::int as delivered
         from deliveries d join attempts t on t.delivery_id = d.id left join gateways g on g.id = t.gateway_id
        where d.campaign_id = $1 and ${inScope('d.area_id', '$2')}
        group by t.step, t.channel, t.gateway_id order by t.step, t.gateway_id`,
      [campaignId, scopeOf(who, 'campaign:read')],
    );
    return { steps, costVnd: steps.reduce((sum, { costVnd }) => sum + costVnd, 0) };
  }
}
