import type { JobsOptions } from 'bullmq';
import type { z } from 'zod';

/**
 * A kind of job: one queue of the same name, its data, its options. The producer owns the definition, the consumer
 * owns the processor. Data are ids only, never a phone number or a text: a job says *look at row N*.
 */
export interface JobDefinition<Data> {
  readonly name: string;
  readonly schema: z.ZodType<Data>;
  readonly options: JobsOptions;
}

/**
 * Jobs are bells: kept nowhere once rung, tried once. Whatever must survive is a row in Postgres, and the sweeper
 * rings again.
 */
const BELL: JobsOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true };

export function defineJob<Data>(
  name: string,
  schema: z.ZodType<Data>,
  options: JobsOptions = {},
): JobDefinition<Data> {
  return { name, schema, options: { ...BELL, ...options } };
}
