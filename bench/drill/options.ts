import { parseArgs } from 'node:util';

/** What a drill does. */
export interface DrillOptions {
  kills: number;
  backend: 'postgres' | 'redis';
  households: number;
  /** `plain`: an operator that promises nothing for a repeated reference and cannot be asked. */
  gateway: 'idempotent' | 'plain';
  queueLoss: boolean;
  postgresRestart: boolean;
  workers: number;
  latencyMs: number;
  /** The whole drill ends after this, whatever it has reached. */
  secondsMax: number;
  seed: number;
  /** Prints what the processes log at warning and above. */
  isVerbose: boolean;
}

export const DRILL_HELP = `Diễn tập sự cố: gửi một đợt tuyên truyền tới nhà mạng giả lập, giết tiến trình giữa chừng, rồi đối chiếu sổ với từng máy.

Cách dùng: npm run drill -- [tùy chọn]
  --kills N                 số lần kill -9 một tiến trình gửi tin (50)
  --backend postgres|redis  hàng đợi ở PostgreSQL hay ở Redis (postgres)
  --households N            số hộ (20000)
  --gateway idempotent|plain
                            idempotent: nhà mạng chỉ giao một lần cho mỗi mã tin; plain: không hứa gì, không hỏi lại được (idempotent)
  --queue-loss              làm mất hàng đợi nhiều lần (FLUSHALL, giết Redis, xóa các bảng của BullMQ)
  --postgres-restart        dừng PostgreSQL đột ngột nhiều lần
  --workers N               số tiến trình gửi tin (2)
  --latency-ms N            nhà mạng trả lời sau chừng này (20)
  --seconds-max N           dừng sau chừng này giây dù tới đâu (1800)
  --seed N                  để diễn lại đúng trình tự sự cố (ngẫu nhiên)
  --verbose                 in cả cảnh báo của các tiến trình
  --help                    bảng này

Dòng cuối là JSON {messages, kills, lost, duplicates, inDoubt, seconds, backend, …}; mã thoát 0 khi không mất, không trùng, và số tin
chưa rõ không vượt số tin đang trên đường lúc tiến trình chết (idempotent: không tin nào).
`;

/** Reads the command line; null where only help is asked for. Throws a Vietnamese sentence for what cannot be. */
export function readDrillOptions(args: readonly string[]): DrillOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: 'string', default: '50' },
      backend: { type: 'string', default: 'postgres' },
      households: { type: 'string', default: '20000' },
      gateway: { type: 'string', default: 'idempotent' },
      'queue-loss': { type: 'boolean', default: false },
      'postgres-restart': { type: 'boolean', default: false },
      workers: { type: 'string', default: '2' },
      'latency-ms': { type: 'string', default: '20' },
      'seconds-max': { type: 'string', default: '1800' },
      seed: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  return {
    kills: whole('kills', values.kills, 0, 10_000),
    backend: oneOf('backend', values.backend, ['postgres', 'redis'] as const),
    households: whole('households', values.households, 1, 999_999),
    gateway: oneOf('gateway', values.gateway, ['idempotent', 'plain'] as const),
    queueLoss: values['queue-loss'],
    postgresRestart: values['postgres-restart'],
    workers: whole('workers', values.workers, 1, 16),
    latencyMs: whole('latency-ms', values['latency-ms'], 0, 60_000),
    secondsMax: whole('seconds-max', values['seconds-max'], 1, 86_400),
    seed: whole('seed', values.seed ?? String(Math.floor(Math.random() * 1e9)), 0, 2 ** 32 - 1),
    isVerbose: values.verbose,
  };
}

function whole(flag: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text === '' || !Number.isInteger(value) || value < min || value > max)
    throw new RangeError(`--${flag} phải là số nguyên từ ${min} đến ${max}`);
  return value;
}

function oneOf<Word extends string>(flag: string, value: string, words: readonly Word[]): Word {
  const word = words.find((each) => each === value);
  if (!word) throw new RangeError(`--${flag} là một trong: ${words.join(', ')}`);
  return word;
}
