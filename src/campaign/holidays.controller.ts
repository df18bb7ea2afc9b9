import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { Caller, Route } from '../identity/route.js';
import { Sql } from '../platform/database/sql.js';
import { Holidays } from './holidays.schema.js';

/** The days on which campaigns rest, but for those that say otherwise. */
@ApiTags('settings')
@Controller('holidays')
export class HolidaysController {
  constructor(
    private readonly sql: Sql,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Route('campaign:read', 'Days on which nothing is sent', Holidays)
  async list(): Promise<Holidays> {
    const items = await this.sql.query<{ day: string; name: string }>(
      'select day::text as day, name from holidays order by holidays.day',
    );
    return { items };
  }

  @Put()
  @Route('settings:write', 'Set the days on which nothing is sent: the whole list', Holidays)
  async replace(
    @Caller() who: Principal,
    @Body({ schema: Holidays }) { items }: Holidays,
  ): Promise<Holidays> {
    await this.sql.transaction(async (tx) => {
      await tx.execute('lock table holidays in share row exclusive mode');
      await tx.execute('delete from holidays');
      await tx.execute(
        'insert into holidays (day, name) select * from unnest($1::date[], $2::text[]) as h(day, name)',
        [items.map((item) => item.day), items.map((item) => item.name)],
      );
      await this.audit.record(
        tx,
        who,
        'settings.holidays-set',
        { kind: 'settings', id: null },
        { days: items.length },
      );
    });
    return this.list();
  }
}
