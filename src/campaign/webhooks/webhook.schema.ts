import { z } from 'zod';
import { cleanField } from '../../directory/area.schema.js';
import { WEBHOOK_EVENTS } from '../../domain/webhook-signature.js';
import { Id, PageQuery, pageOf } from '../../platform/http/page.js';

/** What is no address at all has its sentence already: zod asks the later rules too. */
function holdsPassword(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}

const Url = z
  .url({ protocol: /^https?$/, error: 'phải là địa chỉ http hoặc https' })
  .max(2000)
  .refine((url) => !holdsPassword(url), {
    error: 'không được chứa tên và mật khẩu',
  });
const Events = z
  .array(z.enum(WEBHOOK_EVENTS))
  .min(1, { error: 'hãy chọn ít nhất một sự kiện' })
  .max(WEBHOOK_EVENTS.length);

export const WebhookEndpointSchema = z
  .object({
    id: Id,
    areaId: Id.nullable().describe('Null: hears of everything'),
    name: z.string(),
    url: z.string(),
    events: Events,
    isActive: z.boolean(),
    waiting: z.int().describe('Events that are still to be told'),
    failed: z.int().describe('Events of the last 30 days that nobody took'),
    createdAt: z.string(),
  })
  .meta({ id: 'WebhookEndpoint' });
export type WebhookEndpoint = z.output<typeof WebhookEndpointSchema>;

export const WebhookEndpointList = z.object({ items: z.array(WebhookEndpointSchema) });

export const CreatedWebhookEndpoint = WebhookEndpointSchema.extend({
  secret: z.string().describe('`whsec_…`, shown this once: verifies what is sent (standardwebhooks.com)'),
}).meta({ id: 'CreatedWebhookEndpoint' });

export const CreateWebhookEndpointBody = z.strictObject({
  areaId: Id.nullish().describe('Only what happens in this area; without it, everywhere'),
  name: cleanField(200).pipe(z.string().min(1, { error: 'hãy đặt tên' })),
  url: Url,
  events: Events,
});
export type CreateWebhookEndpoint = z.output<typeof CreateWebhookEndpointBody>;

export const ChangeWebhookEndpointBody = CreateWebhookEndpointBody.omit({ areaId: true })
  .partial()
  .extend({ isActive: z.boolean().optional() });
export type ChangeWebhookEndpoint = z.output<typeof ChangeWebhookEndpointBody>;

export const WebhookEndpointParams = z.object({ id: Id });

export const WebhookDeliverySchema = z
  .object({
    id: Id,
    event: z.string(),
    subjectId: Id.nullable(),
    occurredAt: z.string(),
    state: z.enum(['waiting', 'delivered', 'failed']),
    attempts: z.int(),
    nextAt: z.string().nullable().describe('When it is tried again'),
    status: z.int().nullable().describe('The last answer’s status'),
    error: z.string().nullable().describe('Why there was no answer'),
    settledAt: z.string().nullable(),
  })
  .meta({ id: 'WebhookDelivery' });
export type WebhookDelivery = z.output<typeof WebhookDeliverySchema>;

export const WebhookDeliveryPage = pageOf(WebhookDeliverySchema);
export const WebhookDeliveryQuery = PageQuery;

export const Retried = z.object({ retried: z.int() });
