import { isIP } from 'node:net';
import { ADDRESS_NOT_ALLOWED, type OutgoingGuard } from '../../platform/http-client/outgoing-guard.js';
import smpp, { PDU, type Session } from 'smpp';
import type { SmppConfig } from './smpp-config.schema.js';
import { statusName } from './smpp.codes.js';

/** Why a request got no answer. */
export class SmppFailure extends Error {
  override readonly name = 'SmppFailure';

  constructor(
    readonly code: string,
    /** False: nothing of the request left this process. */
    readonly mayHaveLeft: boolean,
  ) {
    super(code);
  }
}

/** The message centre refused the bind. */
export class BindRefused extends Error {
  override readonly name = 'BindRefused';

  constructor(readonly status: number) {
    super(`the bind was refused with ${statusName(status)}`);
  }
}

interface Pending {
  resolve: (answer: PDU) => void;
  reject: (failure: SmppFailure) => void;
  timer: NodeJS.Timeout;
}

/** Stores what a deliver_sm says; rejects where it could not. */
export type Hearing = (pdu: PDU) => Promise<void>;

const UNBIND_MS = 2_000;
/** SMPP 3.4. */
const VERSION = 0x34;
/** ESME_RX_T_APPN: come again later. */
const COME_AGAIN = 0x64;

/**
 * One bound connection, from its first byte to its last. Around the `smpp` package, which has neither time-outs nor an
 * end for those who wait when the connection goes: every request here ends. After an error of its reader the package
 * reads nothing more, so the connection is given up.
 */
export class SmppSession {
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;
  /** Whether any request was answered yes: this session works. */
  hasWorked = false;
  private readonly session: Session;
  private readonly pending = new Map<number, Pending>();
  private readonly hearings = new Set<Promise<void>>();
  private enquiry: NodeJS.Timeout | undefined;
  private isGone = false;
  private isLeaving = false;

  private constructor(
    private readonly config: SmppConfig,
    private readonly answerMs: number,
    private readonly hear: Hearing,
    guard?: OutgoingGuard,
  ) {
    const { host, port, tls, tlsCa } = config;
    this.session = smpp.connect({
      host,
      port,
      ...(guard && { lookup: guard.lookup }),
      ...(tls && {
        tls,
        ...(isIP(host) === 0 && { servername: host }),
        ...(tlsCa !== undefined && { ca: tlsCa }),
      }),
    });
    this.session.socket.setNoDelay(true);
    this.closed = new Promise((resolve) => this.session.on('close', resolve));
    this.session.on('error', () => this.destroy());
    this.session.on('close', () => this.end());
    this.session.on('pdu', (pdu: PDU) => this.read(pdu));
  }

  /** Connects and binds. Throws SmppFailure where that cannot be done in time, BindRefused where it is not allowed. */
  static async open(
    config: SmppConfig,
    password: string,
    answerMs: number,
    hear: Hearing,
    guard?: OutgoingGuard,
  ): Promise<SmppSession> {
    try {
      guard?.requireHost(config.host);
    } catch {
      throw new SmppFailure(ADDRESS_NOT_ALLOWED, false);
    }
    const opened = new SmppSession(config, answerMs, hear, guard);
    try {
      await opened.connected();
      const answer = await opened.request(`bind_${config.bind}`, {
        system_id: config.systemId,
        password,
        system_type: config.systemType,
        interface_version: VERSION,
      });
      if (answer.command_status !== 0) throw new BindRefused(answer.command_status);
    } catch (error) {
      opened.destroy();
      // What may have left is a bind, and no message.
      throw error instanceof SmppFailure ? new SmppFailure(error.code, false) : error;
    }
    opened.startEnquiries();
    return opened;
  }

  get isOpen(): boolean {
    return !this.isGone && !this.isLeaving && this.session.socket.writable;
  }

