import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository } from 'typeorm';
import type { z } from 'zod';
import type { CampaignState } from '../domain/campaign-states.js';
import { differences, type Json } from '../domain/differences.js';
import { parseTemplate } from '../domain/template.js';
import { type AreaScope, knownAreas, scopeOf, touchesScope } from '../identity/area-scope.js';
import { Audit } from '../identity/audit.js';
import type { Permission, Principal } from '../identity/permissions.js';
import { Sql } from '../platform/database/sql.js';
import { DomainError, type FieldError, invalidInput, notFound } from '../platform/http/domain-error.js';
import { type Page, type PageQuery, readCursor, toPage, Id } from '../platform/http/page.js';
import { AccountRepository } from './account.repository.js';
import { groupIsKnown } from '../directory/group/groups.repository.js';
import type { CampaignAudience } from './audience-rule.js';
import { nameOf, requireCampaign, subjectOf } from './campaign-access.js';
import { Campaign, type CampaignStep } from './campaign.entity.js';
import { checkedContent } from './step-content.js';
import type { CampaignChange, CampaignInput, ProgressSchema } from './campaign.schema.js';

export type Progress = z.output<typeof ProgressSchema>;

/** Writing and reading campaigns. Only drafts can be changed: what was submitted is frozen. */
@Injectable()
export class CampaignsService {
  constructor(
    @InjectRepository(Campaign) private readonly campaigns: Repository<Campaign>,
    private readonly sql: Sql,
    private readonly accounts: AccountRepository,
    private readonly audit: Audit,
  ) {}

  async create(who: Principal, input: CampaignInput): Promise<Campaign> {
    const steps = await this.checked(who, input);
    const campaign = await this.campaigns.save(
      this.campaigns.create({
        ...input,
        steps,
        startAt: input.startAt ? new Date(input.startAt) : null,
        hours: input.hours ?? null,
        costLimitVnd: input.costLimitVnd ?? null,
        fullText: input.fullText || null,
        state: 'draft',
        createdBy: nameOf(who),
        authors: [nameOf(who)],
      }),
    );
    await this.audit.record(this.sql, who, 'campaign.created', subjectOf(campaign));
    return campaign;
  }

  /** Changes a draft. 409 where it is no longer a draft, or where `version` is not the current one. */
  async change(who: Principal, id: string, change: CampaignChange): Promise<Campaign> {
    const campaign = await this.one(who, id, 'campaign:write');
    if (campaign.state !== 'draft') {
      throw new DomainError('not-a-draft', 'Chỉ sửa được bản nháp; hãy nhờ người duyệt trả lại trước.', 409);
    }
    if (change.version !== undefined && change.version !== campaign.version) {
      throw new DomainError(
        'changed-since',
        'Người khác vừa sửa bản nháp này; hãy tải lại rồi sửa tiếp.',
        409,
        undefined,
        {
          version: campaign.version,
        },
      );
    }
    const { version, startAt, ...rest } = change;
    const steps = await this.checked(who, { ...campaign, ...rest });
    const authors = [...new Set([...campaign.authors, nameOf(who)])];
    const { affected } = await this.campaigns.update(
      { id, state: 'draft', version: campaign.version },
      {
        ...rest,
        steps,
        authors,
        hours: rest.hours === undefined ? campaign.hours : rest.hours,
        fullText: rest.fullText === undefined ? campaign.fullText : rest.fullText || null,
        startAt: startAt === undefined ? campaign.startAt : startAt === null ? null : new Date(startAt),
      },
    );
    if (!affected)
      throw new DomainError('changed-since', 'Người khác vừa sửa bản nháp này; hãy tải lại.', 409);
    const changed = await this.one(who, id);
    await this.audit.record(this.sql, who, 'campaign.changed', subjectOf(changed));
    return changed;
  }

