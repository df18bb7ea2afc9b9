import type net from 'node:net';
import smpp, { type PDU, type Session } from 'smpp';
import type { BehaviourTable } from './behaviours.js';
import { idOf, type Fate } from './message-log.js';
import type { Answer, Operator } from './operator.js';

interface Delays {
  receiptMs: number;
  lateMs: number;
}

const SLOW_MS = 3_000;
/** command_status of each refusal (SMPP 3.4 §5.1.3). */
const STATUS = {
  throttled: 0x58,
  'bad-recipient': 0x0b,
  'opted-out': 0x66,
  'bad-content': 0x65,
  quota: 0x400,
  night: 0x401,
  misconfigured: 0x0a,
  rejected: 0x65,
  error: 0x08,
} as const;
const WRONG_PASSWORD = 0x0e;
const RECEIPT = 0x04;
const STATES = {
  delivered: ['DELIVRD', 2],
  undelivered: ['UNDELIV', 5],
  expired: ['EXPIRED', 3],
} as const satisfies Record<Fate, readonly [string, number]>;

/**
 * The operator as an SMPP 3.4 message centre: binds with the key as password, submits, receipts as deliver_sm. A text of
 * several parts is taken with its last one. What HTTP would break, it breaks by ending the connection.
 */
export class SmppEndpoint {
  private readonly sessions = new Set<Session>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly server: net.Server;
  private serial = 0;

  constructor(
    private readonly operator: Operator,
    private readonly behaviours: BehaviourTable,
    private readonly key: string,
    private readonly delays: Delays,
  ) {
    this.server = smpp.createServer((session) => this.serve(session));
  }

  /** Resolves with the port when it listens. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, () => resolve((this.server.address() as net.AddressInfo).port));
    });
  }

  stop(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer);
    for (const session of this.sessions) session.destroy();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private serve(session: Session): void {
    this.sessions.add(session);
    session.on('close', () => this.sessions.delete(session));
    session.on('error', () => session.destroy());
    session.on('pdu', (pdu: PDU) => {
      if (pdu.isResponse()) return;
      if (pdu.command.startsWith('bind_')) this.bind(session, pdu);
      else if (pdu.command === 'submit_sm') this.submit(session, pdu);
      else {
        session.send(pdu.response());
        if (pdu.command === 'unbind') session.close();
      }
    });
  }

  private bind(session: Session, pdu: PDU): void {
    const isRight = pdu.password === this.key;
    session.send(pdu.response({ system_id: 'simulator', command_status: isRight ? 0 : WRONG_PASSWORD }));
    if (!isRight) session.close();
  }

  private submit(session: Session, pdu: PDU): void {
    if (!isLast(pdu)) {
      session.send(pdu.response({ message_id: `p${++this.serial}` }));
      return;
    }
    const phone = `+${(pdu.destination_addr ?? '').replace(/\D/g, '')}`;
    // SMPP names no message of the sender's, so each submit is one of its own.
    this.operator.take('smpp', { reference: `smpp-${++this.serial}`, phone, callback: null }, (answer) => {
      this.answer(session, pdu, answer);
      if (answer.index !== null && pdu.registered_delivery) this.report(session, pdu, phone, answer.index);
    });
  }

  private answer(session: Session, pdu: PDU, answer: Answer): void {
    const taken = () => session.send(pdu.response({ message_id: idOf(answer.index!) }));
    switch (answer.kind) {
      case 'accepted':
        taken();
        return;
      case 'slow':
        this.later(SLOW_MS, taken);
        return;
      case 'none':
        return;
      case 'reset':
      case 'truncated':
      case 'html':
        session.destroy();
        return;
      case 'error':
        // Taken and refused at once is what HTTP can say; here the connection goes.
        if (answer.index === null) session.send(pdu.response({ command_status: STATUS.error }));
        else session.destroy();
        return;
      case 'throttled-once':
        session.send(pdu.response({ command_status: STATUS.throttled }));
        return;
      case 'code':
        session.send(pdu.response({ command_status: Number(answer.code) || STATUS.rejected }));
        return;
      default:
        session.send(pdu.response({ command_status: STATUS[answer.kind] }));
    }
  }

  private report(session: Session, pdu: PDU, phone: string, index: number): void {
    const { receipt, fate } = this.behaviours.of(phone, 'smpp');
    if (receipt === 'none') return;
    const send = () => this.deliver(this.living(session), pdu, index, fate);
    this.later(receipt === 'late' ? this.delays.lateMs : this.delays.receiptMs, send);
    if (receipt === 'twice') this.later(this.delays.receiptMs, send);
  }

  private deliver(session: Session | undefined, submit: PDU, index: number, fate: Fate): void {
    const [stat, state] = STATES[fate];
    session?.send(
      new smpp.PDU('deliver_sm', {
        source_addr: submit.destination_addr,
        destination_addr: submit.source_addr,
        esm_class: RECEIPT,
        data_coding: 0,
        short_message: Buffer.from(
          `id:${idOf(index)} sub:001 dlvrd:001 stat:${stat} err:000 text:`,
          'latin1',
        ),
        receipted_message_id: idOf(index),
        message_state: state,
      }),
    );
  }

  /** A receipt finds its way over another bind where its own is gone. */
  private living(session: Session): Session | undefined {
    return this.sessions.has(session) ? session : [...this.sessions][0];
  }

  private later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, ms);
    this.timers.add(timer);
  }
}

/** Whether this submit is a text's only or last part. */
function isLast(pdu: PDU): boolean {
  if (pdu.sar_total_segments !== undefined) return pdu.sar_segment_seqnum === pdu.sar_total_segments;
  const header = pdu.short_message?.udh?.find((element) => element[0] === 0x00 || element[0] === 0x08);
  return header === undefined || header.at(-1) === header.at(-2);
}
