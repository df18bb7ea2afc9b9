import path from 'node:path';
import type { Command } from './cli.commands.js';
import { backUp, checkBackup, KeepingError, restore, rotateKey } from './keeping.js';
import { BackupLockedError, backupIdentity } from './platform/backup/backup-file.js';
import { BackupFormatError } from './platform/backup/script-reader.js';
import { readConfig } from './platform/config/config.js';
import { createLogger } from './platform/logging/logger.js';
import { readKeys } from './platform/secrets/key-file.js';
import type { Resealed } from './sealed-columns.js';

/** Commands for whoever keeps the machine: backup, restore, change of key. */
export const KEEPING_COMMANDS: Record<string, Command> = {
  backup: {
    summary: 'Sao lưu toàn bộ dữ liệu vào một tệp mã hoá; chương trình vẫn chạy được trong lúc đó',
    options: {
      to: { type: 'string', help: 'tệp hoặc thư mục; bỏ trống thì DATA_DIR/backups' },
      keep: { type: 'string', help: 'giữ lại bấy nhiêu bản mới nhất trong thư mục; bỏ trống thì giữ hết' },
    },
    run: async ({ options, env, print }) => {
      const [to, keep] = [text(options.to), countOf(options.keep)];
      const made = await told(() => backUp(readConfig(env), createLogger('warn'), { to, keep }));
      print(`Đã sao lưu vào ${made.file} (${megabytes(made.bytes)}).`);
      if (made.removed > 0) print(`Đã xoá ${made.removed} bản cũ.`);
      print(
        'Hãy chép tệp sang nơi khác, và giữ khoá bí mật (secret.key hoặc SECRET_KEY) ở một nơi thứ ba: không có khoá thì không mở được.',
      );
    },
  },
  'check-backup': {
    summary: 'Đọc thử một bản sao lưu từ đầu đến cuối: mở được và còn nguyên không',
    options: {
      from: { type: 'string', help: 'tệp sao lưu', required: true },
    },
    run: async ({ options, env, print }) => {
      const keys = await ownKeys(env);
      const { madeAt, rows } = await told(() => checkBackup(String(options.from), keys));
      print(`Bản sao lưu lúc ${when(madeAt)} còn nguyên: ${summaryOf(rows)}.`);
    },
  },
  restore: {
    summary: 'Khôi phục một bản sao lưu vào nơi trống',
    options: {
      from: { type: 'string', help: 'tệp sao lưu', required: true },
    },
    run: async ({ options, env, print }) => {
      const done = await told(() => restore(readConfig(env), createLogger('warn'), String(options.from)));
      print(`Đã khôi phục dữ liệu của lúc ${when(done.madeAt)}: ${summaryOf(done.rows)}.`);
      printLost(done.resealed, print);
      if (done.heldCampaigns > 0)
        print(
          `${done.heldCampaigns} đợt tuyên truyền đang dở được tạm dừng: có thể chúng đã gửi thêm sau lúc sao lưu. Hãy đối chiếu với nhà mạng trước khi cho chạy tiếp.`,
        );
      print(
        'Mọi người phải đăng nhập lại. Lời từ chối nhận tin sau lúc sao lưu đã mất: hãy hỏi lại nhà mạng hoặc nhập lại.',
      );
    },
  },
  'backup-key': {
    summary: 'In khoá để mở bản sao lưu bằng công cụ age (age -d -i), khi không có chương trình này',
    options: {},
    run: async ({ env, print }) => print(backupIdentity((await ownKeys(env))[0]!)),
  },
  'rotate-key': {
    summary: 'Thay khoá bí mật và mã hoá lại mọi mật khẩu, mã truy cập bằng khoá mới',
    options: {},
    run: async ({ env, print }) => {
      const done = await told(() => rotateKey(readConfig(env), createLogger('warn')));
      print(`Đã mã hoá lại ${done.renewed} giá trị bằng khoá mới.`);
      printLost(done, print);
      if (done.oldKey === undefined) print('Bây giờ hãy bỏ biến SECRET_KEY_PREVIOUS và khởi động lại.');
      else print(`Khoá cũ (chỉ hiện một lần này; giữ lại chừng nào còn dùng bản sao lưu cũ): ${done.oldKey}`);
    },
  },
};

/** The keys of this installation, the current one first. Makes none: a new one opens nothing that there is. */
async function ownKeys(env: NodeJS.ProcessEnv | undefined): Promise<string[]> {
  const { SECRET_KEY, SECRET_KEY_PREVIOUS, DATA_DIR } = readConfig(env);
  const inFile = SECRET_KEY === undefined ? await readKeys(DATA_DIR) : undefined;
  const keys = [SECRET_KEY, inFile?.current, inFile?.previous, SECRET_KEY_PREVIOUS];
  const found = keys.filter((key) => key !== undefined);
  if (found.length > 0) return found;
  throw new KeepingError(
    `Không có khoá bí mật nào: SECRET_KEY chưa được đặt, và trong ${path.resolve(DATA_DIR)} (DATA_DIR) không có tệp secret.key. Hãy chạy lệnh ở nơi chương trình đang được cài, hoặc đặt khoá vào SECRET_KEY.`,
  );
}

/** Turns what may be wrong with a file into a sentence. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BackupLockedError)
      throw new KeepingError(
        'Không mở được bản sao lưu: khoá không đúng (đặt khoá lúc sao lưu vào SECRET_KEY_PREVIOUS), hoặc tệp bị hỏng, bị cắt hay bị sửa.',
        { cause: error },
      );
    if (error instanceof BackupFormatError)
      throw new KeepingError('Tệp này không phải là bản sao lưu của Loa Luật, hoặc không trọn vẹn.', {
        cause: error,
      });
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new KeepingError(`Không có tệp ${(error as NodeJS.ErrnoException).path}.`, { cause: error });
    throw error;
  }
}

function printLost({ lost }: Resealed, print: (line: string) => void): void {
  if (lost.length === 0) return;
  print(`${lost.length} giá trị không mở được bằng khoá nào, phải nhập lại: ${lost.join('; ')}.`);
}

function countOf(option: string | boolean | undefined): number | undefined {
  if (option === undefined) return undefined;
  if (!/^[1-9]\d{0,4}$/.test(String(option))) throw new KeepingError('--keep phải là một số từ 1.');
  return Number(option);
}

function text(option: string | boolean | undefined): string | undefined {
  return option === undefined ? undefined : String(option);
}

function summaryOf(rows: Record<string, number>): string {
  const count = (table: string) => (rows[table] ?? 0).toLocaleString('vi-VN');
  return `${count('households')} hộ, ${count('contacts')} liên hệ, ${count('campaigns')} đợt, ${count('deliveries')} lượt gửi, ${count('users')} người dùng`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toLocaleString('vi-VN', { maximumFractionDigits: 1 })} MB`;
}

function when(time: Date): string {
  return time.toLocaleString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh' });
}
