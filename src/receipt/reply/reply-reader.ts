/**
 * Owns the reading of replies: whose they are, what they answer, and what their words do.
 * Emits rows of `replies`, refusals, confirmations in the outbox. Never reads one reply twice; never sends.
 */
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RefusalsRepository } from '../../directory/refusals.repository.js';
import { OutboxRepository } from '../../dispatch/outbox/outbox.repository.js';
import { RefusedNumbersRepository } from '../../dispatch/refused-numbers.repository.js';
import { normalisePhone } from '../../domain/phone.js';
import { mentionsRefusal, readReply, type ReplyIntent } from '../../domain/refusal-words.js';
import { countSmsParts, prepareSmsText } from '../../domain/sms-parts.js';
import { Audit } from '../../identity/audit.js';
import { SYSTEM } from '../../identity/permissions.js';
import { type Queryable, Sql } from '../../platform/database/sql.js';
import { readReplySettings } from './reply-settings.js';
import {
  type ReplyPart,
  type UnreadReply,
  UnreadRepliesRepository,
  type Whereabouts,
} from './unread-replies.repository.js';

const MAX_RAW_PHONE = 40;
/** Who wrote longer ago than this would only be puzzled by a confirmation. */
const CONFIRM_WITHIN_MS = 24 * 3_600_000;

/** What a reply came to. */
export type ReadOutcome = ReplyIntent | 'repeated' | 'waiting';

interface Reading {
  tx: Queryable;
  unread: UnreadReply;
  phone: string;
  found: Whereabouts;
}

@Injectable()
export class ReplyReader {
  constructor(
    private readonly sql: Sql,
    private readonly inbox: UnreadRepliesRepository,
    private readonly refusals: RefusalsRepository,
    private readonly refused: RefusedNumbersRepository,
    private readonly outbox: OutboxRepository,
    private readonly audit: Audit,
  ) {}

  /** Reads one reply in one transaction; undefined where it has been read before. */
  read(receiptId: string): Promise<ReadOutcome | undefined> {
    return this.sql.transaction(async (tx) => {
      const unread = await this.inbox.lock(tx, receiptId);
      if (!unread) return undefined;
      const parts = unread.part && (await this.inbox.partsOf(tx, unread, unread.part));
      if (parts && isIncomplete(parts, unread)) {
        await this.inbox.waitForRest(tx, receiptId);
        return 'waiting';
      }
      const outcome = await this.readLocked(tx, parts ? joined(unread, parts) : unread);
      for (const id of parts ? parts.map((each) => each.receiptId) : [receiptId])
        await this.inbox.markRead(tx, id, outcome === 'repeated' ? 'repeated' : 'read');
      return outcome;
    });
  }

  private async readLocked(tx: Queryable, unread: UnreadReply): Promise<ReplyIntent | 'repeated'> {
    const number = normalisePhone(unread.phone);
    // A short code or a name writes, too; whoever it is, it cannot be looked up, refused for or confirmed to.
    const isMobile = number.kind === 'mobile';
    const phone = isMobile ? number.e164 : unread.phone.trim().slice(0, MAX_RAW_PHONE);
    const sameness = samenessOf(phone, unread);
    if (sameness === null && (await this.inbox.isRepeat(tx, phone, unread))) return 'repeated';
    const found = isMobile ? await this.inbox.whereabouts(tx, phone, unread) : NOWHERE;
    const intent = isMobile ? readReply(unread.text) : 'person';
    const needsPerson =
      intent === 'person' ||
      (intent === 'resubscribe' && !(await this.mayComeBack(tx, phone, unread.channel)));
    const replyId = await this.inbox.insert(tx, {
      unread,
      phone,
      sameness,
      householdId: found.householdId,
      areaId: found.areaId,
      campaignId: found.campaignId,
      deliveryId: found.deliveryId,
      intent,
      needsPerson,
      mentionsRefusal: intent === 'person' && mentionsRefusal(unread.text),
    });
    if (replyId === null) return 'repeated';
    const reading = { tx, unread, phone, found };
    if (intent === 'refusal') await this.refuse(reading, replyId);
    if (intent === 'resubscribe') await this.comeBack(reading, replyId);
    return intent;
  }

