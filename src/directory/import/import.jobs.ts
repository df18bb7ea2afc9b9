import { z } from 'zod';
import { Id } from '../../platform/http/page.js';
import { defineJob } from '../../platform/queues/job.js';

/** Look at this import and do what its status asks: read its file, commit it, or undo it. */
export const advanceImport = defineJob('advance-import', z.object({ importId: Id }));
