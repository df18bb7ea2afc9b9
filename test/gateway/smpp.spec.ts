import net from 'node:net';
import type { Gateway, GatewayEvent, OutboundMessage } from '../../src/gateway/gateway.js';
import { BindSlotsRepository } from '../../src/gateway/bind-slots.repository.js';
import { GatewayError } from '../../src/gateway/gateway-error.js';
import { SmppConfig } from '../../src/gateway/smpp/smpp-config.schema.js';
import { OutgoingGuard } from '../../src/platform/http-client/outgoing-guard.js';
import { selfSigned } from '../support/certificate.js';
import { startTlsTerminator, type TlsTerminator } from '../support/tls-terminator.js';
import { SmppGateway } from '../../src/gateway/smpp/smpp.gateway.js';
import type { Sql } from '../../src/platform/database/sql.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { makeGateway } from '../factories/campaign.factory.js';
import { eventually } from '../support/eventually.js';
import { describeWhen, itWhen } from '../support/needs.js';
import { hasPerlSmsc, type PerlSmsc, startPerlSmsc } from '../support/perl-smsc.js';
import { testSql } from '../support/sql.js';

const itPerl = itWhen(hasPerlSmsc, 'libnet-smpp-perl is not installed');
const LONG =
  'Đề nghị bà con chấp hành nghiêm quy định về phòng cháy, chữa cháy; kiểm tra bếp và ổ điện. 🔥 '.repeat(2);

let sql: Sql;
let close: () => Promise<void>;
let smsc: PerlSmsc | undefined;
let gateways: Gateway[] = [];
let heard: GatewayEvent[] = [];
let store: () => Promise<void>;
let logs: string[] = [];

beforeAll(async () => {
  ({ sql, close } = await testSql());
});
afterAll(() => close());
beforeEach(() => {
  heard = [];
  logs = [];
  store = () => Promise.resolve();
});
afterEach(async () => {
  await Promise.all(gateways.map((gateway) => gateway.close()));
  gateways = [];
  await smsc?.stop();
  smsc = undefined;
});

async function account(
  {
    password = 'secret',
    guard,
    ...change
  }: Record<string, unknown> & { password?: string; guard?: OutgoingGuard } = {},
  gatewayId?: string,
): Promise<SmppGateway> {
  const id = gatewayId ?? (await makeGateway(sql));
  const binds = new BindSlotsRepository(sql);
  const config = SmppConfig.parse({
    host: '127.0.0.1',
    port: smsc?.port ?? 9,
    systemId: 'xa-an-binh',
    sender: 'UBND',
    connectSeconds: 2,
    answerSeconds: 2,
    ...change,
  });
  const gateway = new SmppGateway(
    config,
    { password },
    { connections: 64, answerTimeoutMs: 2_000, guard },
    {
      gatewayId: id,
      takeBind: (limit) => binds.take(id, limit),
      boundElsewhere: () => binds.bound(id),
      hear: async (events) => {
        await store();
        heard.push(...events);
      },
      logger: createLogger('debug', { write: (line) => void logs.push(line) }),
    },
  );
  gateways.push(gateway);
  return gateway;
}

function message(change: Partial<OutboundMessage> = {}): OutboundMessage {
  const text = change.text ?? 'Xin kiem tra bep.';
  return {
    reference: 'abc12301zz9',
    phone: '+84912345600',
    text,
    parts: 1,
    encoding: 'gsm7',
    callbackUrl: null,
    ...change,
  };
}

const signal = () => AbortSignal.timeout(20_000);
const send = (gateway: Gateway, change: Partial<OutboundMessage> = {}) =>
  gateway.send(message(change), signal());

async function refusal(sending: Promise<unknown>): Promise<GatewayError> {
  const error: unknown = await sending.then(
    () => new Error('it was accepted'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof GatewayError)) throw error;
  return error;
}

function textOf(hex: string, coding: number): string {
  const octets = Buffer.from(hex, 'hex');
  return coding === 8 ? Buffer.from(octets).swap16().toString('utf16le') : octets.toString('latin1');
}

