import { Injectable } from '@nestjs/common';
import type { CampaignStep } from '../../campaign/campaign.entity.js';
import { type Queryable, Sql } from '../../platform/database/sql.js';

/** What a link leads to. */
export interface LinkedDelivery {
  id: string;
  campaignId: string;
  title: string;
  fullText: string | null;
  steps: CampaignStep[];
  areaIds: string[];
  step: number;
  householdId: string;
  areaId: string;
  headName: string;
  address: string | null;
  householdCode: string | null;
  areaName: string | null;
  communeName: string | null;
  provinceName: string | null;
  sentAt: Date | null;
}

/** A number that the message went to, and whether it refuses messages of the channel. */
export interface ReachedNumber {
  attempt: number;
  phone: string;
  channel: 'sms' | 'zalo';
  /** Who entered the refusal that stands; null where none does. */
  refusedBy: string | null;
}

/** A campaign that has sent something, as a pasted text is compared with it. */
export interface SentCampaign {
  title: string;
  startedAt: Date;
  communeName: string | null;
  texts: string[];
}

const COMMUNE = `(select up.name from areas a join areas up on up.level = 'commune' and a.path like up.path || '%'
                   where a.id = d.area_id limit 1)`;
const PROVINCE = COMMUNE.replace("'commune'", "'province'");
/** What is older is not asked about, and would only make the search longer. */
const ASKED_WITHIN = '180 days';
const MOST_CAMPAIGNS = 2_000;

/** Reads what stands behind the links in messages. */
@Injectable()
export class HouseholdPageRepository {
  constructor(private readonly sql: Sql) {}

  async delivery(id: string): Promise<LinkedDelivery | undefined> {
    const [row] = await this.sql.query<LinkedDelivery & Record<string, unknown>>(
      `select d.id, d.campaign_id as "campaignId", c.title, c.full_text as "fullText", c.steps,
              c.audience -> 'areaIds' as "areaIds", d.household_id as "householdId", d.area_id as "areaId",
              d.head_name as "headName", d.address, d.household_code as "householdCode",
              (select name from areas where id = d.area_id) as "areaName",
              ${COMMUNE} as "communeName", ${PROVINCE} as "provinceName",
              coalesce(last.step, d.step) as step, coalesce(last.sent_at, d.sending_since, c.started_at) as "sentAt"
         from deliveries d join campaigns c on c.id = d.campaign_id
         left join lateral (select step, sent_at from attempts where delivery_id = d.id
                             order by attempt desc limit 1) last on true
        where d.id = $1`,
      [id],
    );
    return row;
  }

  /** The numbers that may have got the message, the last one first: whoever holds the link has one of them. */
  async numbers(db: Queryable, deliveryId: string): Promise<ReachedNumber[]> {
    return db.query<ReachedNumber & Record<string, unknown>>(
      `with tried as (
         select attempt, phone, channel from attempts
          where delivery_id = $1 and outcome not in ('failed', 'rejected')
         union all
         select d.attempt, d.phone, c.steps -> d.step::int ->> 'channel'
           from deliveries d join campaigns c on c.id = d.campaign_id
          where d.id = $1 and d.state = 'sending' and d.phone is not null),
       numbers as (select distinct on (phone, channel) * from tried order by phone, channel, attempt desc)
       select n.attempt, n.phone, n.channel,
              (select source from refusals r
                where r.phone = n.phone and r.channel = n.channel and r.lifted_at is null) as "refusedBy"
         from numbers n order by n.attempt desc`,
      [deliveryId],
    );
  }

  async householdsWith(tx: Queryable, phone: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select distinct h.id from contacts c join households h on h.id = c.household_id
        where c.phone = $1 and h.deleted_at is null`,
      [phone],
    );
    return rows.map(({ id }) => id);
  }

  /** What the household itself refused is over; answers the ids. */
  async liftOwn(tx: Queryable, phone: string, channel: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `update refusals set lifted_at = now()
        where phone = $1 and channel = $2 and lifted_at is null and source = 'household' returning id`,
      [phone, channel],
    );
    return rows.map(({ id }) => id);
  }

  /** The newest first, with every text that may have gone out. */
  sentCampaigns(): Promise<SentCampaign[]> {
    return this.sql.query<SentCampaign & Record<string, unknown>>(
      `select c.title, c.started_at as "startedAt",
              (select up.name from areas a join areas up on up.level = 'commune' and a.path like up.path || '%'
                where a.id = c.area_ids[1] limit 1) as "communeName",
              array(select s ->> 'text' from jsonb_array_elements(c.steps) s where s ->> 'text' is not null) as texts
         from campaigns c
        where c.started_at > now() - interval '${ASKED_WITHIN}'
        order by c.started_at desc limit ${MOST_CAMPAIGNS}`,
    );
  }

  /** The names under which the accounts of this installation send. */
  async senders(): Promise<string[]> {
    const rows = await this.sql.query<{ sender: string }>(
      `select distinct coalesce(config ->> 'brandname', config ->> 'from', config ->> 'serviceId', config ->> 'sender')
              as sender
         from gateways
        where coalesce(config ->> 'brandname', config ->> 'from', config ->> 'serviceId', config ->> 'sender', '') <> ''`,
    );
    return rows.map(({ sender }) => sender);
  }
}
