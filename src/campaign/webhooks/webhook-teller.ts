import { Inject, Injectable } from '@nestjs/common';
import { judgeAnswer, waitAfter } from '../../domain/webhook-signature.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { Sql } from '../../platform/database/sql.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { type ToTell, WebhookBody } from './webhook-body.js';
import { WebhookClient } from './webhook-client.js';

/** A try whose process died is taken up again after this. */
const LEASE_SECONDS = 60;

interface Claimed extends ToTell {
  endpointId: string;
  url: string;
  secret: Buffer;
  body: string | null;
  attempts: number;
}

/** Who seals and opens the secret of an endpoint. */
export function webhookSecretOwner(endpointId: string): string {
  return `webhook-endpoint:${endpointId}`;
}

/** Tells one thing to one program, and notes what came of it. */
@Injectable()
export class WebhookTeller {
  constructor(
    private readonly sql: Sql,
    private readonly box: SecretBox,
    private readonly bodies: WebhookBody,
    private readonly client: WebhookClient,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * One try, where it is due and nobody else is at it.
   * @returns seconds until the next one, or null where there is none
   */
  async tell(deliveryId: string): Promise<number | null> {
    const [claimed] = await this.sql.query<Claimed & Record<string, unknown>>(
      `update webhook_deliveries d
          set attempts = attempts + 1, lease_until = now() + ${LEASE_SECONDS} * interval '1 second'
         from webhook_endpoints e
        where d.id = $1 and e.id = d.endpoint_id and e.is_active and d.state = 'waiting' and d.next_at <= now()
          and (d.lease_until is null or d.lease_until < now())
       returning d.id, d.event, d.subject_id as "subjectId", d.occurred_at as "occurredAt", d.body, d.attempts,
                 e.id as "endpointId", e.area_id as "areaId", e.url, e.secret`,
      [deliveryId],
    );
    if (!claimed) return null;
    const body = claimed.body ?? (await this.bodies.of(claimed));
    await this.sql.execute('update webhook_deliveries set body = $2 where id = $1', [deliveryId, body]);
    const secret = this.box.open(claimed.secret, webhookSecretOwner(claimed.endpointId));
    const { status, error } = await this.client.post(
      claimed.url,
      secret,
      `msg_${claimed.id}`,
      body,
      new Date(),
    );
    const verdict = judgeAnswer(status, claimed.attempts);
    const wait = verdict === 'again' ? waitAfter(claimed.attempts) : null;
    await this.sql.execute(
      `update webhook_deliveries
          set state = $2, status = $3, error = $4, lease_until = null, rung_at = null, next_at = now() + $5 * interval '1 second',
              settled_at = case when $2 <> 'waiting' then now() end
        where id = $1`,
      [deliveryId, verdict === 'again' ? 'waiting' : verdict, status, error, wait ?? 0],
    );
    if (verdict !== 'delivered')
      this.logger.warn({ event: 'webhook.not-taken', deliveryId, status, code: error, verdict });
    return wait;
  }
}
