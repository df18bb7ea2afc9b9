import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { nameOf } from '../../campaign/campaign-access.js';
import { HouseholdsRepository } from '../../directory/households.repository.js';
import { sendOutbox } from '../../dispatch/outbox/outbox.jobs.js';
import { OutboxRepository } from '../../dispatch/outbox/outbox.repository.js';
import { normalisePhone } from '../../domain/phone.js';
import { countSmsParts, prepareSmsText } from '../../domain/sms-parts.js';
import { scopeOf } from '../../identity/area-scope.js';
import { Audit } from '../../identity/audit.js';
import { NumbersRead } from '../../identity/numbers-read.js';
import type { Principal } from '../../identity/permissions.js';
import { type Queryable, Sql } from '../../platform/database/sql.js';
import { DomainError, invalidInput, notFound } from '../../platform/http/domain-error.js';
import type { Page } from '../../platform/http/page.js';
import { Bell } from '../../platform/queues/bell.js';
import { type Assignee, RepliesRepository, type ReplyRow } from './replies.repository.js';
import type { AnswerReply, OutboxMessageView, ReplyQuery, ReplyView, ThreadEntry } from './reply.schema.js';
import { ThreadRepository } from './thread.repository.js';

const MAX_PARTS = 6;

/** What officials do with replies. */
@Injectable()
export class RepliesService {
  constructor(
    private readonly sql: Sql,
    private readonly replies: RepliesRepository,
    private readonly threads: ThreadRepository,
    private readonly households: HouseholdsRepository,
    private readonly outbox: OutboxRepository,
    private readonly audit: Audit,
    private readonly numbers: NumbersRead,
    private readonly bell: Bell,
  ) {}

  async list(who: Principal, query: ReplyQuery): Promise<Page<ReplyView>> {
    const page = await this.replies.list(scopeOf(who, 'reply:read'), query);
    await this.numbers.note(who, 'reply.numbers-read', undefined, 'replies', page.items.length);
    return page;
  }

  /** Throws a 404. */
  async one(who: Principal, id: string): Promise<ReplyView> {
    const [reply] = await this.replies.byIds(scopeOf(who, 'reply:read'), [id]);
    if (!reply) throw notFound('tin trả lời này');
    return reply;
  }

  /** Throws a 404 where there is no such household. */
  async thread(
    who: Principal,
    householdId: string,
    query: { limit: number; cursor?: string | undefined },
  ): Promise<Page<ThreadEntry>> {
    const scope = scopeOf(who, 'reply:read');
    if (!(await this.households.find({ rows: scope, numbers: scope }, householdId)))
      throw notFound('hộ gia đình này');
    return this.threads.page(householdId, query);
  }

  /** Throws a 404. */
  async assignees(who: Principal, id: string): Promise<Assignee[]> {
    const [reply] = await this.replies.byIds(scopeOf(who, 'reply:write'), [id]);
    if (!reply) throw notFound('tin trả lời này');
    return this.replies.assignees(this.sql, reply.areaId);
  }

  /** Throws a 404, and a 400 for whoever does not deal with replies of this area. */
  assign(who: Principal, id: string, userId: string | null): Promise<ReplyView> {
    return this.change(who, id, 'reply.assigned', { userId }, async (tx, reply) => {
      if (userId !== null) {
        const people = await this.replies.assignees(tx, reply.area_id);
        if (!people.some((each) => each.id === userId))
          throw invalid('userId', 'người này không phụ trách tin trả lời của địa bàn, hoặc đã bị khóa');
      }
      await this.replies.assign(tx, id, userId);
    });
  }

  close(who: Principal, id: string): Promise<ReplyView> {
    return this.change(who, id, 'reply.closed', {}, (tx) => this.replies.close(tx, id, nameOf(who)));
  }

  /** Undoes closing; a reply that was dealt with by itself is given to a person. */
  reopen(who: Principal, id: string): Promise<ReplyView> {
    return this.change(who, id, 'reply.reopened', {}, (tx) => this.replies.reopen(tx, id));
  }

