import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { z } from 'zod';
import { findStale, writeGenerated } from './cli.generate.js';
import { KEEPING_COMMANDS } from './cli.keeping.js';
import { CreateApiKeyBody } from './identity/api-key.schema.js';
import { ApiKeysService } from './identity/api-keys.service.js';
import { type BrokenLink, verifyAudit } from './identity/audit-chain.js';
import { IdentityModule } from './identity/identity.module.js';
import { ROLES, SYSTEM } from './identity/permissions.js';
import { CreateUserBody, Password } from './identity/user.schema.js';
import { UsersService } from './identity/users.service.js';
import { ConfigModule } from './platform/config/config.module.js';
import { readConfig } from './platform/config/config.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { Sql } from './platform/database/sql.js';
import { createLogger, NestLogger } from './platform/logging/logger.js';
import { prepare } from './prepare.js';

/** A command that cannot be carried out as it was given; the message is for the person who typed it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** What a command gets: its options as typed, the project's folder, and where to print. */
export interface CommandInput {
  options: Readonly<Record<string, string | boolean | undefined>>;
  root: string;
  /** The environment; default: the process's, and `.env`. */
  env?: NodeJS.ProcessEnv | undefined;
  print(line: string): void;
}

export interface Command {
  /** One Vietnamese line for `--help`. */
  summary: string;
  options: Record<string, { type: 'string' | 'boolean'; help: string; required?: boolean }>;
  run(input: CommandInput): Promise<void>;
}

const ROLE_LIST = `vai trò, cách nhau bằng dấu phẩy: ${ROLES.join(', ')}`;

export const COMMANDS: Record<string, Command> = {
  migrate: {
    summary: 'Nâng cơ sở dữ liệu lên bản mới nhất',
    options: {},
    run: async ({ env, print }) => {
      const { release } = await prepare(readConfig(env), createLogger('warn'), { mayCreate: true });
      await release();
      print('Cơ sở dữ liệu đã ở bản mới nhất.');
    },
  },
  'create-user': {
    summary: 'Tạo một người dùng',
    options: {
      username: { type: 'string', help: 'tên đăng nhập', required: true },
      name: { type: 'string', help: 'họ tên', required: true },
      roles: { type: 'string', help: ROLE_LIST, required: true },
      area: { type: 'string', help: 'mã số địa bàn phụ trách; bỏ trống thì vai trò có hiệu lực ở mọi nơi' },
      password: { type: 'string', help: 'mật khẩu; bỏ trống thì được tạo và in ra một lần' },
    },
    run: async ({ options, env, print }) => {
      const input = read(CreateUserBody, {
        username: options.username,
        displayName: options.name,
        ...(options.area === undefined
          ? { roles: rolesOf(options.roles) }
          : { memberships: rolesOf(options.roles).map((role) => ({ role, areaId: options.area })) }),
        password: options.password,
      });
      await withServices(env, async (services) => {
        const user = await services.get(UsersService).create(SYSTEM, input);
        print(`Đã tạo người dùng ${user.username} (${user.roles.join(', ')}).`);
        if (user.password !== undefined) print(`Mật khẩu (chỉ hiện một lần này): ${user.password}`);
      });
    },
  },
  'create-api-key': {
    summary: 'Tạo một khoá API cho máy',
    options: {
      name: { type: 'string', help: 'tên của máy hoặc phần mềm dùng khoá', required: true },
      roles: { type: 'string', help: ROLE_LIST, required: true },
      area: { type: 'string', help: 'mã số địa bàn mà khoá có hiệu lực; bỏ trống thì ở mọi nơi' },
      expires: { type: 'string', help: 'thời điểm hết hạn, ISO 8601; bỏ trống thì không hết hạn' },
    },
    run: async ({ options, env, print }) => {
      const input = read(CreateApiKeyBody, {
        name: options.name,
        roles: rolesOf(options.roles),
        ...(options.area !== undefined && { areaIds: [options.area] }),
        expiresAt: options.expires,
      });
      await withServices(env, async (services) => {
        const { key } = await services.get(ApiKeysService).create(SYSTEM, input);
        print(`Khoá API (chỉ hiện một lần này): ${key}`);
      });
    },
  },
  'reset-password': {
    summary: 'Đặt lại mật khẩu của một người dùng và kết thúc các phiên của họ',
    options: {
      username: { type: 'string', help: 'tên đăng nhập', required: true },
      password: { type: 'string', help: 'mật khẩu mới; bỏ trống thì được tạo và in ra một lần' },
    },
    run: async ({ options, env, print }) => {
      const wanted = read(Password.optional(), options.password);
      await withServices(env, async (services) => {
        const password = await services
          .get(UsersService)
          .resetPassword(SYSTEM, String(options.username), wanted);
        print(`Đã đặt lại mật khẩu của ${String(options.username)}.`);
        if (wanted === undefined) print(`Mật khẩu mới (chỉ hiện một lần này): ${password}`);
      });
    },
  },
  'reset-two-step': {
    summary: 'Tắt xác thực hai bước của một người đã mất điện thoại và mã dự phòng',
    options: { username: { type: 'string', help: 'tên đăng nhập', required: true } },
    run: async ({ options, env, print }) => {
      await withServices(env, async (services) => {
        const users = services.get(UsersService);
        await users.resetTwoStep(SYSTEM, await users.idOf(String(options.username)));
        print(`Đã tắt xác thực hai bước của ${String(options.username)}; người này cần đăng nhập lại.`);
      });
    },
  },
  'verify-audit': {
    summary: 'Kiểm tra nhật ký thao tác: có mục nào bị sửa hoặc mất không',
    options: { noted: { type: 'string', help: 'số và mã đã ghi lại lần trước, dạng SỐ:MÃ' } },
    run: async ({ options, env, print }) => {
      const [seq, hash] = String(options.noted ?? '').split(':');
      await withServices(env, async (services) => {
        const report = await verifyAudit(services.get(Sql), seq && hash ? { seq, hash } : undefined);
        if (report.broken) throw new CommandError(brokenSentence(report.broken));
        print(`Nhật ký nguyên vẹn: ${report.entries.toLocaleString('vi-VN')} mục.`);
        print(`Hãy ghi lại ở nơi khác để lần sau đối chiếu (--noted): ${report.entries}:${report.tip}`);
      });
    },
  },
  ...KEEPING_COMMANDS,
  generate: {
    summary: 'Tạo lại các tệp sinh từ mã nguồn: docs/openapi.json, docs/permissions.md …',
    options: { check: { type: 'boolean', help: 'chỉ kiểm tra, báo lỗi nếu có tệp đã cũ' } },
    run: async ({ options, root, print }) => {
      if (options.check) {
        const stale = (await findStale(root)).map(({ path }) => path);
        if (stale.length > 0) {
          throw new CommandError(`Tệp đã cũ, hãy chạy "npm run cli -- generate": ${stale.join(', ')}`);
        }
        print('Các tệp sinh từ mã nguồn đều mới.');
        return;
      }
      const written = await writeGenerated(root);
      print(written.length > 0 ? `Đã ghi: ${written.join(', ')}` : 'Không có gì thay đổi.');
    },
  },
};

