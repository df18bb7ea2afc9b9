import { z } from 'zod';
import { defineJob } from '../platform/queues/job.js';

/** Receipts are waiting to be applied. */
export const applyReceipts = defineJob('apply-receipts', z.object({}));