  /**
   * Answers a reply: one message to its number, ahead of what waits. The same words to the same reply are one message,
   * however often they are sent here. A number that has refused is answered only where it wrote after refusing, and
   * only as long as it does not refuse again. Throws a 404, a 409 `number-refused`, a 400 for a text that is too long.
   */
  async answer(who: Principal, id: string, input: AnswerReply): Promise<OutboxMessageView> {
    const text = prepareSmsText(input.text, { unaccented: input.unaccented });
    const { parts } = countSmsParts(text);
    if (parts > MAX_PARTS)
      throw invalid('text', `câu trả lời dài ${parts} phần tin, nhiều nhất ${MAX_PARTS}`);
    const { outboxId, gatewayId } = await this.sql.transaction(async (tx) => {
      const reply = await this.locked(tx, who, id);
      if (normalisePhone(reply.phone).kind !== 'mobile') {
        throw new DomainError('not-answerable', 'Số này không phải số di động nên không trả lời được.', 409);
      }
      await this.refuseRefused(tx, reply);
      const account = await this.accountFor(tx, reply, input.gatewayId);
      const { id: made, isNew } = await this.outbox.enqueue(tx, {
        kind: 'answer',
        requestKey: `answer:${id}:${createHash('sha256').update(text).digest('base64url')}`,
        gatewayId: account,
        channel: reply.channel,
        phone: reply.phone,
        text,
        parts,
        householdId: reply.household_id,
        replyId: id,
        heardAt: reply.received_at,
        createdBy: nameOf(who),
      });
      if (isNew) {
        await this.replies.answered(tx, id, nameOf(who));
        await this.audit.record(tx, who, 'reply.answered', subjectOf(reply), { outboxId: made, parts });
      }
      return { outboxId: made, gatewayId: account };
    });
    await this.bell.ring(sendOutbox, { gatewayId });
    const [message] = await this.replies.singles([outboxId]);
    return message!;
  }

  private async refuseRefused(tx: Queryable, reply: ReplyRow): Promise<void> {
    const [refusal] = await tx.query<{ created_at: Date }>(
      'select created_at from refusals where phone = $1 and channel = $2 and lifted_at is null',
      [reply.phone, reply.channel],
    );
    if (!refusal || (reply.intent !== 'refusal' && refusal.created_at < reply.received_at)) return;
    throw new DomainError(
      'number-refused',
      'Số này đã từ chối nhận tin sau khi nhắn tin này, nên không gửi câu trả lời được.',
      409,
    );
  }

  private async accountFor(tx: Queryable, reply: ReplyRow, gatewayId: string | undefined): Promise<string> {
    // An account of an area serves the households of that area.
    const [gateway] = await tx.query<{ id: string }>(
      `select id from gateways
        where id = $1 and channel = $2
          and (id = $3 or area_id is null
               or $4::bigint is not null and areas_cover(array[area_id], array[$4::bigint]))`,
      [gatewayId ?? reply.gateway_id, reply.channel, reply.gateway_id, reply.area_id],
    );
    if (gateway) return gateway.id;
    throw invalid('gatewayId', 'không có cổng gửi tin này trên kênh của tin trả lời');
  }

  private async change(
    who: Principal,
    id: string,
    action: string,
    details: Record<string, string | null>,
    work: (tx: Queryable, reply: ReplyRow) => Promise<void>,
  ): Promise<ReplyView> {
    await this.sql.transaction(async (tx) => {
      const reply = await this.locked(tx, who, id);
      await work(tx, reply);
      await this.audit.record(tx, who, action, subjectOf(reply), details);
    });
    return this.one(who, id);
  }

  private async locked(tx: Queryable, who: Principal, id: string): Promise<ReplyRow> {
    const reply = await this.replies.lock(tx, scopeOf(who, 'reply:write'), id);
    if (!reply) throw notFound('tin trả lời này');
    return reply;
  }
}

function subjectOf({ id, area_id }: ReplyRow) {
  return { kind: 'reply', id, areaIds: area_id === null ? [] : [area_id] };
}

function invalid(path: string, message: string): DomainError {
  return invalidInput([{ path, message }]);
}