describe('a message over SMPP', () => {
  itPerl('is taken under an id, and its receipt comes with that id', async () => {
    smsc = await startPerlSmsc();
    const gateway = await account({ validityMinutes: 1500 });
    const accepted = await send(gateway);
    expect(accepted).toEqual({ operatorId: expect.stringMatching(/^m\d+$/), parts: 1 });
    await eventually(() => expect(smsc!.taken()).toHaveLength(1));
    expect(smsc.taken()).toMatchObject([
      {
        taken: '84912345600',
        from: 'UBND',
        ton: '5/1',
        coding: 0,
        esm: 0,
        registered: 1,
        validity: '000001010000000R',
      },
    ]);
    expect(textOf(smsc.taken()[0]!.hex!, 0)).toBe('Xin kiem tra bep.');
    await eventually(() => expect(heard).toHaveLength(1));
    expect(heard).toEqual([
      { type: 'receipt', operatorId: accepted.operatorId, status: 'delivered', code: 'DELIVRD' },
    ]);
    expect(smsc.lines.find((line) => line.bound)).toMatchObject({ version: 0x34 });
  });

  itPerl('in Vietnamese travels as UCS-2, in parts that no cut spoils, with one receipt', async () => {
    smsc = await startPerlSmsc();
    const gateway = await account();
    const accepted = await send(gateway, { text: LONG, parts: 3, encoding: 'ucs2' });
    await eventually(() => expect(smsc!.taken()).toHaveLength(accepted.parts!));
    const parts = smsc.taken();
    expect(parts).toHaveLength(3);
    expect(parts.every((part) => part.coding === 8 && part.esm === 0x40)).toBe(true);
    const headers = parts.map((part) => part.hex!.slice(0, 12));
    expect(new Set(headers.map((header) => header.slice(0, 8))).size).toBe(1);
    expect(headers.map((header) => header.slice(8))).toEqual(
      parts.map((_, i) => `0${parts.length}0${i + 1}`),
    );
    expect(parts.map((part) => textOf(part.hex!.slice(12), 8)).join('')).toBe(LONG);
    expect(parts.map((part) => part.registered)).toEqual([...parts.slice(1).map(() => 0), 1]);
    await eventually(() => expect(heard).toMatchObject([{ operatorId: accepted.operatorId }]));
  });

  itPerl('travels whole where the operator takes message_payload', async () => {
    smsc = await startPerlSmsc();
    const gateway = await account({ longMessages: 'payload' });
    expect(await send(gateway, { text: LONG, parts: 3 })).toMatchObject({ parts: 3 });
    await eventually(() => expect(smsc!.taken()).toHaveLength(1));
    expect(textOf(smsc.taken()[0]!.hex!, 8)).toBe(LONG);
  });

  itPerl('has ids in hexadecimal in one place and decimal in the other, which are the same', async () => {
    smsc = await startPerlSmsc({ ids: 'hex', receipts: 'text' });
    const gateway = await account({ idInAnswer: 'hex', idInReceipt: 'decimal' });
    const accepted = await send(gateway);
    await eventually(() => expect(heard).toMatchObject([{ operatorId: accepted.operatorId }]));
    const failed = await send(gateway, { phone: '+84912345680' });
    await eventually(() =>
      expect(heard[1]).toEqual({
        type: 'receipt',
        operatorId: failed.operatorId,
        status: 'undelivered',
        code: 'UNDELIV 069',
      }),
    );
  });

  itPerl('has receipts that are read as oddly as they are written', async () => {
    smsc = await startPerlSmsc({ receipts: 'odd' });
    const gateway = await account();
    const { operatorId } = await send(gateway);
    await eventually(() =>
      expect(heard).toEqual([{ type: 'receipt', operatorId, status: 'delivered', code: 'DELIVRD' }]),
    );
  });

  itPerl('that is refused says why', async () => {
    smsc = await startPerlSmsc();
    const gateway = await account();
    expect(await refusal(send(gateway, { phone: '+84912345611' }))).toMatchObject({
      kind: 'bad-recipient',
      code: 'ESME_RINVDSTADR',
      sent: 'no',
    });
    expect(await refusal(send(gateway, { phone: '+84912345658' }))).toMatchObject({
      kind: 'throttled',
      code: 'ESME_RTHROTTLED',
      sent: 'no',
    });
  });

  itPerl('whose own status the account has a word for is read by that word', async () => {
    smsc = await startPerlSmsc();
    const gateway = await account({ statusKinds: { 11: 'opted-out' } });
    expect((await refusal(send(gateway, { phone: '+84912345611' }))).kind).toBe('opted-out');
  });

  itPerl('of which a later part is refused for the moment is completed, and never begun anew', async () => {
    smsc = await startPerlSmsc();
    const gateway = await account();
    await send(gateway, { phone: '+84912345678', text: LONG, parts: 3 });
    await eventually(() => expect(smsc!.taken()).toHaveLength(3));
    const numbers = smsc.taken().map((part) => part.hex!.slice(10, 12));
    expect(numbers).toEqual(numbers.map((_, i) => `0${i + 1}`));
  });

  itPerl('of which a later part is refused for good is refused', async () => {
    smsc = await startPerlSmsc();
    const gateway = await account();
    expect(await refusal(send(gateway, { phone: '+84912345677', text: LONG, parts: 3 }))).toMatchObject({
      kind: 'rejected',
      sent: 'no',
    });
  });

  itPerl('that is not answered in time is in doubt', async () => {
    smsc = await startPerlSmsc();
    const gateway = await account({ answerSeconds: 1 });
    expect(await refusal(send(gateway, { phone: '+84912345690' }))).toMatchObject({
      kind: 'unclear',
      code: 'ANSWER_TIMEOUT',
      sent: 'maybe',
    });
  });

  itPerl(
    'whose connection goes before its answer is in doubt, and the next one finds a new bind',
    async () => {
      smsc = await startPerlSmsc({ 'disconnect-every': 2 });
      const gateway = await account();
      await send(gateway);
      expect(await refusal(send(gateway))).toMatchObject({ kind: 'unclear', code: 'CONNECTION_LOST' });
      await send(gateway);
      await eventually(() => expect(smsc!.lines.filter((line) => line.bound)).toHaveLength(2));
    },
  );

  it('to nobody who listens is unsent', async () => {
    const gateway = await account({ connectSeconds: 1 });
    expect(await refusal(send(gateway))).toMatchObject({
      kind: 'unreachable',
      code: 'ECONNREFUSED',
      sent: 'no',
    });
  });

  itPerl('is unsent where the product stops before it leaves', async () => {
    smsc = await startPerlSmsc();
    const gateway = await account();
    expect(await refusal(gateway.send(message(), AbortSignal.abort()))).toMatchObject({
      kind: 'unreachable',
      sent: 'no',
    });
    expect(smsc.taken()).toHaveLength(0);
  });

  itPerl('keeps to the window: more submits than it holds are never unanswered', async () => {
    smsc = await startPerlSmsc();
    const gateway = await account({ window: 2, answerSeconds: 1 });
    const stuck = [
      refusal(send(gateway, { phone: '+84912345690' })),
      refusal(send(gateway, { phone: '+84912345690' })),
    ];
    await eventually(() => expect(smsc!.taken()).toHaveLength(2));
    const third = send(gateway);
    await Promise.all(stuck);
    await third;
    await eventually(() =>
      expect(smsc!.taken().map((line) => line.taken!.slice(-2))).toEqual(['90', '90', '00']),
    );
  });
});

