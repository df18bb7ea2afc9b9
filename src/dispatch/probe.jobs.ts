import { z } from 'zod';
import { Id } from '../platform/http/page.js';
import { defineJob } from '../platform/queues/job.js';

/** Ask the operator of this stopped account whether it works again. */
export const probeGateway = defineJob('probe-gateway', z.object({ gatewayId: Id }));
