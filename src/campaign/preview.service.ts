import { Injectable } from '@nestjs/common';
import { AudienceRepository } from '../directory/audience.repository.js';
import { messageCostVnd } from '../domain/cost.js';
import { maskPhone } from '../domain/phone.js';
import { smsVariants } from '../domain/sms-parts.js';
import { areInScope, beyondYourAreas, scopeOf } from '../identity/area-scope.js';
import type { Principal } from '../identity/permissions.js';
import { Sql } from '../platform/database/sql.js';
import type { CampaignStep } from './campaign.entity.js';
import type { Preview } from './campaign.schema.js';
import { cappedAudience, readCap } from './frequency-cap.js';
import { audienceRule } from './audience-rule.js';
import { CampaignsService } from './campaigns.service.js';
import { HouseholdLinks } from './household-links.js';
import { reasonLabel } from '../domain/reason-labels.js';
import { Renderer } from './rendering.js';

const BATCH = 5_000;
const SAMPLES = 5;

/** What would go to whom, in how many parts and at what price: every message is rendered, none is kept. */
@Injectable()
export class PreviewService {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly audiences: AudienceRepository,
    private readonly sql: Sql,
    private readonly links: HouseholdLinks,
  ) {}

  /** Throws a 404, and a 403 for whoever may not see all of its areas: the figures are of the whole. */
  async of(who: Principal, id: string): Promise<Preview> {
    return (await this.withAreas(who, id)).preview;
  }

  /** The same, with what it costs in each area. */
  async withAreas(
    who: Principal,
    id: string,
  ): Promise<{ preview: Preview; costByArea: Map<string, number> }> {
    const campaign = await this.campaigns.one(who, id);
    if (!(await areInScope(this.sql, scopeOf(who, 'campaign:read'), campaign.areaIds)))
      throw beyondYourAreas();
    const seesNumbers = await areInScope(this.sql, scopeOf(who, 'phone:read'), campaign.areaIds);
    const step = campaign.steps[0]!;
    const { areaIds } = campaign.audience;
    const [gateway] = await this.sql.query<{ price: number }>(
      'select price_per_part_vnd as price from gateways where id = $1',
      [step.gatewayId],
    );
    const renderer = await Renderer.of(this.sql, step, areaIds, this.links);
    const plain = await Renderer.of(this.sql, { ...step, unaccented: false }, areaIds, this.links);
    const later = await this.laterSteps(campaign.steps.slice(1), areaIds);
    const known = await this.phonesKnownTo(step.gatewayId);
    const cap = campaign.isUrgent ? null : await readCap(this.sql);
    const costByArea = new Map<string, number>();
    const rule = await audienceRule(this.sql, campaign.audience, {
      perHousehold: campaign.perHousehold,
      channel: step.channel,
    });
    const skipped = new Map<string, number>();
    const samples: Preview['samples'] = [];
    let longest = { text: '', units: -1 };
    let longestMessage: Preview['longest'] = null;
    let [households, deliveries, parts, costVnd] = [0, 0, 0, 0];

    await this.audiences.forEachBatch(cappedAudience(rule, id, cap), BATCH, (rows) => {
      for (const row of rows) {
        if (row.slot === 0) households++;
        if (row.skip_reason) {
          skipped.set(row.skip_reason, (skipped.get(row.skip_reason) ?? 0) + 1);
          continue;
        }
        const to = {
          areaId: row.area_id,
          headName: row.head_name,
          address: row.address,
          householdCode: row.household_code,
        };
        for (const { renderer: next, priceVnd, sum } of later) {
          const message = next.render(to);
          if (message.misfit) continue;
          sum.messages++;
          sum.parts += message.parts;
          sum.costVnd += message.priceVnd ?? messageCostVnd(message.parts, priceVnd);
        }
        const message = renderer.render(to);
        const unfit = message.misfit
          ? 'template-value'
          : known?.has(row.phone!) === false
            ? 'no-zalo-user'
            : null;
        if (unfit) {
          skipped.set(unfit, (skipped.get(unfit) ?? 0) + 1);
          continue;
        }
        deliveries++;
        parts += message.parts;
        const priceVnd = message.priceVnd ?? messageCostVnd(message.parts, gateway?.price ?? 0);
        costVnd += priceVnd;
        costByArea.set(row.area_id, (costByArea.get(row.area_id) ?? 0) + priceVnd);
        if (message.units > longest.units) {
          longest = { text: plain.render(to).text, units: message.units };
          longestMessage = {
            householdId: row.household_id,
            headName: row.head_name,
            text: longest.text,
            parts: message.parts,
          };
        }
        if (samples.length < SAMPLES) {
          samples.push({
            householdId: row.household_id,
            phone: seesNumbers ? row.phone! : maskPhone(row.phone!),
            text: message.text,
            parts: message.parts,
          });
        }
      }
    });

    const variants = smsVariants(longest.text);
    const preview: Preview = {
      households,
      deliveries,
      skipped: [...skipped].map(([reason, count]) => ({ reason, label: reasonLabel(reason), count })),
      leftOut: (await this.audiences.leftOut(rule)).map((each) => ({
        ...each,
        label: reasonLabel(each.reason),
      })),
      parts,
      costVnd,
      steps: [
        { channel: step.channel, gatewayId: step.gatewayId, messages: deliveries, parts, costVnd },
        ...later.map(({ sum }) => sum),
      ],
      samples,
      longest: longestMessage,
      variants: {
        accented: { parts: variants.accented.parts, units: variants.accented.units },
        unaccented: { parts: variants.unaccented.parts, units: variants.unaccented.units },
      },
    };
    return { preview, costByArea };
  }

  /** What every step after the first would cost, with the sums still at nothing. */
  private async laterSteps(steps: readonly CampaignStep[], areaIds: readonly string[]) {
    const prices = await this.sql.query<{ id: string; price: number }>(
      'select id, price_per_part_vnd as price from gateways where id = any($1::bigint[])',
      [steps.map(({ gatewayId }) => gatewayId)],
    );
    const found = [];
    for (const step of steps) {
      const renderer = await Renderer.of(this.sql, step, areaIds, this.links);
      const priceVnd = prices.find(({ id }) => id === step.gatewayId)?.price ?? 0;
      const sum = { channel: step.channel, gatewayId: step.gatewayId, messages: 0, parts: 0, costVnd: 0 };
      found.push({ renderer, priceVnd, sum });
    }
    return found;
  }

  /** The phones that an account can reach, where it writes only to people whom its OA knows. */
  private async phonesKnownTo(gatewayId: string): Promise<ReadonlySet<string> | undefined> {
    const [gateway] = await this.sql.query<{ kind: string }>('select kind from gateways where id = $1', [
      gatewayId,
    ]);
    if (gateway?.kind !== 'zalo-oa') return undefined;
    const rows = await this.sql.query<{ phone: string }>(
      `select u.phone from gateways g
         join zalo_users u on u.owner_id = coalesce(g.area_id, 0) and u.oa_id = g.config ->> 'oaId'
        where g.id = $1 and u.phone is not null`,
      [gatewayId],
    );
    return new Set(rows.map(({ phone }) => phone));
  }
}
