import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../../scripts/samples/random.js';
import { addsUp } from '../../src/domain/delivery-states.js';
import { mintReference } from '../../src/domain/reference.js';
import { fillDirectory } from './audience.js';
import { startCampaign } from './campaign.js';
import { compare } from './comparison.js';
import { Ledger } from './ledger.js';
import { OperatorLog } from './operator-log.js';
import type { DrillOptions } from './options.js';
import { type DrillResult, isGood, say, sayProgress, sayResult } from './report.js';
import { settle, whenPossible } from './settling.js';
import { raiseStage, type Stage } from './stage.js';
import { Tidying } from './tidying.js';
import { plannedTroubles, type Trouble, TroubleMaker } from './troubles.js';

/** A trouble comes up to this long after its moment, so that it hits every phase of the sending. */
const SCATTER_MS = 60;
/** A quick machine sends as many within that time: a trouble that has fewer left for it is scattered less. */
const SCATTER_MESSAGES = 500;
/** How often the ledger is counted, and it is said how far the drill is. */
const COUNT_EVERY_MS = 1_000;
/** Nobody has sent anything for so long: perhaps there is nothing left. */
const STANDS_STILL_MS = 1_000;
/** Runs one drill and tidies up after it; answers the exit code. */
export async function runDrill(options: DrillOptions, signal: AbortSignal): Promise<number> {
  const tidying = new Tidying();
  try {
    const drilled = drill(
      options,
      AbortSignal.any([signal, AbortSignal.timeout(options.secondsMax * 1000)]),
      tidying,
    );
    const result = await untilAborted(drilled, signal);
    sayResult(result);
    return isGood(result) ? 0 : 1;
  } catch (error) {
    if (!signal.aborted) throw error;
    say((signal.reason as Error).message);
    return 130;
  } finally {
    await tidying.run();
  }
}

async function drill(options: DrillOptions, signal: AbortSignal, tidying: Tidying): Promise<DrillResult> {
  const random = seededRandom(options.seed);
  say(
    `Diễn tập với ${options.households.toLocaleString('vi-VN')} hộ, hạt giống ${options.seed}. Đang dựng máy chủ…`,
  );
  const stage = await raiseStage(
    {
      ...options,
      signal,
      fill: (client) => fillDirectory(client, options.households),
      onWarning: options.isVerbose ? (line) => process.stderr.write(`${line}\n`) : undefined,
    },
    tidying,
  );
  const began = performance.now();
  const campaignId = await startCampaign(stage.api.url, stage.simulator.url, stage.areaId, options.gateway);
  const ledger = new Ledger(stage.databaseUrl, campaignId);
  const operator = new OperatorLog(stage.simulator.url);
  const maker = new TroubleMaker(stage, ledger, random);
  const troubles = plannedTroubles(options, random);
  say(
    `Đợt tuyên truyền đang chạy với ${options.workers} tiến trình gửi tin; sẽ gây ${troubles.length} sự cố.`,
  );
  await makeTrouble(troubles, { maker, ledger, operator, random, signal }).catch((error: unknown) => {
    // Out of time: what there is by then is compared all the same.
    if ((signal.reason as Error | undefined)?.name !== 'TimeoutError') throw error;
  });
  say('Hết sự cố. Chờ gửi xong, báo phát về và các tin chưa rõ được giải quyết…');
  const isSettled = await settle(ledger, operator, signal);
  await maker.settled();
  const seconds = (performance.now() - began) / 1000;
  return account(options, { stage, ledger, operator, maker, seconds, isSettled });
}

interface Acting {
  maker: TroubleMaker;
  ledger: Ledger;
  operator: OperatorLog;
  random: ReturnType<typeof seededRandom>;
  signal: AbortSignal;
}

/**
 * Makes the troubles one after another, spread over what is left to send: each waits until the operator's own log has
 * grown by a drawn number of messages, which only happens while somebody is sending, then for a moment more.
 */
