import type { Accepted, Gateway, GatewayHealth, OutboundMessage } from '../../src/gateway/gateway.js';
import {
  type FakeReply,
  type GatewayContract,
  type LoginContract,
  MESSAGE,
  type ReceivedRequest,
} from '../../src/gateway/gateway.contract.js';
import { GatewayError, WebhookRefused, WebhookUnreadable } from '../../src/gateway/gateway-error.js';
import type { ConnectionDefaults } from '../../src/gateway/http-client.js';
import { OutgoingGuard } from '../../src/platform/http-client/outgoing-guard.js';
import { eventually } from '../support/eventually.js';
import { expectRequest } from './expected-request.js';
import { type FakeOperator, startDeafPort, startFakeOperator } from './fake-operator.js';
import { recordConnections } from './connections.js';
import { makeGateway } from './make-gateway.js';

const DEFAULTS: ConnectionDefaults = { connections: 4, answerTimeoutMs: 5_000 };
/** For operators that never end their answer. */
const IMPATIENT: ConnectionDefaults = { connections: 4, answerTimeoutMs: 300 };

/** An adapter, as the contract sees it: what it sends, what answers mean, what its webhooks say. */
export interface Subject extends Pick<
  GatewayContract,
  | 'accepted'
  | 'alsoAccepted'
  | 'checks'
  | 'errors'
  | 'forged'
  | 'isVariant'
  | 'login'
  | 'ownStatuses'
  | 'receipts'
  | 'states'
  | 'unreadable'
> {
  create(url: string, defaults: ConnectionDefaults): Gateway;
  /** Where the standard message is none of this operator's. */
  message?: OutboundMessage;
  /** The request as the operator documents it. */
  expectRequest(request: ReceivedRequest, message: OutboundMessage): void;
  /** What must never show. */
  secrets: string[];
}

/** The suite over a table in an adapter's folder. */
export function describeContract(contract: GatewayContract): void {
  const { kind, title = kind, config, secrets, message, request, ...table } = contract;
  describeGatewayContract(title, {
    ...table,
    message: { ...MESSAGE, ...message },
    create: (url, defaults) =>
      makeGateway(kind, { ...config(url), connection: { connectTimeoutSeconds: 0.5 } }, secrets, defaults),
    expectRequest: (received, sent) => expectRequest(received, request(sent)),
    secrets: Object.values(secrets),
  });
}

