import { createHmac } from 'node:crypto';
import { makeArea, makeHousehold, makePhone } from '../factories/directory.factory.js';
import { eventually } from '../support/eventually.js';
import { startStory, type Story } from './story.js';

const KEY = 'khoa-thu-nghiem';

let story: Story;
let webhook: string;

beforeAll(async () => {
  story = await startStory();
  const { body } = await story.api(`/gateways/${story.gatewayId}`, { as: 'admin' });
  webhook = body.webhookUrl;
});
afterAll(() => story.close());

let serial = 0;

/** A household answers; the operator's call, with the id under which it would call again. */
async function says(phone: string, text: string, id = `mo-${++serial}`, url = webhook): Promise<number> {
  const body = JSON.stringify({ type: 'inbound', from: phone, text, id, at: new Date().toISOString() });
  const signature = createHmac('sha256', KEY).update(body).digest('hex');
  const answer = await fetch(url, { method: 'POST', headers: { 'x-simulator-signature': signature }, body });
  return answer.status;
}

/** The replies of a number, oldest first, once `count` of them have been read. */
async function repliesOf(phone: string, count: number) {
  return eventually(async () => {
    const { body } = await story.api(`/replies?limit=500`, { as: 'propagandist' });
    const unknown = await story.api(`/replies?limit=500&unknown=true`, { as: 'propagandist' });
    const found = [...body.items, ...unknown.body.items].filter((each) => each.phone === phone);
    expect(found).toHaveLength(count);
    return found.toReversed();
  });
}

/** What reached a phone. */
async function messagesTo(phone: string): Promise<number> {
  const all = await story.reached();
  return all.filter((each) => each.phone === phone).reduce((sum, each) => sum + each.count, 0);
}

async function singlesTo(phone: string) {
  return story.sql.query<{ kind: string; state: string; text: string }>(
    'select kind, state, text from outbox where phone = $1 order by id',
    [phone],
  );
}

/** A household that has had one message. */
async function reached() {
  const phone = makePhone();
  const householdId = await makeHousehold(story.sql, { areaId: story.hamletId, phones: [phone] });
  const id = await story.approved({ title: 'Đợt vừa gửi', steps: steps() });
  await story.reaches(id, 'completed');
  return { phone, householdId, campaignId: id };
}

function steps() {
  return [{ channel: 'sms', gatewayId: story.gatewayId, text: 'Gửi hộ {chủ hộ}: xin kiểm tra bếp.' }];
}

beforeEach(async () => {
  // Each test has its own households; those of the one before are not written to again.
  await story.sql.execute('update households set deleted_at = now()');
  await story.sql.execute('delete from contacts');
});

