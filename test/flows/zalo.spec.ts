import { makeHousehold } from '../factories/directory.factory.js';
import { eventually } from '../support/eventually.js';
import { ladderOf, TEMPLATE, type ZaloStory, zaloStory } from './zalo-story.js';

let story: ZaloStory;

beforeAll(async () => {
  story = await zaloStory();
});
afterAll(() => story?.close());
beforeEach(async () => {
  await story.sql.execute('delete from contacts');
  await story.sql.execute('update households set deleted_at = now()');
});

const by = async (id: string) =>
  (await story.api(`/campaigns/${id}/deliveries`, { as: 'propagandist' })).body.items as {
    headName: string;
    state: string;
    reason: string | null;
    attempts: { channel: string; outcome: string; code: string | null; costVnd: number }[];
  }[];
const preview = async (id: string) =>
  (await story.api(`/campaigns/${id}/preview`, { method: 'POST', as: 'approver' })).body;
const refused = (change: Record<string, unknown>) =>
  story.submitted({ steps: [{ channel: 'zalo', gatewayId: story.templatesId, ...change }] }).then(
    () => [],
    (error: Error) =>
      (JSON.parse(error.message) as { errors: { path: string }[] }).errors.map(({ path }) => path),
  );

describe('the templates of an account', () => {
  it('are shown with their parameters, and who may not change the account may still choose one', async () => {
    const { status, body } = await story.api(`/gateways/${story.templatesId}/templates`, {
      as: 'propagandist',
    });
    expect(status).toBe(200);
    expect(body.syncedAt).not.toBeNull();
    expect(body.items.find((each: { id: string }) => each.id === '345678')).toMatchObject({
      name: 'Thông báo pháp luật',
      isUsable: true,
      priceVnd: 120,
      params: [{ name: 'chu_ho', isRequired: true, maxLength: 30 }, expect.anything(), expect.anything()],
    });
    const sync = await story.api(`/gateways/${story.templatesId}/templates/sync`, {
      method: 'POST',
      as: 'propagandist',
    });
    expect(sync.status).toBe(403);
    const sms = await story.api(`/gateways/${story.gatewayId}/templates/sync`, {
      method: 'POST',
      as: 'admin',
    });
    expect([sms.status, sms.body.code]).toEqual([409, 'no-templates']);
  });

  it('are read again when Zalo says that one has changed', async () => {
    await story.zalo({ event: { event_name: 'change_template_status', template_id: '345678' } });
    await eventually(async () => {
      const [sync] = await story.sql.query<{ isDue: boolean }>(
        'select due_at <= now() as "isDue" from gateway_template_syncs where gateway_id = $1',
        [story.templatesId],
      );
      expect(sync!.isDue).toBe(true);
    });
  });
});

