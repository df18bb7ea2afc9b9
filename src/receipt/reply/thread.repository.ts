import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { CampaignStep } from '../../campaign/campaign.entity.js';
import { HouseholdLinks } from '../../campaign/household-links.js';
import { Renderer } from '../../campaign/rendering.js';
import { Sql } from '../../platform/database/sql.js';
import { Id, type Page, readCursor, toPage } from '../../platform/http/page.js';
import { RepliesRepository } from './replies.repository.js';
import type { ThreadEntry } from './reply.schema.js';

const KINDS = ['message', 'reply', 'single'] as const;
type Kind = (typeof KINDS)[number];
/** Microseconds of the epoch, the kind, the id: what the next page starts after. */
const Key = z.tuple([z.string().regex(/^\d{1,17}$/), z.enum(KINDS), Id]);

interface EntryKey {
  kind: Kind;
  id: string;
  at: Date;
  micros: string;
}

interface MessageRow {
  id: string;
  campaign_id: string;
  title: string;
  area_ids: string[];
  steps: CampaignStep[];
  step: number;
  state: string;
  phone: string;
  channel: 'sms' | 'zalo';
  area_id: string;
  head_name: string;
  address: string | null;
  household_code: string | null;
}

/**
 * What was said, newest first: messages of campaigns that left (one entry a delivery, at its last try), replies, and
 * single messages. Replies that came before the household had their number are its own, too, and so is what was said with the
 * households that were joined into it.
 */
const ENTRIES = /* sql */ `
  with recursive own as (
    select $1::bigint as id
    union
    select m.merged_id from household_merges m join own on own.id = m.kept_id where m.undone_at is null),
  phones as (select phone from contacts where household_id = $1),
  entries as (
    select 'message' as kind, d.id, coalesce(a.sent_at, d.sending_since) as at
      from own
      join deliveries d on d.household_id = own.id
      left join lateral (select sent_at from attempts where delivery_id = d.id
                          order by attempt desc limit 1) a on true
     where coalesce(a.sent_at, d.sending_since) is not null
    union all
    select 'reply', r.id, r.received_at from replies r
     where r.household_id in (select id from own) or (r.household_id is null and r.phone in (select phone from phones))
    union all
    select 'single', o.id, coalesce(o.sent_at, o.created_at) from outbox o
     where o.household_id in (select id from own) or (o.household_id is null and o.phone in (select phone from phones)))
  select kind, id, at, micros::text from (
    select *, (extract(epoch from at) * 1000000)::bigint as micros from entries) e
   where $2::bigint is null or (micros, kind, id) < ($2, $3, $4::bigint)
   order by micros desc, kind desc, id desc limit $5`;

/** Everything that was said between the commune and one household. */
@Injectable()
export class ThreadRepository {
  constructor(
    private readonly sql: Sql,
    private readonly replies: RepliesRepository,
    private readonly links: HouseholdLinks,
  ) {}

  async page(
    householdId: string,
    query: { limit: number; cursor?: string | undefined },
  ): Promise<Page<ThreadEntry>> {
    const [micros = null, kind = null, id = null] = readCursor(query.cursor, Key) ?? [];
    const keys = await this.sql.query<EntryKey & Record<string, unknown>>(ENTRIES, [
      householdId,
      micros,
      kind,
      id,
      query.limit + 1,
    ]);
    const of = (wanted: Kind) => keys.filter((key) => key.kind === wanted).map((key) => key.id);
    const [messages, replies, singles] = await Promise.all([
      this.messages(of('message')),
      // The household lies in the caller's scope, and what it said with it.
      this.replies.byIds(null, of('reply')),
      this.replies.singles(of('single')),
    ]);
    const found = {
      message: new Map(messages.map((each) => [each.deliveryId, each])),
      reply: new Map(replies.map((each) => [each.id, each])),
      single: new Map(singles.map((each) => [each.id, each])),
    };
    return toPage(
      keys,
      query.limit,
      (key) => [key.micros, key.kind, key.id],
      (key) => ({
        at: key.at.toISOString(),
        message: key.kind === 'message' ? found.message.get(key.id)! : null,
        reply: key.kind === 'reply' ? found.reply.get(key.id)! : null,
        single: key.kind === 'single' ? found.single.get(key.id)! : null,
      }),
    );
  }

  private async messages(ids: readonly string[]): Promise<NonNullable<ThreadEntry['message']>[]> {
    if (ids.length === 0) return [];
    const rows = await this.sql.query<MessageRow & Record<string, unknown>>(
      `select d.id, d.campaign_id, c.title, c.audience -> 'areaIds' as area_ids, c.steps, coalesce(a.step, d.step) as step,
              d.state, coalesce(a.phone, d.phone) as phone, coalesce(a.channel, 'sms') as channel, d.area_id,
              d.head_name, d.address, d.household_code
         from deliveries d join campaigns c on c.id = d.campaign_id
         left join lateral (select * from attempts where delivery_id = d.id order by attempt desc limit 1) a on true
        where d.id = any($1::bigint[])`,
      [ids],
    );
    return Promise.all(rows.map((row) => this.message(row)));
  }

  private async message(row: MessageRow): Promise<NonNullable<ThreadEntry['message']>> {
    const step = row.steps[row.step];
    const renderer = step && (await Renderer.of(this.sql, step, row.area_ids, this.links));
    const addressee = {
      areaId: row.area_id,
      headName: row.head_name,
      address: row.address,
      householdCode: row.household_code,
    };
    return {
      deliveryId: row.id,
      campaignId: row.campaign_id,
      title: row.title,
      channel: row.channel,
      phone: row.phone,
      state: row.state,
      text: renderer?.render(addressee, row.id).text ?? null,
    };
  }
}
