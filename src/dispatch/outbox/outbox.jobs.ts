import { z } from 'zod';
import { Id } from '../../platform/http/page.js';
import { defineJob } from '../../platform/queues/job.js';

/** Single messages wait at this account. */
export const sendOutbox = defineJob('send-outbox', z.object({ gatewayId: Id }));