/** What every adapter promises, whatever its operator does. */
export function describeGatewayContract(name: string, subject: Subject): void {
  const { login, message = MESSAGE } = subject;
  const create = (url: string, defaults = DEFAULTS): Gateway => subject.create(url, defaults);

  describe(`the ${name} gateway`, () => {
    let operator: FakeOperator;
    let gateway: Gateway;
    const thrown: GatewayError[] = [];
    const connections = recordConnections();
    const hidden = [...subject.secrets, '912345678', message.text.slice(0, 20), message.callbackUrl].filter(
      (word) => word !== null,
    );

    beforeEach(async () => {
      connections.begin();
      operator = await startFakeOperator();
      if (login) operator.aside = ({ path }) => (path === login.path ? login.reply : undefined);
      gateway = create(operator.url);
    });

    afterEach(async () => {
      await operator.close();
      await gateway.close();
    });

    const send = (to: Gateway = gateway, signal = new AbortController().signal) => to.send(message, signal);

    async function refusal(sending: Promise<Accepted>): Promise<GatewayError> {
      const error: unknown = await sending.then(
        () => new Error('the message was accepted'),
        (reason: unknown) => reason,
      );
      if (!(error instanceof GatewayError)) throw error;
      thrown.push(error);
      return error;
    }

    /** For an administrator: Vietnamese, short, and nothing in it that must not show. */
    function expectSentence({ detail }: GatewayHealth): void {
      expect(detail).toMatch(/[àáảãạăâđèéẻẽẹêìíỉĩịòóỏõọôơùúủũụưỳýỷỹỵ].*[.:)”]$/i);
      expect(detail.length).toBeLessThan(400);
      for (const word of hidden) expect(detail).not.toContain(word);
    }

    async function expectDoubt(reply: FakeReply): Promise<void> {
      operator.answer = reply;
      const error = await refusal(send());
      expect([error.kind, error.sent]).toEqual(['unclear', 'maybe']);
      expect(operator.requests).toHaveLength(1);
    }

    describe('sends', () => {
      it('the request that the operator documents, once', async () => {
        operator.answer = subject.accepted.reply;
        expect(await send()).toEqual(subject.accepted.result);
        expect(operator.requests).toHaveLength(1);
        subject.expectRequest(operator.requests[0]!, message);
        connections.expectOnly(operator.url);
      });

      it('many messages over kept connections', async () => {
        operator.answer = subject.accepted.reply;
        await Promise.all(Array.from({ length: 50 }, () => send()));
        expect(operator.requests).toHaveLength(50);
      });
    });

    describe('knows what an answer means', () => {
      for (const [what, reply, errorKind, code] of subject.errors) {
        it(what, async () => {
          operator.answer = reply;
          const error = await refusal(send());
          expect(error.kind).toBe(errorKind);
          expect(error.sent).toBe(errorKind === 'unclear' ? 'maybe' : 'no');
          if (code !== undefined) expect(error.code).toBe(code);
        });
      }

      for (const [what, reply, result] of subject.alsoAccepted ?? []) {
        it(`${what}, which means that it was taken`, async () => {
          operator.answer = reply;
          expect(await send()).toEqual(result);
        });
      }

      it('a wait that the operator asks for', async () => {
        operator.answer = { status: 429, headers: { 'retry-after': '7' } };
        expect(await refusal(send())).toMatchObject({
          kind: 'throttled',
          retryAfterMs: 7_000,
          sent: 'no',
        });
      });
    });

    describe('its webhook', () => {
      if (subject.receipts.length > 0) {
        it.each(subject.receipts)('reads %s', (_, request, events) => {
          expect(gateway.parseWebhook(request)).toEqual(events);
          expect(gateway.parseWebhook(request)).toEqual(events);
        });
      }
      if (subject.forged.length > 0) {
        it.each(subject.forged)('refuses %s', (_, request) => {
          expect(() => gateway.parseWebhook(request)).toThrow(WebhookRefused);
        });
      }
      it.each(subject.unreadable)('finds nothing in %s', (_, request) => {
        expect(() => gateway.parseWebhook(request)).toThrow(WebhookUnreadable);
      });
    });

    // What follows is the transport's, whatever the settings are.
    if (subject.isVariant) return;

    describe('calls a message unsent, and safe to send again, only when nothing left', () => {
      it('nobody listens', async () => {
        await operator.close();
        expect(await refusal(send())).toMatchObject({
          kind: 'unreachable',
          sent: 'no',
          code: 'ECONNREFUSED',
        });
      });

      it('the name of the host is unknown', async () => {
        const lost = create('http://khong-co.invalid:8080');
        expect(await refusal(send(lost))).toMatchObject({
          kind: 'unreachable',
          sent: 'no',
        });
        await lost.close();
      });

      it('the connection is not made in time', async () => {
        const deaf = await startDeafPort();
        const waiting = create(deaf.url, {
          ...DEFAULTS,
          answerTimeoutMs: 60_000,
        });
        try {
          expect(await refusal(send(waiting))).toMatchObject({
            kind: 'unreachable',
            sent: 'no',
            code: 'UND_ERR_CONNECT_TIMEOUT',
          });
        } finally {
          await deaf.close();
          await waiting.close();
        }
      });

      it('the product stops before the request leaves', async () => {
        const error = await refusal(send(gateway, AbortSignal.abort()));
        expect([error.kind, error.sent]).toEqual(['unreachable', 'no']);
        expect(operator.requests).toHaveLength(0);
      });

      it('the product stops while the message waits for a connection', async () => {
        operator.answer = 'silence';
        const stop = new AbortController();
        const sendings = Array.from({ length: 6 }, () => refusal(send(gateway, stop.signal)));
        await eventually(() => operator.requests.length === DEFAULTS.connections);
        stop.abort();
        const kinds = (await Promise.all(sendings)).map((error) => error.kind).sort();
        expect(kinds).toEqual(['unclear', 'unclear', 'unclear', 'unclear', 'unreachable', 'unreachable']);
        expect(operator.requests).toHaveLength(DEFAULTS.connections);
      });
    });

    describe('is in doubt, and sends nothing again by itself, when', () => {
      it.each([
        ['no answer comes in time', 'silence'],
        ['the answer comes in drips without an end', { status: 200, drip: true }],
      ] as [string, FakeReply][])('%s', async (_, reply) => {
        await gateway.close();
        gateway = create(operator.url, IMPATIENT);
        await expectDoubt(reply);
      });
      it('the connection is reset after the request left', () => expectDoubt('reset'));
      it('the connection ends without an answer', () => expectDoubt('close'));
      it('the answer breaks off', () =>
        expectDoubt({
          raw: 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 90\r\n\r\n0: Acc',
        }));
      it('the answer breaks off in its headers', () => expectDoubt({ raw: 'HTTP/1.1 200 OK\r\ncontent-ty' }));
      it('the answer is no HTTP', () => expectDoubt({ raw: 'hello\r\n\r\n' }));
      it('the answer is empty', () => expectDoubt({ status: 200 }));
      it('the answer is a page', () =>
        expectDoubt({
          status: 200,
          headers: { 'content-type': 'text/html' },
          body: '<h1>Bảo trì</h1>',
        }));
      it('the answer is half a JSON', () => expectDoubt({ status: 200, body: '{"status":"acc' }));
      it('the answer is endless', () => expectDoubt({ status: 200, body: 'x'.repeat(200_000) }));
      it('the answer sends us elsewhere after the work', () =>
        expectDoubt({ status: 302, headers: { location: '/' } }));

      const statuses = [500, 502, 503, 504].filter((status) => !subject.ownStatuses?.includes(status));
      it.each(statuses)('the operator fails with %i', (status) => expectDoubt({ status, body: 'error' }));

      it('a kept connection dies under the second request', async () => {
        operator.answer = subject.accepted.reply;
        await send();
        operator.answer = 'reset';
        const error = await refusal(send());
        expect([error.kind, error.sent]).toEqual(['unclear', 'maybe']);
        expect(operator.requests).toHaveLength(2);
      });

      it('the product stops while the answer is awaited', async () => {
        operator.answer = 'silence';
        const stop = new AbortController();
        const sending = refusal(send(gateway, stop.signal));
        await eventually(() => operator.requests.length === 1);
        stop.abort();
        expect([(await sending).kind, (await sending).sent]).toEqual(['unclear', 'maybe']);
      });
    });

    describe('calls no host but the configured one', () => {
      it.each([301, 302, 303, 307, 308])('not even when it is sent there with %i', async (status) => {
        const elsewhere = await startFakeOperator();
        elsewhere.answer = subject.accepted.reply;
        operator.answer = {
          status,
          headers: { location: `${elsewhere.url}/send` },
        };
        await refusal(send());
        await gateway.check(AbortSignal.timeout(2_000));
        expect(elsewhere.requests).toHaveLength(0);
        await elsewhere.close();
      });

      it('not even the proxy of the environment', async () => {
        const proxy = await startFakeOperator();
        const before = process.env.http_proxy;
        process.env.http_proxy = proxy.url;
        try {
          operator.answer = subject.accepted.reply;
          const fresh = create(operator.url);
          await send(fresh);
          await fresh.check(AbortSignal.timeout(2_000));
          await fresh.close();
          expect(proxy.requests).toHaveLength(0);
        } finally {
          if (before === undefined) delete process.env.http_proxy;
          else process.env.http_proxy = before;
          await proxy.close();
        }
      });
    });

    describe('calls no address inside a network of the installation, unless that is allowed', () => {
      it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]'])('not by the host %s', async (host) => {
        const url = operator.url.replace('127.0.0.1', host);
        const guarded = create(url, { ...DEFAULTS, guard: new OutgoingGuard('10.0.0.0/8') });
        const error = await refusal(send(guarded));
        expect([error.kind, error.sent, error.code]).toEqual(['misconfigured', 'no', 'ADDRESS_NOT_ALLOWED']);
        const health = await guarded.check(AbortSignal.timeout(2_000));
        expect(health.ok).toBe(false);
        expect(health.detail).toContain('OUTGOING_ALLOW');
        await guarded.close();
        expect(operator.requests).toHaveLength(0);
        connections.expectNone();
      });

      it('but where it is', async () => {
        operator.answer = subject.accepted.reply;
        const guarded = create(operator.url, { ...DEFAULTS, guard: new OutgoingGuard('127.0.0.0/8') });
        expect(await send(guarded)).toEqual(subject.accepted.result);
        await guarded.close();
      });
    });

    if (login) describeLogin(login);

    function describeLogin({ path, reply, request, errors }: LoginContract): void {
      describe('begins with a login', () => {
        const asked: ReceivedRequest[] = [];
        const answerLogin = (answer: FakeReply) => {
          asked.length = 0;
          operator.aside = (received) => {
            if (received.path !== path) return undefined;
            asked.push(received);
            return answer;
          };
        };

        it('as the operator documents it, and once for many messages at once', async () => {
          answerLogin(reply);
          operator.answer = subject.accepted.reply;
          await Promise.all(Array.from({ length: 10 }, () => send()));
          expect(asked).toHaveLength(1);
          expectRequest(asked[0]!, request);
        });

        it.each(errors)(
          'whose refusal leaves no message in doubt: %s',
          async (_, answer, errorKind, code) => {
            answerLogin(answer);
            const error = await refusal(send());
            expect([error.kind, error.sent]).toEqual([errorKind, 'no']);
            if (code !== undefined) expect(error.code).toBe(code);
            expect(operator.requests).toHaveLength(0);
          },
        );

        it.each([
          ['silence', 'silence'],
          ['a reset', 'reset'],
          ['nothing', { status: 200 }],
          ['a page', { status: 200, body: '<h1>Bảo trì</h1>' }],
          ['half a JSON', { status: 200, body: '{"access_tok' }],
          ['a failure', { status: 500, body: 'error' }],
        ] as [string, FakeReply][])('that meets %s, and nothing is sent', async (_, answer) => {
          await gateway.close();
          gateway = create(operator.url, IMPATIENT);
          answerLogin(answer);
          expect(await refusal(send())).toMatchObject({
            kind: 'unreachable',
            sent: 'no',
          });
          expect(operator.requests).toHaveLength(0);
        });
      });
    }

    describe('its check', () => {
      for (const [what, answer, health] of subject.checks ?? []) {
        it(what, async () => {
          operator.answer = answer;
          const { detail, ...rest } = health;
          const shown = await gateway.check(AbortSignal.timeout(2_000));
          expect(shown).toMatchObject(rest);
          if (detail instanceof RegExp) expect(shown.detail).toMatch(detail);
          else if (detail !== undefined) expect(shown.detail).toBe(detail);
          expectSentence(shown);
          connections.expectOnly(operator.url);
        });
      }

      it.each([
        ['a page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Bảo trì</h1>' }],
        ['a page that is not found', { status: 404, body: '<h1>Not Found</h1>' }],
        ['half a JSON', { status: 200, body: '{"status":"acc' }],
        ['a refusal', { status: 401, body: '{"message":"Unauthorized 84912345678"}' }],
        ['too many questions', { status: 429, headers: { 'retry-after': '7' } }],
        ['a failure', { status: 500, body: 'error' }],
      ] as [string, FakeReply][])('says in Vietnamese what it makes of %s', async (_, reply) => {
        operator.aside = null;
        operator.answer = reply;
        const health = await gateway.check(AbortSignal.timeout(2_000));
        expectSentence(health);
        // Where no call is known that proves an account, that the host answers is all; and the sentence says so.
        if (health.ok) expect(health.detail).toMatch(/chỉ được thử khi gửi tin|chưa khai báo "check"/);
        else expect(health.detail).not.toContain('Không kết nối được');
      });

      it.each([
        ['silence', 'silence'],
        ['a reset', 'reset'],
      ] as [string, FakeReply][])('says in Vietnamese that it meets %s', async (_, reply) => {
        await gateway.close();
        gateway = create(operator.url, IMPATIENT);
        operator.aside = null;
        operator.answer = reply;
        const health = await gateway.check(AbortSignal.timeout(2_000));
        expectSentence(health);
        expect(health.ok).toBe(false);
      });

      it('says in one sentence that nobody answers', async () => {
        await operator.close();
        const health = await gateway.check(AbortSignal.timeout(2_000));
        expect(health.ok).toBe(false);
        expect(health.detail).toContain('Không kết nối được');
      });
    });

    if (subject.states) {
      describe('asked what became of messages', () => {
        it.each(subject.states!)('knows %s', async (_, ids, answer, events) => {
          operator.answer = answer;
          expect(await gateway.queryStatusById!(ids, AbortSignal.timeout(2_000))).toEqual(events);
          connections.expectOnly(operator.url);
        });

        it.each([
          ['a failure', { status: 500 }],
          ['a page', { status: 200, body: '<h1>Bảo trì</h1>' }],
          ['nothing', { status: 200 }],
        ] as [string, FakeReply][])('never takes %s for an answer', async (_, reply) => {
          operator.answer = reply;
          const asking = gateway.queryStatusById!(['a'], AbortSignal.timeout(2_000));
          await expect(asking).rejects.toBeInstanceOf(GatewayError);
        });
      });
    }

    it('waits for what is on its way when it is closed', async () => {
      operator.answer = subject.accepted.reply;
      const sending = send();
      await gateway.close();
      expect(await sending).toEqual(subject.accepted.result);
      expect(await refusal(send())).toMatchObject({
        kind: 'unreachable',
        sent: 'no',
      });
    });

    it('shows no secret, no phone number and no text in any of its errors', () => {
      expect(thrown.length).toBeGreaterThan(20);
      for (const error of thrown) {
        const shown = [
          error.message,
          error.code ?? '',
          JSON.stringify(error),
          String(error.cause ?? ''),
        ].join('\n');
        for (const word of hidden) expect(shown).not.toContain(word);
      }
    });
  });
}
