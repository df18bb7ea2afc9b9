import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { Sql } from '../platform/database/sql.js';
import { nameOf } from './campaign-access.js';
import { FrequencyCap, readCap, writeCap } from './frequency-cap.js';

/** What holds for every campaign. */
@ApiTags('settings')
@Controller('settings')
export class SettingsController {
  constructor(
    private readonly sql: Sql,
    private readonly audit: Audit,
  ) {}

  @Get('frequency-cap')
  @Route('campaign:read', 'How often a household may be written to', FrequencyCap)
  cap(): Promise<FrequencyCap> {
    return readCap(this.sql);
  }

  @Put('frequency-cap')
  @Route('settings:write', 'Set how often a household may be written to', FrequencyCap)
  async setCap(
    @Caller() who: Principal,
    @Body({ schema: FrequencyCap }) cap: FrequencyCap,
  ): Promise<FrequencyCap> {
    await this.sql.transaction(async (tx) => {
      const before = await readCap(tx);
      await writeCap(tx, cap, nameOf(who));
      await this.audit.record(
        tx,
        who,
        'settings.frequency-cap-set',
        { kind: 'settings', id: null },
        { before, after: cap },
      );
    });
    return cap;
  }
}
