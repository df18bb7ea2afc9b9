import { z } from 'zod';
import type { Queryable } from '../../platform/database/sql.js';

const ConfirmationText = z
  .string()
  .trim()
  .min(1, { error: 'hãy viết nội dung tin xác nhận' })
  .max(300, { error: 'nội dung dài quá 300 ký tự' });

/** How replies are dealt with. */
export const ReplySettings = z
  .strictObject({
    answerHours: z
      .int({ error: 'phải là số giờ nguyên' })
      .min(1, { error: 'ít nhất 1 giờ' })
      .max(720, { error: 'nhiều nhất 720 giờ (30 ngày)' })
      .describe('Hours in which a household is to be answered'),
    refusalText: ConfirmationText.describe('Confirms a refusal that came by reply'),
    returnText: ConfirmationText.describe('Confirms that a number gets messages again'),
  })
  .meta({ id: 'ReplySettings' });
export type ReplySettings = z.output<typeof ReplySettings>;

/** Unaccented, so that each is one part on every phone. */
export const DEFAULT_REPLY_SETTINGS: ReplySettings = {
  answerHours: 48,
  refusalText:
    'Da ghi nhan: so nay se khong nhan tin tuyen truyen nua. Muon nhan lai, soan DK gui lai so nay.',
  returnText: 'Da ghi nhan: so nay nhan lai tin tuyen truyen. Muon thoi nhan, soan TC gui lai so nay.',
};

const SETTING = 'replies';

/** The settings in force. */
export async function readReplySettings(db: Queryable): Promise<ReplySettings> {
  const [row] = await db.query<{ value: unknown }>('select value from settings where name = $1', [SETTING]);
  return row ? ReplySettings.parse(row.value) : DEFAULT_REPLY_SETTINGS;
}

/** Sets them for every reply that is read from now on. */
export async function writeReplySettings(db: Queryable, value: ReplySettings, by: string): Promise<void> {
  await db.execute(
    `insert into settings (name, value, updated_by) values ($1, $2, $3)
     on conflict (name) do update set value = excluded.value, updated_at = now(), updated_by = excluded.updated_by`,
    [SETTING, JSON.stringify(value), by],
  );
}
