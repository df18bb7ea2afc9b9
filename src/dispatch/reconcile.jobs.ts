import { z } from 'zod';
import { defineJob } from '../platform/queues/job.js';

/** Ask operators about what is in doubt or waits for its receipt for too long. */
export const reconcile = defineJob('reconcile', z.object({}));
