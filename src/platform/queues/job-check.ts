import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { CONFIG } from '../config/config.js';
import type { Config } from '../config/config.schema.js';
import { definedJobs } from './job.js';

/** Where `@Processor` of @nestjs/bullmq leaves the name of its queue; the package does not export the key. */
const PROCESSOR_METADATA = 'bullmq:processor_metadata';

/** Refuses to start a worker in which a defined job has no processor, or any job has two: one would lie unheard. */
@Injectable()
export class JobCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    @Inject(CONFIG) private readonly config: Pick<Config, 'ROLE'>,
  ) {}

  onModuleInit(): void {
    const wrong = wrongJobs(definedJobs(), this.processed(), this.config.ROLE !== 'api');
    if (wrong.length > 0) throw new Error(`Jobs and processors do not match: ${wrong.join('; ')}`);
  }

  private processed(): string[] {
    return this.discovery.getProviders().flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const metadata = Reflect.getMetadata(PROCESSOR_METADATA, metatype) as { name: string } | undefined;
      return metadata ? [metadata.name] : [];
    });
  }
}

/**
 * What is wrong between the jobs that are defined and the queues that processors listen to, one sentence each.
 * @param mustBeHeard whether this process works: then each job needs its processor
 */
export function wrongJobs(
  defined: readonly string[],
  processed: readonly string[],
  mustBeHeard: boolean,
): string[] {
  const known = new Set(defined);
  const heard = new Set<string>();
  const wrong: string[] = [];
  for (const name of processed) {
    if (!known.has(name)) wrong.push(`a processor listens to ${name}, which no defineJob names`);
    if (heard.has(name)) wrong.push(`${name} has two processors`);
    heard.add(name);
  }
  if (mustBeHeard) {
    for (const name of defined) if (!heard.has(name)) wrong.push(`${name} has no processor`);
  }
  return wrong;
}