itPerl('the window of a bind is shared in the order in which senders came, whoever they are', async () => {
  smsc = await startPerlSmsc();
  const gateway = await account({ window: 1 });
  // Three campaigns of one process: the second and third wait behind one message each, not behind a whole campaign.
  const sendings = ['1', '2', '3', '1', '2', '3', '1', '2', '3'].map((campaign) =>
    send(gateway, { phone: `+8491234560${campaign}` }),
  );
  await Promise.all(sendings);
  await eventually(() =>
    expect(
      smsc!
        .taken()
        .map((line) => line.taken!.at(-1))
        .join(''),
    ).toBe('123123123'),
  );
});

describe('a bind', () => {
  itPerl('that is refused for its password says so, to senders and to the administrator', async () => {
    smsc = await startPerlSmsc();
    const gateway = await account({ password: 'wrong' });
    expect(await refusal(send(gateway))).toMatchObject({ kind: 'misconfigured', code: 'ESME_RINVPASWD' });
    const health = await gateway.check(signal());
    expect(health).toEqual({ ok: false, detail: expect.stringContaining('ESME_RINVPASWD') });
    expect(logs.join('\n')).not.toContain('wrong');
  });

  itPerl('whose other end does not answer enquire_link is given up and made again', async () => {
    smsc = await startPerlSmsc();
    const gateway = await account({ enquireSeconds: 1, answerSeconds: 1 });
    await send(gateway);
    smsc.tell({ cmd: 'deaf', on: 1 });
    await eventually(() => expect(smsc!.lines.filter((line) => line.bound).length).toBeGreaterThan(1));
    smsc.tell({ cmd: 'deaf', on: 0 });
    await eventually(() => send(gateway));
  });

  itPerl('that the operator ends is made again', async () => {
    smsc = await startPerlSmsc();
    const gateway = await account();
    await send(gateway);
    smsc.tell({ cmd: 'kick' });
    await eventually(() => expect(smsc!.lines.filter((line) => line.bound)).toHaveLength(2));
    await send(gateway);
  });

  itPerl('is ended with unbind when the account is closed, after what is on its way', async () => {
    smsc = await startPerlSmsc();
    const gateway = await account();
    const sending = send(gateway);
    await gateway.close();
    expect(await sending).toMatchObject({ parts: 1 });
    await eventually(() => expect(smsc!.lines.filter((line) => line.unbound)).toHaveLength(1));
    expect(await refusal(send(gateway))).toMatchObject({ kind: 'unreachable', sent: 'no' });
  });

  itPerl(
    'is one of those that the operator allows, over all processes; a dead one’s is taken over',
    async () => {
      smsc = await startPerlSmsc();
      const gatewayId = await makeGateway(sql);
      const first = await account({}, gatewayId);
      await send(first);
      const second = await account({}, gatewayId);
      await eventually(() => first.hasPlace());
      expect(second.hasPlace()).toBe(false);
      expect(await second.check(signal())).toMatchObject({ ok: true });
      expect(smsc.lines.filter((line) => line.bound)).toHaveLength(1);
      await first.close();
      await eventually(() => second.hasPlace());
      await send(second);
      await sql.execute(`update gateway_binds set holder = 'somebody else' where gateway_id = $1`, [
        gatewayId,
      ]);
      await sql.execute(
        `update gateway_binds set lease_until = now() - interval '1 second' where gateway_id = $1`,
        [gatewayId],
      );
      const third = await account({}, gatewayId);
      await eventually(() => third.hasPlace());
      await send(third);
    },
  );

  itPerl('for a check alone is not kept', async () => {
    smsc = await startPerlSmsc();
    const gateway = await account();
    expect(await gateway.check(signal())).toMatchObject({ ok: true });
    expect(await gateway.check(signal())).toMatchObject({ ok: true });
    await eventually(() => expect(smsc!.lines.filter((line) => line.unbound)).toHaveLength(2));
  });
});

