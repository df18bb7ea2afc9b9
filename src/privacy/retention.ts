import type { Queryable } from '../platform/database/sql.js';
import { RetentionSettings } from './privacy.schema.js';

/** Two years of what was sent and said, half a year of what only made it work, until an administrator says otherwise. */
export const DEFAULT_RETENTION: RetentionSettings = {
  ledgerMonths: 24,
  repliesMonths: 24,
  importRowsMonths: 6,
  receiptsMonths: 6,
};

const SETTING = 'retention';

/** The periods in force. */
export async function readRetention(db: Queryable): Promise<RetentionSettings> {
  const [row] = await db.query<{ value: unknown }>('select value from settings where name = $1', [SETTING]);
  return row ? RetentionSettings.parse(row.value) : DEFAULT_RETENTION;
}

/** Sets them from the next night on. */
export async function writeRetention(db: Queryable, value: RetentionSettings, by: string): Promise<void> {
  await db.execute(
    `insert into settings (name, value, updated_by) values ($1, $2, $3)
     on conflict (name) do update set value = excluded.value, updated_at = now(), updated_by = excluded.updated_by`,
    [SETTING, JSON.stringify(value), by],
  );
}