describe('a step that sends a template', () => {
  it('is refused where it is no template of the account, or its values are not the template’s', async () => {
    expect(await refused({ text: 'Xin chào' })).toEqual(['steps.0.templateId']);
    expect(await refused({ templateId: '1', templateData: {} })).toEqual(['steps.0.templateId']);
    expect(await refused({ templateId: '345678', templateData: { la: 'x' } })).toEqual([
      'steps.0.templateData.la',
      'steps.0.templateData.chu_ho',
      'steps.0.templateData.dia_ban',
    ]);
    expect(
      await refused({
        templateId: '345678',
        templateData: { chu_ho: 'An'.repeat(20), dia_ban: '{thôn nào}' },
      }),
    ).toEqual(['steps.0.templateData.chu_ho', 'steps.0.templateData.dia_ban']);
    expect(await refused({ templateId: '345678', text: 'cả hai', templateData: {} })).toEqual([
      'steps.0.text',
    ]);
  });

  it('costs what the template says, and is sent with the household’s own values', async () => {
    await makeHousehold(story.sql, { areaId: story.hamletId, headName: 'Trần Thị Bé' });
    const id = await story.submitted({ steps: [ladderOf(story).steps[0]] });
    expect(await preview(id)).toMatchObject({
      deliveries: 1,
      parts: 1,
      costVnd: 120,
      samples: [
        { text: 'Thông báo pháp luật\nchu_ho: Trần Thị Bé\ndia_ban: Ấp 1\nnoi_dung: Cảnh giác lừa đảo' },
      ],
    });
    await story.api(`/campaigns/${id}/approve`, { method: 'POST', as: 'approver' });
    await eventually(async () => expect(await story.account(id)).toMatchObject({ delivered: 1 }));
    expect((await by(id))[0]!.attempts).toMatchObject([
      { channel: 'zalo', outcome: 'delivered', costVnd: 120 },
    ]);
  });

  it('leaves out a household whose name does not fit, says so before, and the next step writes to it', async () => {
    const long = 'Nguyễn Phúc Công Tằng Tôn Nữ Hoàng Bảo Ngọc';
    await makeHousehold(story.sql, { areaId: story.hamletId, headName: long });
    const alone = await story.submitted({ steps: [ladderOf(story).steps[0]] });
    expect(await preview(alone)).toMatchObject({
      deliveries: 0,
      costVnd: 0,
      skipped: [{ reason: 'template-value', count: 1, label: expect.stringContaining('không vừa') }],
    });
    await story.api(`/campaigns/${alone}/approve`, { method: 'POST', as: 'approver' });
    expect(await story.reaches(alone, 'completed')).toMatchObject({ rejected: 1 });
    expect((await by(alone))[0]).toMatchObject({ reason: 'template-value' });
    const before = (await story.reached()).length;
    const ladder = await story.approved(ladderOf(story));
    await eventually(async () => expect(await story.account(ladder)).toMatchObject({ delivered: 1 }));
    expect((await by(ladder))[0]!.attempts.map(({ channel, outcome }) => [channel, outcome])).toEqual([
      ['zalo', 'rejected'],
      ['sms', 'delivered'],
    ]);
    expect((await story.reached()).length).toBe(before + 1);
  });

  it('waits for tomorrow where it is told to, when the day’s quota has ended', async () => {
    await story.households(5);
    await story.zalo({ quota: 2 });
    await story.sql.execute('delete from gateway_quotas');
    const id = await story.approved(ladderOf(story, { whenQuotaEnds: 'wait' }));
    await eventually(async () => expect(await story.account(id)).toMatchObject({ delivered: 2, planned: 3 }));
    expect(await story.zalo({ quota: 500 })).toMatchObject({ overQuota: 0 });
    await story.api(`/campaigns/${id}/cancel`, { method: 'POST', as: 'approver' });
    await story.sql.execute('delete from gateway_quotas');
  });
});

describe('an account that writes to people whom the OA knows', () => {
  it('reaches who has shared a phone, tells the others’ next step, and hears their answers', async () => {
    const { body: oa, status } = await story.account2('zalo-oa');
    expect(status).toBe(201);
    const [known, unknown] = ['+84912000111', '+84912000222'];
    await makeHousehold(story.sql, { areaId: story.hamletId, headName: 'Người quen', phones: [known] });
    await makeHousehold(story.sql, { areaId: story.hamletId, headName: 'Người lạ', phones: [unknown] });
    await story.zalo({ submitInfo: known });
    await eventually(async () => {
      const state = (await story.api(`/gateways/${oa.id}/zalo`, { as: 'admin' })).body;
      expect(state.users).toEqual({ known: 1, withPhone: 1, linked: 1 });
    });
    const id = await story.submitted({
      steps: [
        { channel: 'zalo', gatewayId: oa.id, text: 'Chào {chủ hộ}, hãy cảnh giác.' },
        { channel: 'sms', gatewayId: story.gatewayId, text: 'Chào {chủ hộ}, hãy cảnh giác.' },
      ],
    });
    expect(await preview(id)).toMatchObject({
      deliveries: 1,
      skipped: [{ reason: 'no-zalo-user', count: 1 }],
    });
    await story.api(`/campaigns/${id}/approve`, { method: 'POST', as: 'approver' });
    await eventually(async () => expect(await story.account(id)).toMatchObject({ delivered: 2 }));
    const tries = Object.fromEntries((await by(id)).map((each) => [each.headName, each.attempts]));
    expect(tries['Người quen']).toMatchObject([{ channel: 'zalo', outcome: 'delivered' }]);
    expect(tries['Người lạ']).toMatchObject([
      { channel: 'zalo', outcome: 'rejected', code: 'no-zalo-user', costVnd: 0 },
      { channel: 'sms', outcome: 'delivered' },
    ]);

    await story.api(`/gateways/${oa.id}/templates/sync`, { method: 'POST', as: 'admin' });
    const template = await story.approved({ steps: [{ channel: 'zalo', gatewayId: oa.id, ...TEMPLATE }] });
    await eventually(async () =>
      expect(await story.account(template)).toMatchObject({ delivered: 1, rejected: 1 }),
    );
  });

  it('takes an answer of somebody it knows as a reply of the household', async () => {
    await makeHousehold(story.sql, { areaId: story.hamletId, phones: ['+84912000111'] });
    await story.zalo({
      event: {
        event_name: 'user_send_text',
        sender: { id: '984912000111' },
        recipient: { id: '2000000000000000001' },
        message: { text: 'Bà con đã nhận được', msg_id: 'tra-loi-1' },
      },
    });
    await eventually(async () => {
      const { body } = await story.api('/replies', { as: 'propagandist' });
      expect(JSON.stringify(body.items)).toContain('Bà con đã nhận được');
    });
    const [row] = await story.sql.query<{ gateway: string; phone: string }>(
      `select g.kind as gateway, r.phone from receipts r join gateways g on g.id = r.gateway_id where r.kind = 'inbound'`,
    );
    expect(row).toEqual({ gateway: 'zalo-oa', phone: '+84912000111' });
  });
});

