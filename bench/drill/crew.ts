import { setTimeout as sleep } from 'node:timers/promises';
import type { Program } from '../support/processes.js';
import { readLogLine } from './warnings.js';

/** One worker process. */
export interface Member {
  readonly slot: number;
  readonly program: Program;
  /** The name under which it holds leases, as it logged it at its start. */
  readonly worker: string;
}

/** A worker that cannot start (its database is away) is started again after this, as a service manager would. */
const START_AGAIN_MS = 500;

/** Worker processes; one that ends, by a kill or by itself, is started again. */
export class Crew {
  private readonly members: (Member | null)[];
  private readonly sentBySlot: number[];
  private readonly keeping: Promise<void>[] = [];
  private isStopping = false;
  /** Starts of processes in all, and ends that nobody asked for. */
  starts = 0;
  crashes = 0;

  /** @param launch starts one worker; it resolves when that is ready */
  constructor(
    size: number,
    private readonly launch: (onLog: (line: string) => void, slot: number) => Promise<Program>,
  ) {
    this.members = Array.from({ length: size }, () => null);
    this.sentBySlot = Array.from({ length: size }, () => 0);
  }

  /** Resolves when every worker is ready; rejects where one cannot start the first time. */
  async start(): Promise<void> {
    const ready = this.members.map(
      (_, slot) =>
        new Promise<void>((resolve, reject) => this.keeping.push(this.keep(slot, resolve, reject))),
    );
    await Promise.all(ready);
  }

  living(): Member[] {
    return this.members.filter((member) => member !== null && member.program.isRunning) as Member[];
  }

  /** Messages that each worker's slot has sent, as far as the workers came to log it. */
  get sent(): readonly number[] {
    return this.sentBySlot;
  }

  /** `kill -9`; a new worker takes its place. */
  async kill(member: Member): Promise<void> {
    this.members[member.slot] = null;
    await member.program.kill();
  }

  /** Asks all to stop, and waits for those that are just being started. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await Promise.all(this.living().map(({ program }) => program.stop()));
    await Promise.all(this.keeping);
  }

  private async keep(slot: number, ready: () => void, failed: (error: unknown) => void): Promise<void> {
    while (!this.isStopping) {
      let worker = '';
      const onLog = (line: string) => {
        const said = readLogLine(line);
        if (said.event === 'worker.named') worker = String(said.worker);
        if (/^chunk\.(done|given-back|not-given-back)$/.test(said.event ?? ''))
          this.sentBySlot[slot]! += Number(said.sent);
      };
      try {
        this.starts++;
        const program = await this.launch(onLog, slot);
        if (this.isStopping) await program.stop();
        const member = {
          slot,
          program,
          get worker() {
            return worker;
          },
        };
        this.members[slot] = member;
        ready();
        await program.ended();
        if (this.members[slot] === member && !this.isStopping) this.crashes++;
      } catch (error) {
        failed(error);
        // Later its database may be away. A service manager would try again, and so do we.
        if (!this.isStopping) await sleep(START_AGAIN_MS);
      }
      this.members[slot] = null;
    }
  }
}