describe('what comes over a bind', () => {
  itPerl('is answered only when it is stored, and else asked for again', async () => {
    smsc = await startPerlSmsc();
    store = () => Promise.reject(new Error('Postgres is away'));
    const gateway = await account();
    gateway.keepOpen();
    await eventually(() => expect(smsc!.lines.some((line) => line.bound)).toBe(true));
    smsc.say('84912345600', 'TC');
    await eventually(() =>
      expect(smsc!.lines.find((line) => line.heard !== undefined)).toMatchObject({ status: 0x64 }),
    );
    expect(heard).toEqual([]);
    store = () => Promise.resolve();
    smsc.say('84912345600', 'Từ chối ạ');
    await eventually(() =>
      expect(heard).toEqual([{ type: 'inbound', phone: '84912345600', text: 'Từ chối ạ' }]),
    );
    await eventually(() =>
      expect(smsc!.lines.filter((line) => line.heard !== undefined).at(-1)).toMatchObject({ status: 0 }),
    );
  });
});

it('rubbish from the other end ends the connection and nothing else', async () => {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => socket.write(Buffer.alloc(64, 0xff)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  const gateway = await account({ port, connectSeconds: 1, answerSeconds: 1 });
  expect(await refusal(send(gateway))).toMatchObject({ kind: 'unreachable', sent: 'no' });
  await gateway.close();
  server.close();
});

describeWhen(hasPerlSmsc, 'libnet-smpp-perl is not installed')('a bind over TLS', () => {
  const certificate = selfSigned();
  let front: TlsTerminator;
  beforeEach(async () => {
    smsc = await startPerlSmsc();
    front = await startTlsTerminator(certificate, smsc.port);
  });
  afterEach(() => front.close());

  it.each(['127.0.0.1', 'localhost'])(
    'takes a message and hears its receipt where the certificate of %s is trusted',
    async (host) => {
      const gateway = await account({ host, port: front.port, tls: true, tlsCa: certificate.cert });
      const { operatorId } = await send(gateway);
      await eventually(() =>
        expect(heard).toMatchObject([{ type: 'receipt', operatorId, status: 'delivered' }]),
      );
      expect(front.taken).toBe(1);
    },
  );

  it('is not made where the certificate is nobody’s, or another host’s, and nothing leaves', async () => {
    const stranger = await account({ port: front.port, tls: true });
    expect(await refusal(send(stranger))).toMatchObject({ sent: 'no', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    const foreign = selfSigned('tong-dai.example.vn');
    const other = await startTlsTerminator(foreign, smsc!.port);
    try {
      const gateway = await account({ host: 'localhost', port: other.port, tls: true, tlsCa: foreign.cert });
      expect(await refusal(send(gateway))).toMatchObject({
        sent: 'no',
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      });
    } finally {
      await other.close();
    }
  });
});

describe('a message centre inside a network that the installation does not allow', () => {
  it.each(['127.0.0.1', 'localhost'])('is not called at %s', async (host) => {
    const gateway = await account({
      host,
      port: 9,
      guard: new OutgoingGuard('10.0.0.0/8'),
      connectSeconds: 1,
    });
    expect(await refusal(send(gateway))).toMatchObject({
      kind: 'misconfigured',
      sent: 'no',
      code: 'ADDRESS_NOT_ALLOWED',
    });
    expect((await gateway.check(signal())).detail).toContain('OUTGOING_ALLOW');
  });
});
