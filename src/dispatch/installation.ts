import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Sql } from '../platform/database/sql.js';

/** This installation's part of every reference, read once at start. */
@Injectable()
export class Installation implements OnModuleInit {
  prefix = '';

  constructor(private readonly sql: Sql) {}

  async onModuleInit(): Promise<void> {
    const [row] = await this.sql.query<{ prefix: string }>(
      'select reference_prefix as prefix from installation',
    );
    if (!row) throw new Error('the installation has no reference prefix: migrations did not run');
    this.prefix = row.prefix;
  }
}
