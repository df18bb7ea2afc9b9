import { parseArgs, types } from 'node:util';
import { type Command, CommandError, COMMANDS } from './cli.commands.js';
import { ConfigError } from './platform/config/config.js';
import { isDatabaseAway } from './platform/database/database-error.js';
import { DomainError } from './platform/http/domain-error.js';
import { DATABASE_AWAY } from './prepare.js';

/** What a run of the program works on. */
export interface CliSurroundings {
  /** The project's folder, for `generate`. */
  root: string;
  /** The environment; default: the process's, and `.env`. */
  env?: NodeJS.ProcessEnv;
  print(line: string): void;
  complain(line: string): void;
}

/**
 * Runs one command of the operator. Returns the exit code: 0 done, 1 it could not be done (one sentence says why),
 * 2 it was not understood.
 * @param argv the words after the program's name
 */
export async function runCli(argv: readonly string[], output: CliSurroundings): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    output.print(help());
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    output.complain(`Không có lệnh "${name}".\n\n${help()}`);
    return 2;
  }
  const options = optionsOf(command, rest);
  if (options === null || options.help === true) {
    if (options === null) output.complain(`Lệnh viết chưa đúng.\n\n${helpOf(name, command)}`);
    else output.print(helpOf(name, command));
    return options === null ? 2 : 0;
  }
  const missing = Object.keys(command.options).filter(
    (option) => command.options[option]!.required && options[option] === undefined,
  );
  if (missing.length > 0) {
    output.complain(
      `Thiếu ${missing.map((option) => `--${option}`).join(', ')}.\n\n${helpOf(name, command)}`,
    );
    return 2;
  }
  try {
    await command.run({ options, root: output.root, env: output.env, print: output.print });
    return 0;
  } catch (error) {
    output.complain(sentenceOf(error));
    return 1;
  }
}

/** The options as typed, or null where they cannot be understood. */
function optionsOf(command: Command, args: string[]): Record<string, string | boolean | undefined> | null {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([option, { type }]) => [option, { type }]),
  );
  try {
    return parseArgs({ args, options: { ...options, help: { type: 'boolean' } } }).values;
  } catch (error) {
    if (String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')) return null;
    throw error;
  }
}

function help(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  return [
    'Cách dùng: npm run cli -- <lệnh> [tuỳ chọn]',
    '',
    'Các lệnh:',
    ...Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Thêm --help sau một lệnh để xem các tuỳ chọn của lệnh đó.',
    'Khi dùng cơ sở dữ liệu đi kèm (không đặt DATABASE_URL), hãy dừng chương trình trước khi chạy lệnh.',
  ].join('\n');
}

function helpOf(name: string, command: Command): string {
  const options = Object.entries(command.options);
  const width = Math.max(0, ...options.map(([option]) => option.length));
  return [
    `npm run cli -- ${name}${options.length > 0 ? ' [tuỳ chọn]' : ''}: ${command.summary}`,
    ...options.map(
      ([option, { help: meaning, required }]) =>
        `  --${option.padEnd(width)}  ${meaning}${required ? ' (bắt buộc)' : ''}`,
    ),
  ].join('\n');
}

function sentenceOf(error: unknown): string {
  if (error instanceof DomainError) return error.detail;
  if (error instanceof CommandError || error instanceof ConfigError) return error.message;
  if (isDatabaseAway(error)) return DATABASE_AWAY;
  return types.isNativeError(error) ? error.message : String(error);
}
