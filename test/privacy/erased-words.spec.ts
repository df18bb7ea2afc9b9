import { type StoredEvent, ReceiptsRepository } from '../../src/receipt/receipts.repository.js';
import { makeGateway } from '../factories/campaign.factory.js';
import { makeArea, makeHousehold } from '../factories/directory.factory.js';
import { startApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';

const SECRET = 'Tôi là Kín ở ngõ 4';

describe('what operators brought from an erased household', () => {
  let app: TestApp;
  let areaId: string;
  let gatewayId: string;
  beforeAll(async () => {
    app = await startApp();
    areaId = await makeArea(app.sql, { name: 'Xã Riêng', level: 'commune' });
    gatewayId = await makeGateway(app.sql, {});
  });
  afterAll(() => app?.close());

  const EMPTY = {
    reference: null,
    deliveryId: null,
    attempt: null,
    outboxId: null,
    operatorId: null,
    status: null,
    code: null,
    occurredAt: null,
    part: null,
    outcome: null,
  };
  const heard = (phone: string, text: string | null, more: Partial<StoredEvent> = {}): StoredEvent => ({
    ...EMPTY,
    gatewayId,
    kind: 'inbound',
    phone,
    text,
    ...more,
  });
  const part = (number: number, text: string, phone: string) =>
    heard(phone, text, { part: JSON.stringify({ reference: '77', total: 2, number }) });
  /** Stores what came, as it came, and waits until it is read. */
  const hear = async (events: StoredEvent[]) => {
    await app.app.get(ReceiptsRepository).store(events);
    await eventually(async () =>
      expect(await app.sql.query('select 1 from receipts where applied_at is null')).toEqual([]),
    );
  };
  const erase = async (id: string) => {
    const { status } = await app.api(`/households/${id}/erase`, { method: 'POST', as: 'admin' });
    expect(status).toBe(200);
  };
  const kept = () =>
    app.sql.query<{ phone: string; text: string | null }>(
      'select phone, text from receipts where phone is not null or text is not null order by id',
    );
  afterEach(() => app.sql.execute('delete from receipts'));

  it('is blank however the number was written, and nothing is of a number that only ends alike', async () => {
    const id = await makeHousehold(app.sql, { areaId, phones: ['+84912345678', '+84325550101'] });
    const others = [
      ['84982345678', 'Của hộ khác'],
      ['02432345678', 'Máy bàn'],
      ['BHYT', 'Tin của tổng đài'],
    ] as const;
    await hear([
      ...['84912345678', '0912345678', '912345678', '+84912345678', '0084912345678', '0912.345.678'].map(
        (phone, i) => heard(phone, `${SECRET} lần ${i}`),
      ),
      // A number of before 2018.
      heard('01625550101', SECRET),
      heard('84912345678', null, { kind: 'receipt', reference: 'la', outcome: 'unknown' }),
      ...others.map(([phone, text]) => heard(phone, text)),
    ]);
    await erase(id);
    expect(await kept()).toEqual(others.map(([phone, text]) => ({ phone, text })));
  });

  it('is blank in every part and every repetition of its answers, also where others have the number', async () => {
    const phones = ['+84933000111'];
    const id = await makeHousehold(app.sql, { areaId, phones });
    await makeHousehold(app.sql, { areaId, headName: 'Con Gái', phones });
    await hear([part(1, 'Tôi là Kín', '0933000111'), part(2, ' ở ngõ 4', '0933000111')]);
    await hear([heard('0933000111', 'Nhà tôi chuyển đi'), heard('0933000111', 'Nhà tôi chuyển đi')]);
    await app.sql.execute('update replies set household_id = $1 where phone = $2', [id, phones[0]]);
    await hear([heard('0933000111', 'Của con gái')]);
    await app.sql.execute(`update replies set household_id = null where text = 'Của con gái'`);
    await erase(id);
    expect(await kept()).toEqual([{ phone: '0933000111', text: 'Của con gái' }]);
  });

  it('waits for nobody where it was not read yet', async () => {
    const id = await makeHousehold(app.sql, { areaId, phones: ['+84944000222'] });
    await app.sql.execute(
      `insert into receipts (gateway_id, kind, phone, text, retry_at)
       values ($1, 'inbound', '0944000222', $2, now() + interval '1 hour')`,
      [gatewayId, SECRET],
    );
    await erase(id);
    const waiting = await app.sql.query(`select 1 from receipts where applied_at is null`);
    expect(waiting).toEqual([]);
    expect(await kept()).toEqual([]);
    expect(await app.sql.query(`select 1 from replies where text = $1`, [SECRET])).toEqual([]);
  });
});
