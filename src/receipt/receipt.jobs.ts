import { z } from 'zod';
import { defineJob } from '../platform/queues/job.js';

/** Receipts are waiting to be applied. */
export const applyReceipts = defineJob('apply-receipts', z.object({}));

/** Replies, or receipts of single messages, are waiting to be read. */
export const readInbox = defineJob('read-inbox', z.object({}));