it('answers, confirmations and tests are paid from the budget: they warn, they stop campaigns, and are never stopped', async () => {
  const areaId = await makeArea(story.sql, { name: 'Ấp trả lời', parentId: story.communeId });
  const phone = makePhone();
  await makeHousehold(story.sql, { areaId, phones: [phone] });
  const { body: budget } = await story.api('/budgets', {
    method: 'POST',
    as: 'admin',
    body: { areaId, startsOn: '2020-01-01', endsOn: '2099-12-31', amountVnd: 800 },
  });
  const spent = async () => {
    const { items } = (await story.api('/budgets', { as: 'admin' })).body;
    return items.find(({ id }: { id: string }) => id === budget.id);
  };
  const answer = async () => {
    await says(phone, 'Cho hỏi lịch tiếp dân?');
    const open = await eventually(async () => {
      const found = (await story.api('/replies?limit=500', { as: 'propagandist' })).body.items.find(
        (each: { phone: string; state: string }) => each.phone === phone && each.state === 'open',
      );
      expect(found).toBeDefined();
      return found;
    });
    const made = await story.api(`/replies/${open.id}/answer`, {
      method: 'POST',
      as: 'propagandist',
      body: { text: 'Sang thu Nam hang tuan.' },
    });
    expect(made.status).toBeLessThan(300);
  };
  await answer();
  await eventually(async () => expect((await spent()).spentVnd).toBe(350));
  await answer();
  await eventually(async () => expect(await spent()).toMatchObject({ spentVnd: 700, state: 'warning' }));
  // Beyond it an answer leaves all the same.
  await answer();
  await eventually(async () => expect(await spent()).toMatchObject({ spentVnd: 1050, state: 'exhausted' }));
  const campaign = await story.submitted({ audience: { areaIds: [areaId] }, steps: steps() });
  const refused = await story.api(`/campaigns/${campaign}/approve`, { method: 'POST', as: 'approver' });
  expect([refused.status, refused.body.code]).toEqual([409, 'budget-exhausted']);

  const { body: whole } = await story.api('/budgets', {
    method: 'POST',
    as: 'admin',
    body: { areaId: story.communeId, startsOn: '2020-01-01', endsOn: '2099-12-31', amountVnd: 1_000_000_000 },
  });
  const test = await story.api(`/gateways/${story.gatewayId}/test`, {
    method: 'POST',
    as: 'admin',
    body: { phone: '0987 654 300', text: 'Thu.' },
  });
  expect(test.body.costVnd).toBe(350);
  const { items } = (await story.api('/budgets', { as: 'admin' })).body;
  const after = items.find(({ id }: { id: string }) => id === whole.id);
  expect(after.spentVnd).toBe(whole.spentVnd + 350);
});

it('a reply stands in the thread of its household, with the campaign that it answers', async () => {
  const { phone, householdId, campaignId } = await reached();
  expect(await says(phone, 'Cho hỏi làm thẻ căn cước ở đâu?')).toBe(200);
  const [reply] = await repliesOf(phone, 1);
  expect(reply).toMatchObject({
    householdId,
    areaId: story.hamletId,
    campaign: { id: campaignId, title: 'Đợt vừa gửi' },
    intent: 'person',
    needsPerson: true,
    state: 'open',
    answeredInTime: null,
  });
  const { body } = await story.api(`/households/${householdId}/thread`, { as: 'propagandist' });
  expect(
    body.items.map((each: { reply: unknown; message: unknown }) => [!!each.reply, !!each.message]),
  ).toEqual([
    [true, false],
    [false, true],
  ]);
  expect(body.items[1].message).toMatchObject({
    campaignId,
    text: expect.stringContaining('xin kiểm tra bếp'),
  });
  const first = await story.api(`/households/${householdId}/thread?limit=1`, { as: 'propagandist' });
  const second = await story.api(
    `/households/${householdId}/thread?limit=1&cursor=${first.body.nextCursor}`,
    {
      as: 'propagandist',
    },
  );
  expect([...first.body.items, ...second.body.items]).toEqual(body.items);
  for (const [query, count] of [
    [`campaignId=${campaignId}`, 1],
    [`areaId=${story.communeId}&campaignId=${campaignId}`, 1],
    [`areaId=${story.hamletId}&campaignId=${campaignId}&state=closed`, 0],
    [`campaignId=${campaignId}&unassigned=true`, 1],
    [`campaignId=${campaignId}&unknown=true`, 0],
  ] as const) {
    const found = await story.api(`/replies?${query}`, { as: 'propagandist' });
    expect([query, found.body.items.length]).toEqual([query, count]);
  }
});

