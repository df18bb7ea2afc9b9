import { makeCampaign } from '../factories/campaign.factory.js';
import { makeTries } from '../factories/ledger.factory.js';
import { makeHousehold, makeHouseholds, makePhone } from '../factories/directory.factory.js';
import { eventually } from '../support/eventually.js';
import { itWhen } from '../support/needs.js';
import { hasPerlSmsc, type PerlSmsc, startPerlSmsc } from '../support/perl-smsc.js';
import { startStory, type Story } from './story.js';

const itPerl = itWhen(hasPerlSmsc, 'libnet-smpp-perl is not installed');
/** The whole 5,000 with `SMPP_MESSAGES=5000 npx jest test/flows/smpp.spec.ts`. */
const MESSAGES = Number(process.env.SMPP_MESSAGES ?? 1_500);
const DISCONNECT_EVERY = Math.min(500, MESSAGES / 5);
const WINDOW = 10;

let story: Story;
let smsc: PerlSmsc;
let gatewayId: string;

beforeAll(async () => {
  if (!hasPerlSmsc) return;
  smsc = await startPerlSmsc({ 'disconnect-every': DISCONNECT_EVERY, 'max-binds': 1 });
  story = await startStory();
  const { body } = await story.api('/gateways', {
    method: 'POST',
    as: 'admin',
    body: {
      name: 'Tổng đài nhà mạng',
      kind: 'smpp',
      config: { host: '127.0.0.1', port: smsc.port, systemId: 'xa', sender: 'UBND', window: WINDOW },
      secrets: { password: 'secret' },
      partsPerSecond: 5_000,
      pricePerPartVnd: 350,
      hours: { open: '00:00', close: '24:00' },
    },
  });
  gatewayId = body.id;
});
afterAll(async () => {
  await story?.close();
  await smsc?.stop();
});

const steps = () => [
  { channel: 'sms', gatewayId, text: 'Gui ho {chủ hộ}: xin kiem tra bep.', unaccented: true },
];

itPerl(
  'a campaign loses nobody and doubles nobody while the operator cuts the connection again and again',
  async () => {
    await makeHouseholds(story.sql, { areaId: story.hamletId, count: MESSAGES });
    const id = await story.approved({ steps: steps() });
    await story.reaches(id, 'completed');
    const counts = new Map<string, number>();
    for (const { taken } of smsc.taken()) counts.set(taken!, (counts.get(taken!) ?? 0) + 1);
    expect(Math.max(...counts.values())).toBe(1);
    const account = await eventually(
      async () => {
        const now = await story.account(id);
        expect(now.accepted).toBe(0); // every receipt of what was answered is in
        return now;
      },
      { timeoutMs: 30_000 },
    );
    const cuts = Math.floor(smsc.taken().length / DISCONNECT_EVERY);
    expect(cuts).toBeGreaterThanOrEqual(4);
    expect(account).toMatchObject({ audience: MESSAGES, planned: 0, sending: 0, rejected: 0 });
    expect(account.delivered + account.inDoubt).toBe(MESSAGES);
    // Each cut leaves at most what the window held; the one whose answer was cut off is among them.
    expect(account.inDoubt).toBeGreaterThanOrEqual(cuts);
    expect(account.inDoubt).toBeLessThanOrEqual(cuts * WINDOW);
    // What is in doubt was taken once or not at all; whatever is delivered was taken.
    const rows = await story.sql.query<{ phone: string; state: string }>(
      'select phone, state from deliveries where campaign_id = $1',
      [id],
    );
    for (const { phone, state } of rows)
      if (state === 'delivered') expect(counts.get(phone.slice(1))).toBe(1);
  },
  180_000,
);

