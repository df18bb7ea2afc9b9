import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { nameOf } from '../../campaign/campaign-access.js';
import { Audit } from '../../identity/audit.js';
import type { Principal } from '../../identity/permissions.js';
import { Caller, Route } from '../../identity/route.js';
import { Sql } from '../../platform/database/sql.js';
import { readReplySettings, ReplySettings, writeReplySettings } from './reply-settings.js';

/** How replies are dealt with. */
@ApiTags('settings')
@Controller('settings')
export class ReplySettingsController {
  constructor(
    private readonly sql: Sql,
    private readonly audit: Audit,
  ) {}

  @Get('replies')
  @Route('reply:read', 'How soon replies are to be answered, and what confirms a refusal', ReplySettings)
  settings(): Promise<ReplySettings> {
    return readReplySettings(this.sql);
  }

  @Put('replies')
  @Route('settings:write', 'Set how replies are dealt with', ReplySettings)
  async set(
    @Caller() who: Principal,
    @Body({ schema: ReplySettings }) settings: ReplySettings,
  ): Promise<ReplySettings> {
    await this.sql.transaction(async (tx) => {
      await writeReplySettings(tx, settings, nameOf(who));
      const { answerHours } = settings;
      await this.audit.record(
        tx,
        who,
        'settings.replies-set',
        { kind: 'settings', id: null },
        { answerHours },
      );
    });
    return settings;
  }
}
