import { z } from 'zod';
import { Id } from '../platform/http/page.js';
import { defineJob } from '../platform/queues/job.js';

/** Send what is due in this chunk. */
export const sendChunk = defineJob('send-chunk', z.object({ chunkId: Id }));
