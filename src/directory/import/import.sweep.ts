import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIG } from '../../platform/config/config.js';
import type { Config } from '../../platform/config/config.schema.js';
import { Bell } from '../../platform/queues/bell.js';
import { Sweeper } from '../../platform/sweeper/sweeper.js';
import { advanceImport } from './import.jobs.js';
import { ImportsRepository } from './imports.repository.js';
import { uploadsFolder } from './uploads.js';

/** Longest silence of an import at work; a reader speaks with every batch, several times a second. */
const SILENT_MS = 5_000;
/** An upload that is still being received is younger than this. */
const ORPHAN_AGE_MS = 3_600_000;
/** The file of an import that nobody commits is kept this long, to be read again with other columns. */
const KEPT_DAYS = 7;
const ORPHANS_EVERY_MS = 600_000;

/** Looks after imports whose process died or whose bell nobody heard, and files that no import needs. */
@Injectable()
export class ImportSweep implements OnModuleInit {
  private orphansAt = 0;

  constructor(
    private readonly sweeper: Sweeper,
    private readonly imports: ImportsRepository,
    private readonly bell: Bell,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.sweeper.register('imports', () => this.sweep());
  }

  /** Rings for imports that lie still; a ring for one that is worked on is harmless. */
  async sweep(): Promise<void> {
    const ids = await this.imports.silent(SILENT_MS);
    await this.bell.ring(advanceImport, ...ids.map((importId) => ({ importId })));
    if (Date.now() - this.orphansAt < ORPHANS_EVERY_MS) return;
    this.orphansAt = Date.now();
    await this.imports.releaseOldFiles(KEPT_DAYS);
    await this.removeOrphans();
  }

  private async removeOrphans(): Promise<void> {
    const folder = uploadsFolder(this.config);
    const names = (await readdir(folder).catch(ignoreAbsent)) ?? [];
    const needed = new Set(await this.imports.neededFiles());
    for (const name of names) {
      const path = join(folder, name);
      if (needed.has(path)) continue;
      // An import that has just ended may have removed it since.
      const found = await stat(path).catch(ignoreAbsent);
      if (found && Date.now() - found.mtimeMs > ORPHAN_AGE_MS) await rm(path, { force: true });
    }
  }
}

function ignoreAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
