import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Sql } from '../../platform/database/sql.js';
import { Bell } from '../../platform/queues/bell.js';
import { Sweeper } from '../../platform/sweeper/sweeper.js';
import { tellWebhook } from './webhook.jobs.js';

const AT_ONCE = 200;
/** A bell that nobody answered for so long is rung again. */
const UNHEARD = "interval '30 seconds'";
/** The log of what is settled is kept this long. */
const KEPT = "interval '90 days'";

/** Rings for what is to be told, and forgets what was told long ago. */
@Injectable()
export class WebhooksSweep implements OnModuleInit {
  constructor(
    private readonly sweeper: Sweeper,
    private readonly sql: Sql,
    private readonly bell: Bell,
  ) {}

  onModuleInit(): void {
    this.sweeper.register('webhooks', async () => {
      const due = await this.sql.query<{ deliveryId: string }>(
        `update webhook_deliveries set rung_at = now()
          where id in (
            select d.id from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
             where d.state = 'waiting' and e.is_active and d.next_at <= now()
               and (d.lease_until is null or d.lease_until < now())
               and (d.rung_at is null or d.rung_at < now() - ${UNHEARD})
             order by d.next_at limit ${AT_ONCE})
         returning id as "deliveryId"`,
      );
      await this.bell.ring(tellWebhook, ...due);
      await this.sql.execute(
        `delete from webhook_deliveries where id in (
           select id from webhook_deliveries where state <> 'waiting' and settled_at < now() - ${KEPT}
            order by id limit 1000)`,
      );
    });
  }
}
