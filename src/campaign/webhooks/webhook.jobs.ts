import { z } from 'zod';
import { Id } from '../../platform/http/page.js';
import { defineJob } from '../../platform/queues/job.js';

/** Something is to be told to another program. */
export const tellWebhook = defineJob('tell-webhook', z.object({ deliveryId: Id }));
