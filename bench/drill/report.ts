import type { Account } from '../../src/domain/delivery-states.js';
import type { Comparison } from './comparison.js';
import type { Progress } from './ledger.js';
import type { OperatorSummary } from './operator-log.js';
import type { Trouble } from './troubles.js';

/** What a drill came to; its JSON line, but for the details of the last four. */
export interface DrillResult {
  messages: number;
  kills: number;
  lost: number;
  duplicates: number;
  inDoubt: number;
  seconds: number;
  backend: string;
  gateway: 'idempotent' | 'plain';
  /** Tries that stood in `sending` in the chunks of killed workers. */
  inFlight: number;
  /** Of those: how many the operator had answered, so that the kill came between its answer and our record. */
  answeredNotRecorded: number;
  apiKills: number;
  queueLosses: number;
  postgresStops: number;
  /** Workers that ended by themselves. */
  crashes: number;
  /** Receipts that the operator gave up after three calls. */
  receiptsGivenUp: number;
  /** What each worker's place has sent, as far as it came to log it. */
  sentByWorker: number[];
  seed: number;
  /** False where the time was over before everything had come to rest. */
  isSettled: boolean;
  /** The kept account equals the rows of the ledger. */
  isAccountRight: boolean;
  comparison: Omit<Comparison, 'byState'>;
  account: Account;
  warnings: [string, number][];
}

/** Whether nothing was lost or doubled, and nothing is in doubt that need not be. */
export function isGood(result: DrillResult): boolean {
  const { lost, duplicates, inDoubt, inFlight, gateway, isSettled, isAccountRight } = result;
  const mayBeInDoubt = gateway === 'plain' ? inFlight : 0;
  return isSettled && isAccountRight && lost === 0 && duplicates === 0 && inDoubt <= mayBeInDoubt;
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const number = (value: number) => value.toLocaleString('vi-VN');

export function sayProgress(
  done: Readonly<Record<Trouble, number>>,
  { unsent, inDoubt }: Progress,
  { messages }: OperatorSummary,
): void {
  const troubles = [
    `${done['kill-worker']} lần giết tiến trình gửi`,
    `${done['kill-api']} lần giết api`,
    ...(done['lose-queue'] > 0 ? [`${done['lose-queue']} lần mất hàng đợi`] : []),
    ...(done['stop-postgres'] > 0 ? [`${done['stop-postgres']} lần dừng PostgreSQL`] : []),
  ];
  say(
    `  ${troubles.join(', ')}; nhà mạng đã nhận ${number(messages)} tin, còn ${number(unsent)} hộ, chưa rõ ${number(inDoubt)}`,
  );
}

const ROWS: [string, (result: DrillResult) => number][] = [
  ['Số hộ', (result) => result.messages],
  ['Giết tiến trình gửi', (result) => result.kills],
  ['Giết api', (result) => result.apiKills],
  ['Mất hàng đợi', (result) => result.queueLosses],
  ['Dừng PostgreSQL', (result) => result.postgresStops],
  ['Tiến trình tự hỏng', (result) => result.crashes],
  ['Đang trên đường lúc bị giết', (result) => result.inFlight],
  ['  trong đó nhà mạng đã trả lời, chưa kịp ghi', (result) => result.answeredNotRecorded],
  ['Báo phát nhà mạng bỏ cuộc', (result) => result.receiptsGivenUp],
  ['Đã đến máy', (result) => result.account.delivered],
  ['Chưa báo nhận', (result) => result.account.accepted],
  ['Không đến máy', (result) => result.account.undelivered],
  ['Chưa rõ', (result) => result.inDoubt],
  ['  trong đó thật ra đã đến nhà mạng', (result) => result.comparison.inDoubtReached],
  ['MẤT', (result) => result.lost],
  ['TRÙNG', (result) => result.duplicates],
];

/** The table, one sentence, and the JSON line last. */
export function sayResult(result: DrillResult): void {
  say('');
  for (const [label, value] of ROWS) say(`  ${label.padEnd(46)}${number(value(result)).padStart(10)}`);
  for (const [event, count] of result.warnings)
    say(`  ${`(nhật ký) ${event}`.padEnd(46)}${number(count).padStart(10)}`);
  if (!result.isSettled) say('\nHết giờ trước khi mọi việc lắng xuống.');
  if (!result.isAccountRight) say('\nSỔ KHÔNG KHỚP: bảng cộng dồn khác số dòng trong sổ.');
  say(isGood(result) ? `\nĐạt: không mất, không trùng sau ${number(result.seconds)} giây.` : '\nKHÔNG ĐẠT.');
  const { account: _account, warnings: _warnings, comparison: _comparison, ...line } = result;
  say(JSON.stringify(line));
}