  /** Sends one request. Resolves with its answer, whatever that says; rejects with SmppFailure where none comes. */
  request(command: string, params: Record<string, unknown>, signal?: AbortSignal): Promise<PDU> {
    return new Promise((resolve, reject) => {
      if (this.isGone) return reject(new SmppFailure('NOT_BOUND', false));
      if (signal?.aborted) return reject(new SmppFailure('ABORTED', false));
      const pdu = new PDU(command, params);
      let written: boolean;
      try {
        written = this.session.send(pdu);
      } catch {
        return reject(new SmppFailure('NOT_ENCODABLE', false)); // nothing was handed to the socket
      }
      if (!written) return reject(new SmppFailure('NOT_BOUND', false));
      const number = pdu.sequence_number;
      const abort = () => this.fail(number, 'ABORTED');
      const ended = () => signal?.removeEventListener('abort', abort);
      signal?.addEventListener('abort', abort, { once: true });
      this.pending.set(number, {
        resolve: (answer) => (ended(), resolve(answer)),
        reject: (failure) => (ended(), reject(failure)),
        timer: setTimeout(() => this.fail(number, 'ANSWER_TIMEOUT'), this.answerMs),
      });
    });
  }

  /** Says goodbye and closes: what is awaited is waited for, and what is being stored is answered. */
  async leave(): Promise<void> {
    if (!this.isOpen) return this.destroy();
    this.isLeaving = true;
    clearInterval(this.enquiry);
    await Promise.allSettled(this.hearings);
    const goodbye = this.request('unbind', {}).catch(() => undefined); // closing says the same
    const patience = new Promise<void>((resolve) => setTimeout(resolve, UNBIND_MS).unref());
    await Promise.race([goodbye, patience]);
    this.session.close();
    await Promise.race([this.closed, patience]);
    this.destroy();
  }

  destroy(): void {
    this.session.destroy();
    this.end();
  }

  private connected(): Promise<void> {
    return new Promise((resolve, reject) => {
      const { tls, connectSeconds } = this.config;
      const timer = setTimeout(() => give('CONNECT_TIMEOUT'), connectSeconds * 1000);
      let code = 'CONNECTION_CLOSED';
      const give = (why: string) => (clearTimeout(timer), reject(new SmppFailure(why, false)));
      this.session.on('error', (error: NodeJS.ErrnoException) => (code = error.code ?? code));
      this.session.once('close', () => give(code));
      this.session.once(tls ? 'secureConnect' : 'connect', () => (clearTimeout(timer), resolve()));
    });
  }

  /** An enquire_link that is not answered in time means that nobody is there, whatever TCP says. */
  private startEnquiries(): void {
    this.enquiry = setInterval(() => {
      this.request('enquire_link', {}).catch(() => this.destroy());
    }, this.config.enquireSeconds * 1000);
  }

  private read(pdu: PDU): void {
    if (pdu.isResponse()) {
      const pending = this.take(pdu.sequence_number);
      if (pdu.command_status === 0) this.hasWorked = true;
      pending?.resolve(pdu);
    } else if (pdu.command === 'deliver_sm' || pdu.command === 'data_sm') {
      const hearing = this.listen(pdu).finally(() => this.hearings.delete(hearing));
      this.hearings.add(hearing);
    } else if (pdu.command === 'unbind') {
      this.reply(pdu.response());
      this.session.close();
    } else {
      this.reply(pdu.response()); // enquire_link; to what is unknown the package answers generic_nack
    }
  }

  /** Answered only once it is stored, so that a message centre whose word was lost says it again. */
  private async listen(pdu: PDU): Promise<void> {
    try {
      await this.hear(pdu);
      this.reply(pdu.response());
    } catch {
      this.reply(pdu.response({ command_status: COME_AGAIN }));
    }
  }

  private reply(pdu: PDU): void {
    if (this.isGone) return;
    try {
      this.session.send(pdu);
    } catch {
      this.destroy();
    }
  }

  private take(number: number): Pending | undefined {
    const pending = this.pending.get(number);
    this.pending.delete(number);
    if (pending) clearTimeout(pending.timer);
    return pending;
  }

  private fail(number: number, code: string): void {
    this.take(number)?.reject(new SmppFailure(code, true));
  }

  private end(): void {
    this.isGone = true;
    clearInterval(this.enquiry);
    for (const number of this.pending.keys()) this.fail(number, 'CONNECTION_LOST');
  }
}