it('a refusal counts at once, is confirmed once and stops what is planned, however often the operator repeats it', async () => {
  const { phone, householdId } = await reached();
  const paused = await story.submitted({ startAt: null, steps: steps() });
  await story.sql.execute(`update gateways set state = 'held' where id = $1`, [story.gatewayId]);
  await story.api(`/campaigns/${paused}/approve`, { method: 'POST', as: 'approver' });
  await eventually(async () => expect((await story.account(paused)).planned).toBe(1));
  await Promise.all([says(phone, 'Tu chooi', 'mo-same'), says(phone, 'Tu chooi', 'mo-same')]);
  expect(await says(phone, 'Tu chooi', 'mo-same')).toBe(200);
  const [reply] = await repliesOf(phone, 1);
  expect(reply).toMatchObject({ intent: 'refusal', needsPerson: false, state: 'closed', householdId });
  await eventually(async () => expect((await story.account(paused)).skipped).toBe(1));
  await story.sql.execute(`update gateways set state = 'active' where id = $1`, [story.gatewayId]);
  await story.sql.execute(`update chunks set due_at = now() where state = 'open'`);
  await eventually(async () =>
    expect(await singlesTo(phone)).toMatchObject([{ kind: 'confirmation', state: 'delivered' }]),
  );
  expect(await says(phone, 'STOP')).toBe(200);
  await repliesOf(phone, 2);
  await story.reaches(paused, 'completed');
  expect(await singlesTo(phone)).toHaveLength(1);
  expect(await messagesTo(phone)).toBe(2); // the campaign before, and the confirmation
  const { body } = await story.api(`/refusals?phone=${encodeURIComponent(phone)}`, { as: 'propagandist' });
  expect(body.items).toMatchObject([{ source: 'household', channel: 'sms', liftedAt: null }]);
});

it('a number that comes back is written to again, and told so once', async () => {
  const { phone } = await reached();
  await says(phone, 'HUY');
  await repliesOf(phone, 1);
  await says(phone, 'ĐK');
  await says(phone, 'dang ky');
  const replies = await repliesOf(phone, 3);
  expect(replies.map((each) => each.intent)).toEqual(['refusal', 'resubscribe', 'resubscribe']);
  expect(replies.map((each) => each.state)).toEqual(['closed', 'closed', 'closed']);
  await eventually(async () =>
    expect(await singlesTo(phone)).toMatchObject([
      { kind: 'confirmation', state: 'delivered', text: expect.stringContaining('khong nhan') },
      { kind: 'confirmation', state: 'delivered', text: expect.stringContaining('nhan lai') },
    ]),
  );
  const again = await story.approved({ steps: steps() });
  expect(await story.reaches(again, 'completed')).toMatchObject({ skipped: 0 });
});

it('a way back in does not undo what an official has entered: a person looks at it', async () => {
  const { phone } = await reached();
  await story.api('/refusals', { method: 'POST', as: 'propagandist', body: { phone, channel: 'sms' } });
  await says(phone, 'DK');
  const [reply] = await repliesOf(phone, 1);
  expect(reply).toMatchObject({ intent: 'resubscribe', needsPerson: true, state: 'open' });
  expect(await singlesTo(phone)).toEqual([]);
});

it.each(['Gửi lại giúp tôi', 'Đồng ý', 'Tôi đăng ký', 'ĐK'])(
  '%j of a number that has never refused waits for a person',
  async (text) => {
    const { phone } = await reached();
    // What it refuses on another channel is not what it answers.
    await story.api('/refusals', { method: 'POST', as: 'propagandist', body: { phone, channel: 'zalo' } });
    await says(phone, text);
    const [reply] = await repliesOf(phone, 1);
    expect(reply).toMatchObject({ intent: 'resubscribe', needsPerson: true, state: 'open' });
    expect(await singlesTo(phone)).toEqual([]);
  },
);

it('a longer text with such a word in it goes to a person and refuses nothing', async () => {
  const { phone } = await reached();
  await says(phone, 'Nhà tôi đã nhắn STOP mấy lần rồi sao vẫn gửi vậy các anh chị');
  const [reply] = await repliesOf(phone, 1);
  expect(reply).toMatchObject({ intent: 'person', needsPerson: true, mentionsRefusal: true, state: 'open' });
  const { body } = await story.api(`/refusals?phone=${encodeURIComponent(phone)}`, { as: 'propagandist' });
  expect(body.items).toEqual([]);
});

