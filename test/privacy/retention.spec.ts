import { makeCampaign, makeGateway } from '../factories/campaign.factory.js';
import { makeArea, makeHousehold, makePhone } from '../factories/directory.factory.js';
import { RetentionSweep } from '../../src/privacy/retention.sweep.js';
import { startApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';

let app: TestApp;
beforeAll(async () => (app = await startApp({ SWEEP_SECONDS: 3600 })));
afterAll(() => app?.close());

test('a night clears what was kept long enough, and leaves accounts, refusals and what is younger', async () => {
  const areaId = await makeArea(app.sql, { name: 'Xã Lưu', level: 'commune' });
  const gatewayId = await makeGateway(app.sql, {});
  const settings = { ledgerMonths: 12, repliesMonths: 12, importRowsMonths: 3, receiptsMonths: 3 };
  const put = await app.api('/settings/retention', { method: 'PUT', as: 'admin', body: settings });
  expect([put.status, put.body]).toEqual([200, settings]);

  const deliveries: Record<string, string> = {};
  for (const [name, months] of [
    ['old', 13],
    ['young', 11],
  ] as const) {
    const phone = makePhone();
    const householdId = await makeHousehold(app.sql, { areaId, phones: [phone] });
    const campaign = await makeCampaign(app.sql, { areaIds: [areaId], gatewayId, state: 'completed' });
    await app.sql.execute(
      `update campaigns set completed_at = now() - make_interval(months => $2) where id = $1`,
      [campaign, months],
    );
    const [delivery] = await app.sql.query<{ id: string }>(
      `insert into deliveries (campaign_id, household_id, area_id, head_name, phone, state)
       values ($1, $2, $3, 'Nguyễn Văn An', $4, 'delivered') returning id`,
      [campaign, householdId, areaId, phone],
    );
    deliveries[name] = delivery!.id;
    await app.sql.execute(
      `insert into attempts (delivery_id, attempt, step, phone, channel, gateway_id, outcome, parts, cost_vnd, sent_at)
       values ($1, 1, 0, $2, 'sms', $3, 'delivered', 1, 350, now())`,
      [delivery!.id, phone, gatewayId],
    );
    await app.sql.execute(
      `insert into imports (area_id, file_name, status, committed_at)
       values ($1, $2, 'committed', now() - make_interval(months => $3))`,
      [areaId, `${name}.xlsx`, name === 'old' ? 4 : 2],
    );
    await app.sql.execute(
      `insert into import_rows (import_id, row_no, sheet_row, outcome, raw)
       select id, 1, 2, 'unchanged', '[]' from imports where file_name = $1`,
      [`${name}.xlsx`],
    );
  }

  const sweep = app.app.get(RetentionSweep);
  await app.sql.execute('delete from retention_runs');
  await app.sql.execute(
    `insert into retention_runs (night) values ((now() at time zone 'Asia/Ho_Chi_Minh')::date)`,
  );
  const run = await eventually(async () => {
    await sweep.sweep();
    const { lastRun } = (await app.api('/settings/retention', { as: 'admin' })).body;
    expect(lastRun.finishedAt).not.toBeNull();
    return lastRun;
  });
  expect(run.cleared).toMatchObject({ ledger: 1, importRows: 1 });
  const names = await app.sql.query<{ id: string; head_name: string; phone: string | null; tried: string }>(
    `select d.id, d.head_name, d.phone, a.phone as tried from deliveries d join attempts a on a.delivery_id = d.id order by d.id`,
  );
  expect(names).toEqual([
    { id: deliveries['old'], head_name: '(đã xóa)', phone: null, tried: '' },
    {
      id: deliveries['young'],
      head_name: 'Nguyễn Văn An',
      phone: expect.any(String),
      tried: expect.any(String),
    },
  ]);
  const [old] = await app.sql.query<{ id: string }>(`select id from imports where file_name = 'old.xlsx'`);
  const undo = await app.api(`/imports/${old!.id}/undo`, { method: 'POST', as: 'admin' });
  expect([undo.status, undo.body.code]).toEqual([409, 'import-too-old']);
  expect((await app.sql.query('select 1 from import_rows')).length).toBe(1);
  expect((await app.api('/audit-events?action=retention.cleared', { as: 'admin' })).body.items).toHaveLength(
    1,
  );
});