  /**
   * A campaign that the caller may read: 404 where its areas have nothing to do with theirs. With another permission than
   * to read, 403 where that right does not hold over all of its areas.
   */
  async one(who: Principal, id: string, permission: Permission = 'campaign:read'): Promise<Campaign> {
    await requireCampaign(this.sql, who, id, permission);
    return this.campaigns.findOneByOrFail({ id });
  }

  /** A campaign with its account (of the caller's part of its areas), its rate and when it will have left. */
  async view(who: Principal, id: string) {
    const campaign = await this.one(who, id);
    const scope = scopeOf(who, 'campaign:read');
    const [accounts, pace] = await Promise.all([
      this.accounts.of([id], scope),
      this.accounts.pace(id, new Date()),
    ]);
    return {
      ...plain(campaign),
      account: accounts.get(id)!,
      ratePerSecond: campaign.state === 'running' ? pace.ratePerSecond : null,
      finishesAt: campaign.state === 'running' ? (pace.finishesAt?.toISOString() ?? null) : null,
    };
  }

  /**
   * What moves while a campaign runs, in the part of its areas that lies in the scope. Costs the same whatever its size.
   * Throws a 404.
   */
  async progress(id: string, scope: AreaScope): Promise<Progress> {
    const [[row], accounts, pace] = await Promise.all([
      this.sql.query<{ state: CampaignState }>('select state from campaigns where id = $1', [id]),
      this.accounts.of([id], scope),
      this.accounts.pace(id, new Date()),
    ]);
    if (!row) throw notFound('đợt tuyên truyền');
    return {
      id,
      state: row.state,
      account: accounts.get(id)!,
      ratePerSecond: row.state === 'running' ? pace.ratePerSecond : null,
      finishesAt: row.state === 'running' ? (pace.finishesAt?.toISOString() ?? null) : null,
    };
  }

  /** How the content differs from what was last released: for whoever releases it again. */
  async changes(who: Principal, id: string) {
    await this.one(who, id);
    const [row] = await this.sql.query<{ before: Json | null; after: Json }>(
      'select approved_content as before, campaign_content(c) as after from campaigns c where id = $1',
      [id],
    );
    const isReleasedBefore = row!.before !== null;
    return { isReleasedBefore, items: isReleasedBefore ? differences(row!.before!, row!.after) : [] };
  }

  /** The campaigns that the caller may read, newest first, each with its account. */
  async list(who: Principal, query: z.output<typeof PageQuery>): Promise<Page<object>> {
    const after = readCursor(query.cursor, Id.array().length(1));
    const scope = scopeOf(who, 'campaign:read');
    const rows = await this.sql.query<{ id: string }>(
      `select id from campaigns
        where ($1::bigint is null or id < $1) and ${touchesScope('area_ids', '$2')} order by id desc limit $3`,
      [after?.[0] ?? null, scope, query.limit + 1],
    );
    const ids = rows.map((row) => row.id);
    const [found, accounts] = await Promise.all([
      this.campaigns.findBy({ id: In(ids) }),
      this.accounts.of(ids, scope),
    ]);
    const byId = new Map(found.map((campaign) => [campaign.id, campaign]));
    return toPage(
      ids.flatMap((id) => byId.get(id) ?? []),
      query.limit,
      (campaign) => [campaign.id],
      (campaign) => {
        const {
          steps: _steps,
          hours: _hours,
          fullText: _full,
          previousSubmission: _previous,
          ...shown
        } = plain(campaign);
        return { ...shown, account: accounts.get(campaign.id)! };
      },
    );
  }

