import { BindSlotsRepository } from '../../src/gateway/bind-slots.repository.js';
import type { GatewayEvent } from '../../src/gateway/gateway.js';
import { GatewayError } from '../../src/gateway/gateway-error.js';
import { SmppConfig } from '../../src/gateway/smpp/smpp-config.schema.js';
import { SmppGateway } from '../../src/gateway/smpp/smpp.gateway.js';
import { createLogger } from '../../src/platform/logging/logger.js';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.js';
import { makeGateway } from '../factories/campaign.factory.js';
import { eventually } from '../support/eventually.js';
import { testSql } from '../support/sql.js';

let simulator: Simulator;
let gateway: SmppGateway;
let heard: GatewayEvent[] = [];
let database: Awaited<ReturnType<typeof testSql>>;

beforeAll(async () => {
  database = await testSql();
  simulator = await startSimulator({
    port: 0,
    smppPort: 0,
    key: 'khoa',
    receiptDelayMs: 10,
    lateReceiptMs: 50,
  });
  const binds = new BindSlotsRepository(database.sql);
  const gatewayId = await makeGateway(database.sql);
  gateway = new SmppGateway(
    SmppConfig.parse({
      host: '127.0.0.1',
      port: simulator.smppPort,
      systemId: 'xa',
      sender: 'UBND',
      answerSeconds: 1,
    }),
    { password: 'khoa' },
    { connections: 4, answerTimeoutMs: 1_000 },
    {
      gatewayId,
      takeBind: (limit) => binds.take(gatewayId, limit),
      boundElsewhere: () => binds.bound(gatewayId),
      hear: (events) => Promise.resolve(void heard.push(...events)),
      logger: createLogger('silent'),
    },
  );
});
afterAll(async () => {
  await gateway.close();
  await simulator.stop();
  await database.close();
});
beforeEach(() => (heard = []));

const send = (ending: string, text = 'Xin kiem tra bep.') =>
  gateway
    .send(
      { reference: 'r', phone: `+849123456${ending}`, text, parts: 1, encoding: 'gsm7', callbackUrl: null },
      AbortSignal.timeout(10_000),
    )
    .then(
      (accepted) => accepted.operatorId!,
      (error: unknown) => (error instanceof GatewayError ? error.kind : String(error)),
    );

describe('the simulator over SMPP', () => {
  it.each([
    ['00', 'delivered'],
    ['80', 'undelivered'],
    ['81', 'expired'],
    ['82', 'delivered'],
  ])('takes a message to …%s and says that it was %s', async (ending, status) => {
    const operatorId = await send(ending);
    await eventually(() => expect(heard).toMatchObject([{ type: 'receipt', operatorId, status }]));
  });

  it('takes a long text once', async () => {
    const before = (await (await fetch(`${simulator.url}/admin/log`)).text()).split('\n').length;
    const operatorId = await send('01', 'Đề nghị bà con kiểm tra bếp, ổ điện. '.repeat(6));
    await eventually(() => expect(heard).toMatchObject([{ operatorId, status: 'delivered' }]));
    expect((await (await fetch(`${simulator.url}/admin/log`)).text()).split('\n')).toHaveLength(before + 1);
  });

  it.each([
    ['89', 'throttled'],
    ['91', 'unclear'],
    ['92', 'unreachable'],
    ['96', 'unclear'],
    ['97', 'bad-recipient'],
    ['98', 'rejected'],
  ])('refuses …%s as %s', async (ending, kind) => {
    expect(await send(ending)).toBe(kind);
  });
});