async function makeTrouble(troubles: readonly Trouble[], acting: Acting): Promise<void> {
  const { maker, ledger, operator, random, signal } = acting;
  let { unsent } = await whenPossible(() => ledger.progress(), signal);
  let { messages: before } = await operator.summary();
  let counted = { at: performance.now(), messages: before };
  // What is sent for each trouble beside the drawn number: while it is made and looked at. Too much to leave out at 50 kills.
  let beside = 0;
  for (const [index, trouble] of troubles.entries()) {
    // By the operator's word since the ledger was counted, which takes as long as sending some hundred messages.
    const left = Math.max(0, unsent - (before - counted.messages));
    const toCome = troubles.length - index;
    const share = Math.max(0, left - beside * toCome) / (toCome + 1);
    const drawn = Math.floor(share * random.next());
    if (!(await hasGrown(acting, before + drawn))) return;
    const { messages: after } = await operator.summary();
    beside += (after - before - drawn - beside) / (index + 1);
    before = after;
    await sleep(random.int(SCATTER_MS) * Math.min(1, share / SCATTER_MESSAGES), undefined, { signal });
    while (!(await maker.make(trouble))) await sleep(100, undefined, { signal });
    if (performance.now() - counted.at < COUNT_EVERY_MS) continue;
    const progress = await whenPossible(() => ledger.progress(), signal);
    const summary = await operator.summary();
    unsent = progress.unsent;
    counted = { at: performance.now(), messages: summary.messages };
    sayProgress(maker.done, progress, summary);
  }
}

/** Waits until the operator has taken more than `mark` messages, one of them just now; false where nothing is left to send. */
async function hasGrown({ ledger, operator, signal }: Acting, mark: number): Promise<boolean> {
  const { messages: start } = await operator.summary();
  let last = start;
  let since = performance.now();
  for (;;) {
    const { messages: now } = await operator.summary();
    if (now > mark && now > start) return true;
    if (now > last) [last, since] = [now, performance.now()];
    // The ledger is asked only while nothing moves: counting it takes as long as sending some hundred messages.
    if (performance.now() - since > STANDS_STILL_MS) {
      const { unsent, openDoubts } = await whenPossible(() => ledger.progress(), signal);
      if (unsent === 0 && openDoubts === 0) return false;
    }
    await sleep(10, undefined, { signal });
  }
}

interface Ended {
  stage: Stage;
  ledger: Ledger;
  operator: OperatorLog;
  maker: TroubleMaker;
  seconds: number;
  isSettled: boolean;
}

async function account(options: DrillOptions, ended: Ended): Promise<DrillResult> {
  const { stage, ledger, operator, maker, seconds, isSettled } = ended;
  const [rows, householdIds, log, kept, prefix, { receipts }] = await Promise.all([
    ledger.rows(),
    ledger.householdIds(),
    operator.messages(),
    ledger.account(),
    ledger.referencePrefix(),
    operator.summary(),
  ]);
  const { byState, ...comparison } = compare(householdIds, rows, log, prefix);
  const counted = Object.values(byState).reduce((sum, count) => sum + count, 0);
  // `inDoubt` is the account's word for the state in_doubt.
  const isAccountRight =
    addsUp(kept) &&
    kept.audience === counted &&
    Object.entries(byState).every(
      ([state, n]) => kept[state === 'in_doubt' ? 'inDoubt' : (state as 'planned')] === n,
    );
  const takenAt = new Map(log.map(({ reference, at }) => [reference, Date.parse(at)]));
  const answeredBefore = ({ atMs, tries }: (typeof maker.caught)[number]) =>
    tries.filter((each) => (takenAt.get(mintReference(prefix, each)) ?? Infinity) + options.latencyMs < atMs);
  return {
    messages: counted,
    kills: maker.done['kill-worker'],
    lost: comparison.lost,
    duplicates: comparison.duplicates,
    inDoubt: comparison.inDoubt,
    seconds: Number(seconds.toFixed(1)),
    backend: options.backend,
    gateway: options.gateway,
    inFlight: maker.caught.reduce((sum, { tries }) => sum + tries.length, 0),
    answeredNotRecorded: maker.caught.reduce((sum, each) => sum + answeredBefore(each).length, 0),
    apiKills: maker.done['kill-api'],
    queueLosses: maker.done['lose-queue'],
    postgresStops: maker.done['stop-postgres'],
    crashes: stage.crew.crashes,
    receiptsGivenUp: receipts.failed,
    sentByWorker: [...stage.crew.sent],
    seed: options.seed,
    isSettled,
    isAccountRight,
    comparison,
    account: kept,
    warnings: stage.warnings.entries(),
  };
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  // Whichever comes second is of no interest any more.
  work.catch(() => undefined);
  return Promise.race([work, aborted]);
}