describe('two accounts of one kind for one OA', () => {
  it('have one webhook, and each gets the receipts of its own messages', async () => {
    await story.zalo({ quota: 500 });
    await story.sql.execute('delete from gateway_quotas');
    const { body: second, status } = await story.account2('zalo-template', { name: 'Zalo thứ hai' });
    expect(status).toBe(201);
    await story.api(`/gateways/${second.id}/templates/sync`, { method: 'POST', as: 'admin' });
    await makeHousehold(story.sql, { areaId: story.hamletId, phones: ['+84912000333'] });
    const gateways = [story.templatesId, second.id];
    for (const gatewayId of gateways) {
      const id = await story.approved({
        audience: { areaIds: [story.hamletId] },
        steps: [{ channel: 'zalo', gatewayId, ...TEMPLATE }],
      });
      await eventually(async () => {
        const account = await story.account(id);
        expect(account).toMatchObject({ audience: 1, delivered: 1 });
      });
    }
    const rows = await story.sql.query<{ id: string }>(
      `select distinct r.gateway_id as id from receipts r where r.kind = 'receipt' and r.outcome = 'applied'
          and r.gateway_id = any($1::bigint[])`,
      [gateways],
    );
    expect(rows.map(({ id }) => id).toSorted()).toEqual(gateways.toSorted());
  });
});

describe('an account of Zalo without a webhook', () => {
  it('is asked when its rung is over, before a household gets an SMS for a message that it has', async () => {
    const { config } = (await story.api(`/gateways/${story.templatesId}`, { as: 'admin' })).body;
    const made = await story.account2('zalo-template', {
      name: 'Zalo không có webhook',
      config: { ...config, receipts: false },
    });
    expect(made.status).toBe(201);
    await story.api(`/gateways/${made.body.id}/templates/sync`, { method: 'POST', as: 'admin' });
    // 86: on the phone, and nobody says so by himself. 81: never comes to the phone.
    await makeHousehold(story.sql, { areaId: story.hamletId, phones: ['+84912345686'] });
    await makeHousehold(story.sql, { areaId: story.hamletId, phones: ['+84912345681'] });
    const id = await story.approved(ladderOf(story, { gatewayId: made.body.id, deadlineMinutes: 5 }));
    await eventually(async () => expect(await story.account(id)).toMatchObject({ accepted: 2 }));
    await eventually(async () => {
      const chunks = await story.sql.query('select 1 from chunks where ladder_due_at is not null');
      expect(chunks).toHaveLength(1);
    });
    await story.sql.execute(`update attempts set sent_at = sent_at - interval '6 minutes'`);
    await story.sql.execute(`update chunks set ladder_due_at = now() where ladder_due_at is not null`);
    await story.reaches(id, 'completed');
    const channels = (await by(id)).map(({ attempts }) => attempts.map(({ channel }) => channel));
    expect(channels.sort()).toEqual([['zalo'], ['zalo', 'sms']]);
  });
});
