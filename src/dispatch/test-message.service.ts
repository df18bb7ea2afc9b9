import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { messageCostVnd } from '../domain/cost.js';
import { PHONE_REJECTIONS_VI } from '../domain/phone-messages.js';
import { normalisePhone } from '../domain/phone.js';
import { plainPunctuation } from '../domain/plain-punctuation.js';
import { GATEWAY_ERRORS_VI } from '../domain/reason-labels.js';
import { mintTestReference } from '../domain/reference.js';
import { effectOf } from '../domain/retry.js';
import { countSmsParts, prepareSmsText } from '../domain/sms-parts.js';
import { GatewayError } from '../gateway/gateway-error.js';
import { type GatewayAccount, GatewayPool, GatewayUnavailable } from '../gateway/gateway-pool.js';
import { scopeOf, touchesScope } from '../identity/area-scope.js';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { CONFIG } from '../platform/config/config.js';
import type { Config } from '../platform/config/config.schema.js';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { DomainError, invalidInput, notFound } from '../platform/http/domain-error.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Installation } from './installation.js';
import { PaceRepository } from './pace.repository.js';
import type { TestMessage, TestMessageAnswer } from './test-message.schema.js';

/** Test messages of one person, in a minute and in a day. */
const MOST_A_MINUTE = 5;
const MOST_A_DAY = 30;
/** First key of the two-part advisory lock under which one person's test messages are counted. */
const COUNTING = 7_216;
/** An account that is booked, or held, for longer is not waited for. */
const LONGEST_WAIT_MS = 5_000;

interface TestedAccount {
  id: string;
  state: 'active' | 'held';
  channel: 'sms' | 'zalo';
  areaId: string | null;
}

/**
 * Sends one message to an official's own phone, so that they see what a household will see and whether the account works.
 * It belongs to no campaign, waits behind none, keeps the account's rate, and is sent once whatever comes. An account that
 * its errors have stopped can be tried this way; one that a person holds cannot.
 */
@Injectable()
export class TestMessageService {
  constructor(
    private readonly sql: Sql,
    private readonly gateways: GatewayPool,
    private readonly pace: PaceRepository,
    private readonly installation: Installation,
    private readonly audit: Audit,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * What the operator answered. Throws a 400 for a number that is none, a 404, a 409 where the number refuses the channel or
   * a person holds the account, a 429 for one test message too many, and a 503 where the account has to wait.
   */
  async send(who: Principal, gatewayId: string, input: TestMessage): Promise<TestMessageAnswer> {
    const phone = readPhone(input.phone);
    const account = await this.allow(who, gatewayId, phone);
    if (account.gateway.capabilities.templates === 'only' && !input.template)
      throw invalid('template', 'cổng này chỉ gửi theo mẫu đã được duyệt, hãy chọn mẫu tin');
    const text = prepareSmsText(plainPunctuation(input.text), { unaccented: input.unaccented });
    const { parts, encoding } = countSmsParts(text);
    await this.waitForPlace(account, parts);
    let answer: TestMessageAnswer;
    try {
      const accepted = await account.gateway.send(
        {
          reference: mintTestReference(this.installation.prefix, nonce()),
          phone,
          text,
          parts,
          encoding,
          callbackUrl: null,
          ...(input.template && { template: input.template }),
        },
        AbortSignal.timeout(this.config.SEND_TIMEOUT_SECONDS * 1000),
      );
      const counted = accepted.parts ?? parts;
      answer = {
        outcome: 'accepted',
        reason: null,
        code: accepted.code ?? null,
        operatorId: accepted.operatorId ?? null,
        parts: counted,
        costVnd: accepted.costVnd ?? messageCostVnd(counted, account.settings.pricePerPartVnd),
        detail: 'Nhà mạng đã nhận tin; hãy xem điện thoại của bạn.',
      };
    } catch (error) {
      answer = failed(error, parts, account.settings.pricePerPartVnd);
      if (answer.reason !== null && effectOf(answer.reason) === 'refuse')
        await this.noteRefusal(phone, account.settings.channel);
    }
    await this.countCost(who, gatewayId, answer.costVnd);
    const { outcome, reason, code } = answer;
    this.logger.info({ event: 'gateway.tested', gatewayId, outcome, reason, code });
    return answer;
  }

  /** Whether this person may send it now: counted and written into the trail before it leaves. */
  private async allow(who: Principal, gatewayId: string, phone: string): Promise<GatewayAccount> {
    await this.sql.transaction(async (tx) => {
      const [row] = await tx.query<TestedAccount & Record<string, unknown>>(
        `select id, state, channel, area_id as "areaId" from gateways
          where id = $1 and (area_id is null or ${touchesScope('array[area_id]', '$2')})`,
        [gatewayId, scopeOf(who, 'gateway:test')],
      );
      if (!row) throw notFound('cổng gửi tin này');
      if (row.state === 'held')
        throw new DomainError(
          'gateway-held',
          'Cổng này đang được tạm dừng; hãy cho chạy lại rồi gửi thử.',
          409,
        );
      const refused = await tx.query(
        'select 1 from refusals where phone = $1 and channel = $2 and lifted_at is null',
        [phone, row.channel],
      );
      if (refused.length > 0)
        throw new DomainError(
          'refused',
          `Số này đã từ chối nhận tin ${CHANNELS_VI[row.channel]}, nên tin thử cũng không được gửi. Nếu đây là số của bạn, hãy bỏ lời từ chối trước.`,
          409,
        );
      await this.count(tx, who);
      await this.audit.record(tx, who, 'gateway.tested', {
        kind: 'gateway',
        id: row.id,
        areaIds: row.areaId === null ? undefined : [row.areaId],
      });
    });
    try {
      return await this.gateways.get(gatewayId);
    } catch (error) {
      if (!(error instanceof GatewayUnavailable)) throw error;
      throw new DomainError(
        'gateway-broken',
        'Cấu hình của cổng này không còn dùng được; hãy sửa rồi thử lại.',
        409,
      );
    }
  }

  /** Throws a 429 where this would be one too many; two at once are counted one after the other. */
  private async count(tx: Queryable, who: Principal): Promise<void> {
    await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [COUNTING, `${who.kind}/${who.id}`]);
    const [row] = await tx.query<{ today: number; lately: number; minuteLeft: number }>(
      `select count(*)::int as today,
              count(*) filter (where at > now() - interval '1 minute')::int as lately,
              coalesce(extract(epoch from min(at) filter (where at > now() - interval '1 minute')
                       + interval '1 minute' - now()), 60)::float8 as "minuteLeft"
         from audit_events
        where action = 'gateway.tested' and actor_kind = $1 and actor_id is not distinct from $2
          and at > now() - interval '1 day'`,
      [who.kind, who.id],
    );
    if (row!.today >= MOST_A_DAY)
      throw tooMany(`Mỗi người gửi thử nhiều nhất ${MOST_A_DAY} tin một ngày.`, 3_600);
    if (row!.lately >= MOST_A_MINUTE)
      throw tooMany(
        `Mỗi người gửi thử nhiều nhất ${MOST_A_MINUTE} tin một phút.`,
        Math.ceil(row!.minuteLeft),
      );
  }