itPerl('a household answers over the bind, refuses, and is told so over it', async () => {
  await story.sql.execute('delete from contacts');
  const phone = makePhone();
  const householdId = await makeHousehold(story.sql, { areaId: story.hamletId, phones: [phone] });
  const before = smsc.taken().length;
  smsc.say(phone.slice(1), 'Từ chối');
  await eventually(() => expect(smsc.taken().length).toBe(before + 1));
  expect(smsc.taken().at(-1)).toMatchObject({ taken: phone.slice(1), coding: 0 });
  const { body } = await story.api(`/households/${householdId}/thread`, { as: 'propagandist' });
  expect(body.items.map((each: { reply: unknown }) => each.reply !== null)).toContain(true);
  await eventually(async () => {
    const [row] = await story.sql.query<{ state: string }>('select state from outbox where phone = $1', [
      phone,
    ]);
    expect(row).toEqual({ state: 'delivered' });
  });
});

itPerl('a receipt counts once, in whatever order it comes, and one of nobody changes nothing', async () => {
  const [made] = await makeTries(story.sql, {
    campaignId: await makeCampaign(story.sql, { areaIds: [], gatewayId, state: 'completed' }),
    gatewayId,
    operatorId: 'm999001',
  });
  /** As the message centre writes it, whatever it has said before; resolves when it was answered. */
  const tell = async (id: string, stat: string, status = 0) => {
    const before = smsc.lines.filter((line) => line.heard !== undefined).length;
    const text = `id:${id} sub:001 dlvrd:001 submit date:2611211200 done date:2611211201 stat:${stat} err:000 text:`;
    smsc.tell({ cmd: 'say', from: '84912345678', esm: 4, text_hex: Buffer.from(text).toString('hex') });
    await eventually(() => {
      const answers = smsc.lines.filter((line) => line.heard !== undefined);
      expect(answers.length).toBeGreaterThan(before);
      expect(answers.at(-1)).toMatchObject({ status });
    });
  };
  const row = async () =>
    (
      await story.sql.query<{ state: string; settled_at: Date }>(
        'select state, settled_at from deliveries where id = $1',
        [made!.deliveryId],
      )
    )[0]!;
  await tell('m999001', 'ACCEPTD');
  await tell('m999001', 'DELIVRD');
  await eventually(async () => expect((await row()).state).toBe('delivered'));
  const first = await row();
  for (const stat of ['DELIVRD', 'ENROUTE', 'UNDELIV']) await tell('m999001', stat);
  await tell('m999002', 'UNDELIV');
  await eventually(async () => {
    const [left] = await story.sql.query<{ n: number }>(
      'select count(*)::int as n from receipts where gateway_id = $1 and applied_at is null and tries = 0',
      [gatewayId],
    );
    expect(left!.n).toBe(0);
  });
  expect(await row()).toEqual(first);
});

itPerl('a long reply that comes in parts, in any order, is read as one text', async () => {
  const phone = makePhone();
  const part = (number: number, text: string) =>
    smsc.tell({
      cmd: 'say',
      from: phone.slice(1),
      esm: 0x40,
      coding: 8,
      text_hex: Buffer.concat([
        Buffer.from([5, 0, 3, 7, 2, number]),
        Buffer.from(text, 'utf16le').swap16(),
      ]).toString('hex'),
    });
  part(2, 'thẻ căn cước không ạ?');
  part(1, 'Cho tôi hỏi hôm nay công an xã có làm ');
  await eventually(async () => {
    const { body } = await story.api('/replies?unknown=true', { as: 'propagandist' });
    expect(body.items.filter((each: { phone: string }) => each.phone === phone)).toMatchObject([
      { text: 'Cho tôi hỏi hôm nay công an xã có làm thẻ căn cước không ạ?' },
    ]);
  });
});

itPerl(
  'the account shows that it works, and no log line holds a number, a text or the password',
  async () => {
    const { body } = await story.api(`/gateways/${gatewayId}/check`, { method: 'POST', as: 'admin' });
    expect(body).toMatchObject({ ok: true });
    const lines = story.logs.join('\n');
    expect(lines).not.toMatch(/\+?849\d{8}/);
    expect(lines).not.toContain('kiem tra bep');
    expect(lines).not.toContain('secret"');
  },
);