it('a number that no household has is kept apart, and joins the thread of the household that gets it', async () => {
  const phone = makePhone();
  await says(phone, 'Ai đấy?');
  await says('VIETTEL', 'Khuyến mãi 50%');
  const [reply] = await repliesOf(phone, 1);
  expect(reply).toMatchObject({ householdId: null, campaign: null, needsPerson: true });
  expect((await repliesOf('VIETTEL', 1))[0]).toMatchObject({ phone: 'VIETTEL', intent: 'person' });
  const householdId = await makeHousehold(story.sql, { areaId: story.hamletId, phones: [phone] });
  const { body } = await story.api(`/households/${householdId}/thread`, { as: 'propagandist' });
  expect(body.items).toMatchObject([{ reply: { id: reply.id } }]);
});

it('a refusal of an unknown number holds for the household that gets it later', async () => {
  const phone = makePhone();
  await says(phone, 'Từ chối');
  await repliesOf(phone, 1);
  await makeHousehold(story.sql, { areaId: story.hamletId, phones: [phone] });
  const id = await story.approved({ steps: steps() });
  expect(await story.reaches(id, 'completed')).toMatchObject({ audience: 1, skipped: 1 });
});

it('an official answers, once, and in time', async () => {
  const { phone, householdId } = await reached();
  await says(phone, 'Mấy giờ họp thôn?');
  const [reply] = await repliesOf(phone, 1);
  const me = await story.login('propagandist');
  const assigned = await story.api(`/replies/${reply.id}/assign`, {
    method: 'POST',
    as: 'propagandist',
    body: { userId: me.userId },
  });
  expect(assigned.body.assignedTo).toMatchObject({ id: me.userId });
  const answer = () =>
    story.api(`/replies/${reply.id}/answer`, {
      method: 'POST',
      as: 'propagandist',
      body: { text: '19 giờ tối nay, tại nhà văn hóa.' },
    });
  const [first, second] = await Promise.all([answer(), answer()]);
  expect([first.status, second.status]).toEqual([202, 202]);
  expect(first.body.id).toBe(second.body.id);
  await eventually(async () =>
    expect(await singlesTo(phone)).toMatchObject([{ kind: 'answer', state: 'delivered' }]),
  );
  expect(await messagesTo(phone)).toBe(2);
  const { body } = await story.api(`/replies/${reply.id}`, { as: 'propagandist' });
  expect(body).toMatchObject({ state: 'answered', answeredInTime: true });
  const thread = await story.api(`/households/${householdId}/thread`, { as: 'propagandist' });
  expect(thread.body.items[0]).toMatchObject({ single: { kind: 'answer', state: 'delivered' } });
  const closed = await story.api(`/replies/${reply.id}/close`, { method: 'POST', as: 'propagandist' });
  expect(closed.body.state).toBe('closed');
  const open = await story.api(`/replies/${reply.id}/reopen`, { method: 'POST', as: 'propagandist' });
  expect(open.body.state).toBe('answered');
});

it('who has refused is answered only after writing again, and not after refusing again', async () => {
  const { phone } = await reached();
  await says(phone, 'Họp lúc mấy giờ?');
  await repliesOf(phone, 1);
  await says(phone, 'TC');
  const [before, refusal] = await repliesOf(phone, 2);
  const answer = (id: string) =>
    story.api(`/replies/${id}/answer`, { method: 'POST', as: 'propagandist', body: { text: 'Lúc 19 giờ.' } });
  for (const { id } of [before, refusal])
    expect(await answer(id)).toMatchObject({ status: 409, body: { code: 'number-refused' } });
  await says(phone, 'À mà họp ở đâu vậy chị?');
  const [, , after] = await repliesOf(phone, 3);
  expect((await answer(after.id)).status).toBe(202);
  await eventually(async () =>
    expect((await singlesTo(phone)).at(-1)).toMatchObject({ kind: 'answer', state: 'delivered' }),
  );
});

