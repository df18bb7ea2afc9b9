import { setTimeout as sleep } from 'node:timers/promises';
import {
  type FakeReply,
  type GatewayContract,
  jsonReply,
  type MakeReport,
  type ReportedStatus,
} from '../../src/gateway/gateway.contract.js';
import type { RawRequest } from '../../src/gateway/gateway.js';
import { makeCampaign } from '../factories/campaign.factory.js';
import { type MadeTry, makeTries } from '../factories/ledger.factory.js';
import { startApp, type TestApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { allContracts } from './all-contracts.js';
import { type FakeOperator, startFakeOperator } from './fake-operator.js';
import {
  account,
  APP_SECRET,
  event,
  OA_SECRET_KEY,
  TOKEN,
  USER_ID,
  zalo,
  zaloReport,
} from './zalo-subjects.js';

/** What the product needs of a contract to run an account of its kind. */
interface Subject extends Pick<
  GatewayContract,
  'accepted' | 'config' | 'errors' | 'login' | 'report' | 'secrets'
> {
  name: string;
  kind: string;
  /** Calls to its webhook that carry what must not show. */
  calls: RawRequest[];
  /** Where a test message is a template. */
  template?: { id: string; data: Record<string, string> };
}

/** None of those that refuse in the calls of the contracts. */
const OWN_PHONE = '0987654321';
const TEXT = 'Kính gửi bà con: tin thử kín đáo';
const ZALO_SECRETS = {
  appSecret: APP_SECRET,
  oaSecretKey: OA_SECRET_KEY,
  accessToken: TOKEN,
  refreshToken: 'refresh-token-dau-tien',
};
const AT = '1732176000000';

/** Who is behind the phone of the tests. */
const SUBMITTED = event({
  event_name: 'user_submit_info',
  sender: { id: USER_ID },
  info: { name: 'Nguyễn Văn An', phone: '84987654321' },
  timestamp: AT,
});
const OF_ZALO = {
  config: (url: string) => ({ ...account(url) }),
  secrets: ZALO_SECRETS,
  errors: [
    ['a refusal', zalo(-118), 'bad-recipient', '-118'],
    ['another', zalo(-141), 'rejected', '-141'],
  ] satisfies GatewayContract['errors'],
};

const SUBJECTS: Subject[] = [
  ...allContracts().flatMap(([kind, contracts]) =>
    (contracts ?? [])
      .filter((contract) => !contract.isVariant)
      .map((contract) => ({
        ...contract,
        kind,
        name: contract.title ?? kind,
        calls: [...contract.receipts, ...contract.forged, ...contract.unreadable].map(([, call]) => call),
      })),
  ),
  {
    ...OF_ZALO,
    name: 'zalo-template',
    kind: 'zalo-template',
    accepted: { reply: zalo(0, { msg_id: '7d0b2a5c9f1e' }), result: {} },
    report: zaloReport('zalo-template'),
    calls: [SUBMITTED, { ...SUBMITTED, headers: {} }, event('<h1>84912345678</h1>')],
    template: { id: '345678', data: { ten: 'Nguyễn Văn An' } },
  },
  {
    ...OF_ZALO,
    config: (url) => ({ ...account(url), templatesUrl: url }),
    name: 'zalo-oa',
    kind: 'zalo-oa',
    accepted: { reply: zalo(0, { message_id: 'cs1' }), result: {} },
    report: zaloReport('zalo-oa'),
    calls: [
      SUBMITTED,
      { ...SUBMITTED, headers: {} },
      event({
        event_name: 'user_send_text',
        sender: { id: USER_ID },
        message: { text: TEXT, msg_id: 'm1' },
        timestamp: AT,
      }),
    ],
  },
];

let app: TestApp;
let operator: FakeOperator;
let campaignId: string;
let serial = 700_000;

beforeAll(async () => {
  [app, operator] = await Promise.all([startApp(), startFakeOperator()]);
});
afterAll(async () => {
  await app?.close();
  await operator?.close();
});

describe.each(SUBJECTS.map((subject) => [subject.name, subject] as const))(
  'an account of %s',
  (_, subject) => {
    let gatewayId: string;
    let webhook: string;
    let firstLine: number;

    beforeAll(async () => {
      firstLine = app.logs.length;
      const { login } = subject;
      operator.aside = login ? ({ path }) => (path === login.path ? login.reply : undefined) : null;
      operator.answer = subject.accepted.reply;
      const { status, body } = await app.api('/gateways', {
        method: 'POST',
        as: 'admin',
        body: {
          name: `Cổng ${subject.name}`,
          kind: subject.kind,
          config: subject.config(operator.url),
          secrets: subject.secrets,
          partsPerSecond: 1000,
          hours: { open: '00:00', close: '24:00' },
        },
      });
      expect([status, body.errors]).toEqual([201, undefined]);
      gatewayId = body.id;
      webhook = body.webhookUrl;
      campaignId = await makeCampaign(app.sql, { areaIds: [], gatewayId, state: 'completed' });
    });

    async function call({ method, query, headers, body }: RawRequest): Promise<number> {
      const answer = await fetch(`${webhook}${query === '' ? '' : `?${query}`}`, {
        method,
        headers: headers as Record<string, string>,
        ...(method !== 'GET' && { body: new Uint8Array(body) }),
      });
      await answer.arrayBuffer();
      return answer.status;
    }

    if (subject.report) describeReports(subject.report);

    function describeReports(report: MakeReport): void {
      const states = ['accepted', 'delivered', 'undelivered'] as const;
      const of = { reference: 'abc12301zz9', operatorId: '700001', phone: '+84912345678' };
      const told = states.filter((status) => report(of, status) !== null);

      const aTry = async () => {
        const operatorId = String(++serial);
        const [made] = await makeTries(app.sql, { campaignId, gatewayId, operatorId });
        return { ...made!, operatorId };
      };
      const tell = async (made: MadeTry & { operatorId: string }, status: ReportedStatus) =>
        expect(await call(report({ ...made, phone: '+84912345678' }, status)!)).toBe(200);
      const rowOf = async ({ deliveryId }: MadeTry) => {
        const [row] = await app.sql.query<{ state: string; settledAt: Date | null }>(
          'select state, settled_at as "settledAt" from deliveries where id = $1',
          [deliveryId],
        );
        return row!;
      };
      const becomes = (made: MadeTry, state: string) =>
        eventually(async () => expect((await rowOf(made)).state).toBe(state));
      /** Everything that has come was looked at; what belongs to nobody waits for its message. */
      const allRead = () =>
        eventually(async () => {
          const [row] = await app.sql.query<{ n: number }>(
            'select count(*)::int as n from receipts where gateway_id = $1 and applied_at is null and tries = 0',
            [gatewayId],
          );
          expect(row!.n).toBe(0);
        });

      it('believes a report once, however often it comes', async () => {
        const made = await aTry();
        await tell(made, 'delivered');
        await becomes(made, 'delivered');
        const first = await rowOf(made);
        await tell(made, 'delivered');
        await tell(made, 'delivered');
        await allRead();
        expect(await rowOf(made)).toEqual(first);
      });

      it('takes nothing back when reports come in another order', async () => {
        const made = await aTry();
        await tell(made, 'delivered');
        await becomes(made, 'delivered');
        for (const status of told.toReversed()) await tell(made, status);
        await allRead();
        expect((await rowOf(made)).state).toBe('delivered');
        if (!told.includes('accepted')) return;
        const other = await aTry();
        await tell(other, 'accepted');
        await tell(other, 'delivered');
        await becomes(other, 'delivered');
      });

      it('keeps a report of a message that nobody knows, and changes nothing by it', async () => {
        const made = await aTry();
        const counts = () =>
          app.sql.query('select state, count(*)::int as n from deliveries group by state order by state');
        const before = await counts();
        await tell({ ...made, reference: 'zzzzzz99zz9', operatorId: '699999' }, 'delivered');
        await allRead();
        expect(await counts()).toEqual(before);
        expect((await rowOf(made)).state).toBe('accepted');
      });
    }

    it('shows no key, no number and no text in any line of the log, whatever its operator says', async () => {
      const bad: FakeReply[] = [
        ...subject.errors.slice(0, 2).map(([, reply]) => reply),
        { status: 500, body: `<h1>84912345678 ${TEXT}</h1>` },
        'reset',
      ];
      const tester = await app.login('admin', `thu-${gatewayId}`);
      for (const raw of subject.calls) await call(raw);
      for (const reply of [subject.accepted.reply, ...bad]) {
        operator.answer = reply;
        const { template } = subject;
        const body = { phone: OWN_PHONE, text: TEXT, ...(template && { template }) };
        // An operator's word that the number refuses holds for the next test message, too.
        await app.sql.execute('update refusals set lifted_at = now() where lifted_at is null');
        const { status } = await app.api(`/gateways/${gatewayId}/test`, { method: 'POST', as: tester, body });
        expect([200, 201]).toContain(status);
      }
      for (const reply of [jsonReply({ error: '84912345678' }, 401), ...bad]) {
        operator.aside = null;
        operator.answer = reply;
        const { status } = await app.api(`/gateways/${gatewayId}/check`, { method: 'POST', as: 'admin' });
        expect([200, 201]).toContain(status);
      }
      await sleep(0);
      const lines = app.logs.slice(firstLine);
      expect(lines.filter((line) => line.includes(`"gatewayId":"${gatewayId}"`)).length).toBeGreaterThan(4);
      const token = webhook.split('/').at(-1)!;
      const hidden = [
        ...Object.values(subject.secrets),
        '912345678',
        '987654321',
        TEXT,
        'Nguyễn Văn An',
        USER_ID,
        token,
      ];
      for (const word of hidden) expect(lines.filter((line) => line.includes(word))).toEqual([]);
    });
  },
);
