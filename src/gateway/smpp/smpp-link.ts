import type { OutgoingGuard } from '../../platform/http-client/outgoing-guard.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from '../../domain/retry.js';
import { BIND_LEASE_SECONDS, type BindSlot } from '../bind-slots.repository.js';
import type { Surroundings } from '../surroundings.js';
import type { SmppConfig } from './smpp-config.schema.js';
import { BindRefused, type Hearing, SmppFailure, SmppSession } from './smpp-session.js';

/** Between two looks for a free bind. */
const LOOK_FOR_PLACE_MS = 1_000;
const RECONNECT = { baseMs: 200, maxMs: 30_000 };
/** A password that is refused is not made right by asking often, and some operators lock who asks often. */
const REFUSED_MS = 30_000;

interface Waiting {
  resolve: (session: SmppSession) => void;
  reject: (error: Error) => void;
}

/**
 * Holds one bind of an account in this process: takes a place among those that the operator allows, connects, binds, and
 * again when the connection is lost, with a growing and random wait.
 */
export class SmppLink {
  private session: SmppSession | null = null;
  private slot: BindSlot | null = null;
  private running: Promise<void> | null = null;
  private readonly stopping = new AbortController();
  private readonly waiting = new Set<Waiting>();
  private renewal: NodeJS.Timeout | undefined;
  private trouble: Error | null = null;

  constructor(
    private readonly config: SmppConfig,
    private readonly password: string,
    private readonly answerMs: number,
    private readonly around: Surroundings,
    private readonly hear: Hearing,
    private readonly guard?: OutgoingGuard,
  ) {}

  get hasPlace(): boolean {
    return this.slot !== null;
  }

  /** Holds a bind from now on. */
  start(): void {
    if (this.stopping.signal.aborted) return;
    this.running ??= this.run();
  }

  /**
   * The bound connection, as soon as there is one. Throws BindRefused where the operator refuses it, SmppFailure where it
   * is not there in time.
   */
  bound(signal: AbortSignal, withinMs: number): Promise<SmppSession> {
    if (this.session?.isOpen) return Promise.resolve(this.session);
    if (this.stopping.signal.aborted) return Promise.reject(new SmppFailure('CLOSED', false));
    if (signal.aborted) return Promise.reject(new SmppFailure('ABORTED', false));
    if (this.trouble instanceof BindRefused) return Promise.reject(this.trouble);
    this.start();
    return new Promise((resolve, reject) => {
      const over = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        this.waiting.delete(waiting);
      };
      const waiting: Waiting = {
        resolve: (session) => (over(), resolve(session)),
        reject: (error) => (over(), reject(error)),
      };
      const abort = () => waiting.reject(new SmppFailure('ABORTED', false));
      const timer = setTimeout(() => waiting.reject(this.whyNot()), withinMs);
      signal.addEventListener('abort', abort, { once: true });
      this.waiting.add(waiting);
    });
  }

  /** Unbinds and gives the place back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    for (const waiting of this.waiting) waiting.reject(new SmppFailure('CLOSED', false));
    await this.session?.leave();
    await this.running;
  }

  private whyNot(): Error {
    if (this.trouble) return this.trouble;
    return new SmppFailure(this.slot ? 'NOT_BOUND' : 'NO_FREE_BIND', false);
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.isStopping) {
      if (!this.slot && !(await this.takePlace())) continue;
      const worked = await this.hold();
      failures = worked ? 0 : failures + 1;
      const refused = this.trouble instanceof BindRefused;
      const wait = backoffMs(failures + 1, Math.random(), RECONNECT);
      if (!this.isStopping) await this.pause(refused ? Math.max(wait, REFUSED_MS) : wait);
    }
    await this.givePlace();
    this.running = null;
  }

  /** Connects, and stays bound as long as it goes. Answers whether anything was answered meanwhile. */
  private async hold(): Promise<boolean> {
    const { logger, gatewayId } = this.around;
    try {
      const session = await SmppSession.open(
        this.config,
        this.password,
        this.answerMs,
        this.hear,
        this.guard,
      );
      if (this.isStopping || !this.slot) {
        await session.leave();
        return true;
      }
      this.session = session;
      this.trouble = null;
      logger.info({ event: 'smpp.bound', gatewayId });
      void this.renew();
      for (const waiting of this.waiting) waiting.resolve(session);
      await session.closed;
      this.session = null;
      if (!this.isStopping) logger.warn({ event: 'smpp.lost', gatewayId });
      return session.hasWorked;
    } catch (error) {
      this.session = null;
      this.trouble = error as Error;
      logger.warn({ event: 'smpp.not-bound', gatewayId, error });
      if (error instanceof BindRefused) for (const waiting of this.waiting) waiting.reject(error);
      return false;
    }
  }

  private get isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private async takePlace(): Promise<boolean> {
    try {
      this.slot = await this.around.takeBind(this.config.maxBinds);
    } catch (error) {
      this.around.logger.warn({ event: 'smpp.no-place', gatewayId: this.around.gatewayId, error });
    }
    if (!this.slot) {
      await this.pause(LOOK_FOR_PLACE_MS);
      return false;
    }
    this.renewal = setInterval(() => void this.renew(), (BIND_LEASE_SECONDS * 1000) / 3);
    return true;
  }

  /** While Postgres is away nobody else can take the place; once it is back, whoever has it by then keeps it. */
  private async renew(): Promise<void> {
    const { slot } = this;
    if (!slot) return;
    try {
      if ((await slot.renew(this.session !== null)) || this.slot !== slot) return;
      this.around.logger.warn({ event: 'smpp.place-lost', gatewayId: this.around.gatewayId });
      clearInterval(this.renewal);
      this.slot = null;
      await this.session?.leave();
    } catch (error) {
      this.around.logger.warn({ event: 'smpp.place-not-renewed', gatewayId: this.around.gatewayId, error });
    }
  }

  private async givePlace(): Promise<void> {
    clearInterval(this.renewal);
    const { slot } = this;
    this.slot = null;
    try {
      await slot?.release();
    } catch (error) {
      // It runs out by itself.
      this.around.logger.warn({ event: 'smpp.place-not-given', gatewayId: this.around.gatewayId, error });
    }
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined); // asked to stop: at once
  }
}