it('an answer that waits is stopped by a refusal that comes meanwhile', async () => {
  const { phone } = await reached();
  await says(phone, 'Họp lúc mấy giờ?');
  const [reply] = await repliesOf(phone, 1);
  await story.sql.execute(`update gateways set state = 'held' where id = $1`, [story.gatewayId]);
  await story.api(`/replies/${reply.id}/answer`, {
    method: 'POST',
    as: 'propagandist',
    body: { text: 'Lúc 19 giờ.' },
  });
  await says(phone, 'Thôi, TC');
  await says(phone, 'TC');
  await repliesOf(phone, 3);
  await story.sql.execute(`update gateways set state = 'active' where id = $1`, [story.gatewayId]);
  await eventually(async () =>
    expect(await singlesTo(phone)).toMatchObject([
      { kind: 'answer', state: 'skipped' },
      { kind: 'confirmation', state: 'delivered' },
    ]),
  );
});

it('an answer of whose sending nobody knows is sent again under its reference, and arrives once', async () => {
  const phone = makePhone('90'); // taken, never answered
  await makeHousehold(story.sql, { areaId: story.hamletId, phones: [phone] });
  await says(phone, 'Họp lúc mấy giờ?');
  const [reply] = await repliesOf(phone, 1);
  await story.api(`/replies/${reply.id}/answer`, {
    method: 'POST',
    as: 'propagandist',
    body: { text: 'Lúc 19 giờ.' },
  });
  await eventually(async () =>
    expect(await singlesTo(phone)).toMatchObject([{ kind: 'answer', state: 'delivered' }]),
  );
  expect(await messagesTo(phone)).toBe(1);
});

it('an answer whose worker died is in doubt until the operator has said what became of it', async () => {
  const { phone } = await reached();
  await says(phone, 'Họp lúc mấy giờ?');
  const [reply] = await repliesOf(phone, 1);
  await story.sql.execute(`update gateways set state = 'held' where id = $1`, [story.gatewayId]);
  const { body } = await story.api(`/replies/${reply.id}/answer`, {
    method: 'POST',
    as: 'propagandist',
    body: { text: 'Lúc 19 giờ.' },
  });
  await story.sql.execute(
    `update outbox set state = 'sending', attempt = 1, sent_at = now(), first_sent_at = now() - interval '3 days',
            lease_until = now() - interval '1 second' where id = $1`,
    [body.id],
  );
  await eventually(async () => expect(await singlesTo(phone)).toMatchObject([{ state: 'in_doubt' }]));
  await story.sql.execute(`update gateways set state = 'active' where id = $1`, [story.gatewayId]);
  expect(await messagesTo(phone)).toBe(1);
});

it('a propagandist of another commune finds nothing of it, and nothing of unknown numbers', async () => {
  const { phone, householdId } = await reached();
  await says(phone, 'Cho hỏi lịch tiêm phòng');
  const [reply] = await repliesOf(phone, 1);
  const elsewhere = await makeArea(story.sql, { name: 'Xã Hòa Bình', level: 'commune' });
  const them = await story.login('propagandist', 'xa-khac');
  await story.sql.execute('update memberships set area_id = $1 where user_id = $2', [elsewhere, them.userId]);
  for (const query of ['', '?unknown=true', `?areaId=${story.communeId}`])
    expect((await story.api(`/replies${query}`, { as: them })).body.items).toEqual([]);
  const calls = [
    story.api(`/replies/${reply.id}`, { as: them }),
    story.api(`/households/${householdId}/thread`, { as: them }),
    story.api(`/replies/${reply.id}/close`, { method: 'POST', as: them }),
    story.api(`/replies/${reply.id}/answer`, { method: 'POST', as: them, body: { text: 'x' } }),
    story.api(`/replies/${reply.id}/assign`, { method: 'POST', as: them, body: { userId: null } }),
  ];
  for (const { status } of await Promise.all(calls)) expect(status).toBe(404);
});