function brokenSentence({ kind, seq, id, at }: BrokenLink): string {
  if (kind === 'missing') return `Nhật ký KHÔNG nguyên vẹn: mất mục số ${seq}.`;
  const when = at ? `, ghi lúc ${at.toISOString()}` : '';
  if (kind === 'unlinked') return `Nhật ký KHÔNG nguyên vẹn: mục mã ${id}${when} không nằm trong chuỗi.`;
  return `Nhật ký KHÔNG nguyên vẹn: mục số ${seq} (mã ${id}${when}) đã bị sửa.`;
}

function rolesOf(option: string | boolean | undefined): string[] {
  return String(option)
    .split(',')
    .map((role) => role.trim());
}

/** Checks what was typed with the schema of the HTTP body. */
function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const reasons = result.error.issues.map(
    ({ path, message }) => `${String(path[0] ?? 'password')}: ${message}`,
  );
  throw new CommandError(reasons.join('; '));
}

@Module({})
class CommandModule {}

/** Runs `work` with identity's services on the configured database, or on the embedded one while the app is stopped. */
async function withServices(
  env: NodeJS.ProcessEnv | undefined,
  work: (services: INestApplicationContext) => Promise<void>,
): Promise<void> {
  const logger = createLogger('warn');
  const { config, release } = await prepare(readConfig(env), logger);
  try {
    const services = await NestFactory.createApplicationContext(
      {
        module: CommandModule,
        imports: [ConfigModule.for(config, logger), DatabaseModule, IdentityModule.for()],
      },
      { logger: new NestLogger(logger), abortOnError: false },
    );
    try {
      await work(services);
    } finally {
      await services.close();
    }
  } finally {
    await release();
  }
}
