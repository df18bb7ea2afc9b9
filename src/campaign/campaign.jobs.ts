import { z } from 'zod';
import { Id } from '../platform/http/page.js';
import { defineJob } from '../platform/queues/job.js';

/** Look at this campaign and do what its state asks: start and plan it, go on with it, or cancel the rest. */
export const advanceCampaign = defineJob('advance-campaign', z.object({ campaignId: Id }));