  /** Paid from the budget of the account's area; where it has none, of the tester's, or of the only commune there is. */
  private async countCost(who: Principal, gatewayId: string, costVnd: number): Promise<void> {
    if (costVnd === 0) return;
    await this.sql.execute(
      `insert into single_spend as s (area_id, day, cost_vnd)
       select area, (now() at time zone 'Asia/Ho_Chi_Minh')::date, $3 from (
         select coalesce((select area_id from gateways where id = $1), ($2::bigint[])[1],
                         (select min(id) from areas where parent_id is null and closed_on is null
                           having count(*) = 1)) as area) paid where area is not null
       on conflict (area_id, day) do update set cost_vnd = s.cost_vnd + excluded.cost_vnd`,
      [gatewayId, scopeOf(who, 'gateway:test'), costVnd],
    );
  }

  private async waitForPlace({ settings }: GatewayAccount, parts: number): Promise<void> {
    const { at } = await this.pace.bookFirst(settings.id, parts, settings.partsPerSecond);
    const waitMs = at - performance.now();
    if (waitMs > LONGEST_WAIT_MS)
      throw new DomainError(
        'gateway-waits',
        'Nhà mạng đang yêu cầu gửi chậm lại, nên tin thử chưa gửi được; hãy thử lại sau ít giây.',
        503,
        undefined,
        { retryAfterSeconds: Math.ceil(waitMs / 1000) },
      );
    await sleep(Math.max(0, waitMs));
  }

  private async noteRefusal(phone: string, channel: string): Promise<void> {
    await this.sql.execute(
      `insert into refusals (phone, channel, source) values ($1, $2, 'gateway')
       on conflict (phone, channel) where lifted_at is null do nothing`,
      [phone, channel],
    );
  }
}

const CHANNELS_VI = { sms: 'SMS', zalo: 'Zalo' } as const;

function failed(error: unknown, parts: number, pricePerPartVnd: number): TestMessageAnswer {
  const reason = error instanceof GatewayError ? error.kind : 'unclear';
  const code = error instanceof GatewayError ? (error.code ?? null) : null;
  const isUnclear = reason === 'unclear';
  const why = GATEWAY_ERRORS_VI[reason] + (code === null ? '' : ` (mã của nhà mạng: ${code})`);
  return {
    outcome: isUnclear ? 'unclear' : 'refused',
    reason,
    code,
    operatorId: null,
    parts,
    // What may have left may have been charged.
    costVnd: isUnclear ? messageCostVnd(parts, pricePerPartVnd) : 0,
    detail: isUnclear
      ? `${why}. Tin có thể vẫn đến; hãy xem điện thoại trước khi gửi thử lần nữa.`
      : `${why}.`,
  };
}

function readPhone(raw: string): string {
  const finding = normalisePhone(raw);
  if (finding.kind === 'mobile') return finding.e164;
  throw invalid('phone', PHONE_REJECTIONS_VI[finding.reason]);
}

function invalid(path: string, message: string): DomainError {
  return invalidInput([{ path, message }]);
}

function tooMany(sentence: string, retryAfterSeconds: number): DomainError {
  return new DomainError('too-many-tests', `${sentence} Hãy thử lại sau.`, 429, undefined, {
    retryAfterSeconds,
  });
}

function nonce(): bigint {
  return (randomBytes(8).readBigUInt64BE() >> 1n) + 1n;
}
