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

const DEFINED = new Set<string>();

/** Names of all jobs that the loaded modules define. */
export function definedJobs(): string[] {
  return [...DEFINED];
}

/** Defines a job, once in the whole program: throws where the name is taken. */
export function defineJob<Data>(
  name: string,
  schema: z.ZodType<Data>,
  options: JobsOptions = {},
): JobDefinition<Data> {
  if (DEFINED.has(name)) throw new Error(`the job ${name} is defined twice`);
  DEFINED.add(name);
  return { name, schema, options: { ...BELL, ...options } };
}