  /** The steps as they are stored, after checking gateways, areas and placeholders; 400 naming every field at fault. */
  private async checked(
    who: Principal,
    input: Pick<CampaignInput, 'steps' | 'audience' | 'fullText'>,
  ): Promise<CampaignStep[]> {
    const errors: FieldError[] = fullTextProblems(input.fullText);
    const gateways = await this.sql.query<{ id: string; kind: string; channel: string; isDraining: boolean }>(
      // An account of an area serves the campaigns that stay within that area.
      `select id, kind, channel, state = 'draining' and replaced_by_id is null as "isDraining" from gateways
        where id = any($1::bigint[]) and (area_id is null or areas_cover(array[area_id], $2::bigint[]))`,
      [input.steps.map((step) => step.gatewayId), input.audience.areaIds],
    );
    const steps: CampaignStep[] = [];
    for (const [i, step] of input.steps.entries()) {
      const gateway = gateways.find((each) => each.id === step.gatewayId);
      if (gateway?.channel !== step.channel) {
        errors.push({ path: `steps.${i}.gatewayId`, message: 'không có cổng gửi tin này cho kênh đã chọn' });
      } else if (gateway.isDraining) {
        errors.push({ path: `steps.${i}.gatewayId`, message: 'cổng này không nhận đợt mới nữa' });
      }
      const content = await checkedContent(this.sql, step, gateway?.kind ?? '', `steps.${i}`);
      errors.push(...content.errors);
      steps.push(content.step);
    }
    const areas = await knownAreas(this.sql, scopeOf(who, 'campaign:write'), input.audience.areaIds);
    input.audience.areaIds.forEach((id, i) => {
      if (!areas.has(id)) errors.push({ path: `audience.areaIds.${i}`, message: 'không có địa bàn này' });
    });
    errors.push(...(await this.unknownIn(who, input.audience)));
    if (errors.length > 0) throw invalidInput(errors);
    return steps;
  }

  /** Groups and campaigns of an audience that the author may not know. */
  private async unknownIn(who: Principal, { groupIds, exclude }: CampaignAudience): Promise<FieldError[]> {
    const named = [...(groupIds ?? []), ...(exclude?.groupIds ?? [])];
    const known = new Set(
      (
        await this.sql.query<{ id: string }>(
          `select g.id from groups g
            where g.id = any($1::bigint[]) and g.deleted_at is null and ${groupIsKnown('$2')}`,
          [named, scopeOf(who, 'household:read')],
        )
      ).map(({ id }) => id),
    );
    const missing = (ids: readonly string[], path: string) =>
      ids.flatMap((id, i) => (known.has(id) ? [] : [{ path: `${path}.${i}`, message: 'không có nhóm này' }]));
    const errors = [
      ...missing(groupIds ?? [], 'audience.groupIds'),
      ...missing(exclude?.groupIds ?? [], 'audience.exclude.groupIds'),
    ];
    if (exclude?.reachedByCampaignId === undefined) return errors;
    const [campaign] = await this.sql.query(
      `select 1 from campaigns where id = $1 and ${touchesScope('area_ids', '$2')}`,
      [exclude.reachedByCampaignId, scopeOf(who, 'campaign:read')],
    );
    if (!campaign)
      errors.push({ path: 'audience.exclude.reachedByCampaignId', message: 'không có đợt tuyên truyền này' });
    return errors;
  }
}

function fullTextProblems(fullText: string | null | undefined): FieldError[] {
  const parsed = fullText ? parseTemplate(fullText) : undefined;
  return parsed?.ok === false ? parsed.problems.map(({ message }) => ({ path: 'fullText', message })) : [];
}

function plain(campaign: Campaign) {
  const { authors: _authors, areaIds: _areaIds, ...rest } = campaign;
  return {
    ...rest,
    startAt: campaign.startAt?.toISOString() ?? null,
    previousSubmission: campaign.previousSubmission && {
      ...campaign.previousSubmission,
      startAt:
        campaign.previousSubmission.startAt && new Date(campaign.previousSubmission.startAt).toISOString(),
    },
    submittedAt: campaign.submittedAt?.toISOString() ?? null,
    approvedAt: campaign.approvedAt?.toISOString() ?? null,
    startedAt: campaign.startedAt?.toISOString() ?? null,
    plannedAt: campaign.plannedAt?.toISOString() ?? null,
    completedAt: campaign.completedAt?.toISOString() ?? null,
  };
}