  /**
   * Whether words of coming back say all: the number has refused here, now or before, and only by itself. What a household
   * did not say by reply is not undone by one; and from a number that has never refused, "Gửi lại giúp tôi" and "Đồng ý"
   * ask for something else. An official looks at both.
   */
  private async mayComeBack(tx: Queryable, phone: string, channel: string): Promise<boolean> {
    const [known] = await tx.query<{ isOwn: boolean | null }>(
      `select bool_and(lifted_at is not null or source = 'household') as "isOwn"
         from refusals where phone = $1 and channel = $2`,
      [phone, channel],
    );
    return known?.isOwn ?? false;
  }

  private async refuse({ tx, unread, phone, found }: Reading, replyId: string): Promise<void> {
    const { refusal, isNew } = await this.refusals.enter(tx, {
      phone,
      channel: unread.channel as 'sms' | 'zalo',
      source: 'household',
      note: null,
      notedBy: null,
    });
    if (isNew) {
      await tx.execute('update refusals set reply_id = $2 where id = $1', [refusal.id, replyId]);
      await this.record(tx, 'refusal.entered', refusal.id, unread.channel, replyId);
    }
    await this.refused.skipPlanned(tx, phone, unread.channel, found.householdIds);
    await this.confirm({ tx, unread, phone, found }, replyId, `refusal:${refusal.id}`, 'refusalText');
  }

  private async comeBack({ tx, unread, phone, found }: Reading, replyId: string): Promise<void> {
    const lifted = await this.inbox.liftOwnRefusals(tx, phone, unread.channel);
    for (const id of lifted) {
      await this.record(tx, 'refusal.lifted', id, unread.channel, replyId);
      await this.confirm({ tx, unread, phone, found }, replyId, `return:${id}`, 'returnText');
    }
  }

  /** Once for each refusal, and for each return, however often the words come. */
  private async confirm(
    { tx, unread, phone, found }: Reading,
    replyId: string,
    requestKey: string,
    which: 'refusalText' | 'returnText',
  ): Promise<void> {
    // Zalo answers within its own rules: no free text to a number that has just refused it.
    if (unread.channel !== 'sms' || Date.now() - unread.receivedAt.getTime() > CONFIRM_WITHIN_MS) return;
    const text = prepareSmsText((await readReplySettings(tx))[which]);
    await this.outbox.enqueue(tx, {
      kind: 'confirmation',
      requestKey,
      gatewayId: unread.gatewayId,
      channel: unread.channel,
      phone,
      text,
      parts: countSmsParts(text).parts,
      householdId: found.householdId,
      replyId,
      heardAt: unread.receivedAt,
      createdBy: null,
    });
  }

  private async record(
    tx: Queryable,
    action: string,
    id: string,
    channel: string,
    replyId: string,
  ): Promise<void> {
    await this.audit.record(tx, SYSTEM, action, { kind: 'refusal', id }, { channel, replyId });
  }
}

/** How long the other parts of a text are waited for; then what has come is read. */
const PARTS_WITHIN_MS = 2 * 60_000;

function isIncomplete(parts: readonly ReplyPart[], { part, receivedAt }: UnreadReply): boolean {
  const numbers = new Set(parts.map((each) => each.number));
  return numbers.size < part!.total && Date.now() - receivedAt.getTime() < PARTS_WITHIN_MS;
}

/** A text in one piece; a part that the operator said twice stands in it once. */
function joined(unread: UnreadReply, parts: readonly ReplyPart[]): UnreadReply {
  const texts = new Map(parts.map((each) => [each.number, each.text]));
  return { ...unread, text: [...texts.values()].join('') };
}

const NOWHERE: Whereabouts = {
  householdIds: [],
  householdId: null,
  areaId: null,
  campaignId: null,
  deliveryId: null,
};

/** A key that an operator's second call for the same reply has, too; null where it gives neither id nor time. */
function samenessOf(phone: string, { operatorId, occurredAt, text }: UnreadReply): string | null {
  const mark = operatorId ?? occurredAt?.toISOString();
  if (mark === undefined) return null;
  return createHash('sha256')
    .update(JSON.stringify([mark, phone, text]))
    .digest('base64url');
}
