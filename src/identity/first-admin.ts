import { ConfigError } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { SYSTEM } from './permissions.js';
import { Username } from './user.schema.js';
import type { UsersService } from './users.service.js';

/**
 * Creates the first administrator where there is none yet. Returns what to tell the operator, once, in
 * Vietnamese; null where there is one. Throws a ConfigError for an ADMIN_USERNAME that cannot be one.
 */
export async function createFirstAdmin(
  users: UsersService,
  config: Pick<Config, 'ADMIN_USERNAME' | 'ADMIN_PASSWORD'>,
): Promise<string | null> {
  const username = Username.safeParse(config.ADMIN_USERNAME);
  if (!username.success) {
    throw new ConfigError(
      `Cấu hình không dùng được:\n  ADMIN_USERNAME: ${username.error.issues[0]!.message}`,
    );
  }
  const first = await users.createFirst(SYSTEM, {
    username: username.data,
    password: config.ADMIN_PASSWORD,
  });
  if (!first) return null;
  return [
    'Tài khoản quản trị đầu tiên đã được tạo:',
    `  Tên đăng nhập: ${first.username}`,
    first.password === null
      ? '  Mật khẩu: lấy từ ADMIN_PASSWORD'
      : `  Mật khẩu: ${first.password}   (chỉ hiện một lần này, hãy đổi sau khi đăng nhập)`,
    'Tài khoản này soạn được đợt tuyên truyền nhưng không duyệt được: người duyệt phải là một người khác.',
    'Tạo người duyệt ở trang Cài đặt → Người dùng, hoặc bằng lệnh (với cơ sở dữ liệu đi kèm thì dừng chương trình trước):',
    '  npm run cli -- create-user --username <tên> --name "<họ tên>" --roles approver',
    '',
  ].join('\n');
}