it('canned answers are kept with the article they rest on', async () => {
  const made = await story.api('/canned-answers', {
    method: 'POST',
    as: 'propagandist',
    body: { title: 'Căn cước', text: 'Bà con đến công an xã.', lawReference: 'Luật Căn cước 2023, Điều 27' },
  });
  expect(made.status).toBe(201);
  const twice = await story.api('/canned-answers', {
    method: 'POST',
    as: 'propagandist',
    body: { title: 'căn cước', text: 'x' },
  });
  expect(twice).toMatchObject({ status: 409, body: { code: 'canned-answer-title-taken' } });
  const changed = await story.api(`/canned-answers/${made.body.id}`, {
    method: 'PATCH',
    as: 'propagandist',
    body: { lawReference: null },
  });
  expect(changed.body).toMatchObject({ title: 'Căn cước', lawReference: null });
  const list = await story.api('/canned-answers', { as: 'propagandist' });
  expect(list.body.items).toHaveLength(1);
  expect(
    (await story.api(`/canned-answers/${made.body.id}`, { method: 'DELETE', as: 'propagandist' })).status,
  ).toBe(204);
});

it('canned answers are a commune’s own; everybody’s are read by all and changed by who works everywhere', async () => {
  const commune = await makeArea(story.sql, { name: 'Xã khác', level: 'commune' });
  const them = await story.login('propagandist', 'xa-khac-mau');
  await story.sql.execute('update memberships set area_id = $1 where user_id = $2', [commune, them.userId]);
  const write = (as: typeof them | 'propagandist', body: Record<string, unknown>) =>
    story.api('/canned-answers', {
      method: 'POST',
      as,
      body: { title: 'Hộ khẩu', text: 'Xin mời.', ...body },
    });
  const titles = async (as: typeof them | 'propagandist') =>
    (await story.api('/canned-answers', { as })).body.items.map((each: { id: string }) => each.id);
  const everybodys = (await write('propagandist', {})).body;
  const ours = (await write('propagandist', { areaId: story.hamletId })).body;
  const theirs = (await write(them, {})).body;
  expect([everybodys.areaId, ours.areaId, theirs.areaId]).toEqual([null, story.hamletId, commune]);
  expect(await titles(them)).toEqual([everybodys.id, theirs.id]);
  const change = { method: 'PATCH' as const, as: them, body: { text: 'Khác' } };
  expect((await story.api(`/canned-answers/${ours.id}`, change)).status).toBe(404);
  expect((await story.api(`/canned-answers/${everybodys.id}`, change)).status).toBe(403);
  expect((await story.api(`/canned-answers/${theirs.id}`, change)).status).toBe(200);
  expect((await write(them, { areaId: null, title: 'Khác' })).status).toBe(403);
  expect((await write(them, { areaId: story.hamletId, title: 'Khác' })).status).toBe(400);
});

it('the time to answer is a setting, and what is late says so', async () => {
  const { phone } = await reached();
  await says(phone, 'Có ai trả lời không?');
  const [reply] = await repliesOf(phone, 1);
  const { body: settings } = await story.api('/settings/replies', { as: 'admin' });
  await story.api('/settings/replies', { method: 'PUT', as: 'admin', body: { ...settings, answerHours: 1 } });
  await story.sql.execute(`update replies set received_at = received_at - interval '2 hours' where id = $1`, [
    reply.id,
  ]);
  const { body } = await story.api(`/replies/${reply.id}`, { as: 'propagandist' });
  expect(body).toMatchObject({ answeredInTime: false, state: 'open' });
});

it('no log line holds a number or what was said', () => {
  const lines = story.logs.join('\n');
  expect(lines).not.toMatch(/\+?849\d{8}/);
  expect(lines).not.toContain('mấy giờ');
});
