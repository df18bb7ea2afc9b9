import { Processor } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { z } from 'zod';
import { CONFIG } from '../../src/platform/config/config.js';
import { defineJob } from '../../src/platform/queues/job.js';
import { JobCheck, wrongJobs } from '../../src/platform/queues/job-check.js';
import { sources } from './sources.js';

describe('jobs', () => {
  it('each have exactly one processor in the code', () => {
    const code = sources().filter(({ path }) => !path.endsWith('.spec.ts'));
    const all = (pattern: RegExp) =>
      code.flatMap(({ text }) => [...text.matchAll(pattern)].map((match) => match[1]!));
    const defined = all(/const (\w+) = defineJob\(/g);
    const processed = all(/@Processor\((\w+)\.name\b/g);
    expect(processed.toSorted()).toEqual(defined.toSorted());
  });

  it('are named when nobody hears them, when two hear them, and when nobody defines them', () => {
    expect(wrongJobs(['a', 'b'], ['a', 'b'], true)).toEqual([]);
    expect(wrongJobs(['a', 'b'], ['a'], true)).toEqual(['b has no processor']);
    expect(wrongJobs(['a', 'b'], [], false)).toEqual([]);
    expect(wrongJobs(['a'], ['a', 'a'], true)).toEqual(['a has two processors']);
    expect(wrongJobs([], ['a'], false)).toEqual(['a processor listens to a, which no defineJob names']);
  });

  it('without a processor keep the app from starting', async () => {
    const heard = defineJob('heard', z.object({}));
    defineJob('unheard', z.object({}));

    @Injectable()
    @Processor(heard.name)
    class HeardProcessor {}

    const start = async (ROLE: 'all' | 'api') => {
      const module = await Test.createTestingModule({
        imports: [DiscoveryModule],
        providers: [JobCheck, HeardProcessor, { provide: CONFIG, useValue: { ROLE } }],
      }).compile();
      await module.init();
      await module.close();
    };
    await expect(start('all')).rejects.toThrow('unheard has no processor');
    await start('api');
  });

  it('are defined once', () => {
    defineJob('once', z.object({}));
    expect(() => defineJob('once', z.object({}))).toThrow('defined twice');
  });
});
