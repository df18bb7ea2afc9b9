import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type AudienceContact, type Channel, chooseContact, refusalKey } from '../domain/audience.js';
import { reasonLabel } from '../domain/reason-labels.js';
import { maskPhone } from '../domain/phone.js';
import { areInScope, beyondYourAreas, scopeOf } from '../identity/area-scope.js';
import { NumbersRead } from '../identity/numbers-read.js';
import type { Principal } from '../identity/permissions.js';
import { Sql } from '../platform/database/sql.js';
import { Id, type Page, type PageQuery, readCursor, toPage } from '../platform/http/page.js';
import type { Message } from './campaign.schema.js';
import { narrowedBy } from '../directory/audience.repository.js';
import { SqlParams } from '../platform/database/sql-params.js';
import { audienceRule } from './audience-rule.js';
import { subjectOf } from './campaign-access.js';
import { CampaignsService } from './campaigns.service.js';
import { HouseholdLinks } from './household-links.js';
import { Renderer } from './rendering.js';

interface HouseholdRow {
  id: string;
  areaId: string;
  headName: string;
  address: string | null;
  householdCode: string | null;
}

/** The messages of a campaign household by household, for somebody who leafs through them before they leave. */
@Injectable()
export class MessagesService {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly sql: Sql,
    private readonly numbers: NumbersRead,
    private readonly links: HouseholdLinks,
  ) {}

  /**
   * A page of households of the audience in the order of areas, each with its message. A household is judged by itself:
   * that its phone gets the message through another one is known only when the campaign is planned.
   * Plan: the index of households by area. Throws a 404, and a 403 for whoever may not see all of the areas.
   */
  async page(who: Principal, id: string, query: z.output<typeof PageQuery>): Promise<Page<Message>> {
    const campaign = await this.campaigns.one(who, id);
    if (!(await areInScope(this.sql, scopeOf(who, 'campaign:read'), campaign.areaIds)))
      throw beyondYourAreas();
    const step = campaign.steps[0]!;
    const after = readCursor(query.cursor, Id.array().length(2)) ?? ['0', '0'];
    const areas = await this.sql.query<{ id: string; name: string }>(
      `select distinct a.id, a.name from areas root join areas a on a.path like root.path || '%'
        where root.id = any($1::bigint[])`,
      [campaign.audience.areaIds],
    );
    const rule = await audienceRule(this.sql, campaign.audience, {
      perHousehold: campaign.perHousehold,
      channel: step.channel,
    });
    const params = new SqlParams([areas.map((area) => area.id), ...after, query.limit + 1]);
    const narrowed = narrowedBy(rule, params);
    const rows = await this.sql.query<HouseholdRow & Record<string, unknown>>(
      `select h.id, h.area_id as "areaId", h.head_name as "headName", h.address, h.code as "householdCode"
         from households h
        where h.area_id = any($1::bigint[]) and (h.area_id, h.id) > ($2::bigint, $3::bigint) and h.deleted_at is null
              ${narrowed}
        order by h.area_id, h.id limit $4`,
      params.values,
    );
    const phones = await this.phonesOf(
      rows.map((row) => row.id),
      step.channel,
    );
    const renderer = await Renderer.of(this.sql, step, campaign.audience.areaIds, this.links);
    const names = new Map(areas.map((area) => [area.id, area.name]));
    const seesNumbers = await areInScope(this.sql, scopeOf(who, 'phone:read'), campaign.areaIds);
    const page = toPage(
      rows,
      query.limit,
      (row) => [row.areaId, row.id],
      (row) => {
        const choice = chooseContact(phones.contacts.get(row.id) ?? [], phones.refusals, step.channel);
        const { text, parts } = renderer.render(row);
        const skipReason = choice.kind === 'skipped' ? choice.reason : null;
        return {
          householdId: row.id,
          headName: row.headName,
          areaName: names.get(row.areaId) ?? '',
          phone: choice.kind === 'chosen' ? shown(choice.contact.phone, seesNumbers) : null,
          skipReason,
          skipReasonLabel: skipReason && reasonLabel(skipReason),
          text,
          parts,
        };
      },
    );
    if (seesNumbers)
      await this.numbers.note(
        who,
        'campaign.numbers-read',
        subjectOf(campaign),
        'households',
        page.items.length,
      );
    return page;
  }

  /** The phones of some households, and which of them refused. */
  private async phonesOf(householdIds: readonly string[], channel: Channel) {
    const rows = await this.sql.query<{
      householdId: string;
      id: string;
      phone: string;
      position: number;
      isRefused: boolean;
    }>(
      `select c.household_id as "householdId", c.id, c.phone,
              c.position + case when c.channel <> $2 then 1000 else 0 end as position,
              exists (select 1 from refusals r
                       where r.phone = c.phone and r.channel = $2 and r.lifted_at is null) as "isRefused"
         from contacts c where c.household_id = any($1::bigint[])`,
      [householdIds, channel],
    );
    const contacts = new Map<string, AudienceContact[]>();
    for (const row of rows) contacts.set(row.householdId, [...(contacts.get(row.householdId) ?? []), row]);
    const refused = rows.filter((row) => row.isRefused).map((row) => refusalKey(channel, row.phone));
    return { contacts, refusals: new Set(refused) };
  }
}

function shown(phone: string, isOpen: boolean): string {
  return isOpen ? phone : maskPhone(phone);
}
