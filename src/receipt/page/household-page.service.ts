/**
 * Owns what a household does on the pages behind the links in its messages: reads the full text, refuses, comes back,
 * asks whether a message is ours. Emits refusals. Never shows a number in full, and never says who got what.
 */
import { Injectable } from '@nestjs/common';
import { HouseholdLinks } from '../../campaign/household-links.js';
import { Renderer } from '../../campaign/rendering.js';
import { RefusalsRepository } from '../../directory/refusals.repository.js';
import { RefusedNumbersRepository } from '../../dispatch/refused-numbers.repository.js';
import { linkCodesIn, readLinkCode } from '../../domain/household-link.js';
import { maskPhone } from '../../domain/phone.js';
import { comparableText, isMadeFrom } from '../../domain/sent-text.js';
import { foldVietnamese } from '../../domain/vietnamese.js';
import { Audit } from '../../identity/audit.js';
import { SYSTEM } from '../../identity/permissions.js';
import { type Queryable, Sql } from '../../platform/database/sql.js';
import { DomainError, notFound } from '../../platform/http/domain-error.js';
import {
  HouseholdPageRepository,
  type LinkedDelivery,
  type ReachedNumber,
} from './household-page.repository.js';
import type { Question } from './household-page.schema.js';

/** How a number stands to messages of its channel. */
export interface ShownNumber {
  attempt: number;
  masked: string;
  channel: 'sms' | 'zalo';
  /** `others`: an official or the operator noted the refusal; only the commune's office can lift it. */
  state: 'receiving' | 'refused' | 'refused-by-others';
}

/** What stands on the page behind a link. */
export interface FullText {
  code: string;
  title: string;
  communeName: string | null;
  provinceName: string | null;
  sentAt: Date | null;
  text: string;
  numbers: ShownNumber[];
  /** What the forms of the page carry. */
  seal: string;
}

/** Whether a message is ours. `changed`: the link is, and the words around it are not what was sent. */
export interface Verdict {
  kind: 'sent' | 'changed' | 'specimen' | 'unknown';
  title: string | null;
  communeName: string | null;
  sentAt: Date | null;
  /** Null where no sender was asked about. */
  isOurSender: boolean | null;
  senders: string[];
}

const NOTE = 'Từ chối trên trang của tin nhắn';

@Injectable()
export class HouseholdPageService {
  constructor(
    private readonly sql: Sql,
    private readonly links: HouseholdLinks,
    private readonly pages: HouseholdPageRepository,
    private readonly refusals: RefusalsRepository,
    private readonly refused: RefusedNumbersRepository,
    private readonly audit: Audit,
  ) {}

  /** The page of a code; `specimen` for the code of previews and test messages. Throws a 404. */
  async open(code: string): Promise<FullText | 'specimen'> {
    const id = await this.links.deliveryOf(code);
    if (id === 'specimen') return 'specimen';
    const delivery = await this.find(id);
    const [text, numbers, seal] = await Promise.all([
      this.textOf(delivery),
      this.pages.numbers(this.sql, delivery.id),
      this.links.sealOf(code, new Date()),
    ]);
    const { title, communeName, provinceName, sentAt } = delivery;
    return { code, title, communeName, provinceName, sentAt, text, numbers: numbers.map(shown), seal };
  }

  /**
   * From now on no message of the channel goes to the number; what was planned for it is left out at once. Refusing twice
   * is refusing once. Throws a 404, and a 400 where the form is not one of ours of today.
   */
  async refuse(code: string, attempt: number, seal: string): Promise<void> {
    await this.act(code, attempt, seal, async (tx, delivery, { phone, channel }) => {
      const entry = { phone, channel, source: 'household', note: NOTE, notedBy: null } as const;
      const { refusal, isNew } = await this.refusals.enter(tx, entry);
      if (isNew)
        await this.audit.record(
          tx,
          SYSTEM,
          'refusal.entered',
          { kind: 'refusal', id: refusal.id },
          { channel, deliveryId: delivery.id },
        );
      const householdIds = new Set([delivery.householdId, ...(await this.pages.householdsWith(tx, phone))]);
      await this.refused.skipPlanned(tx, phone, channel, [...householdIds]);
    });
  }

  /** Messages go to the number again. What others noted stays: see `ShownNumber`. Throws as `refuse` does. */
  async comeBack(code: string, attempt: number, seal: string): Promise<void> {
    await this.act(code, attempt, seal, async (tx, delivery, { phone, channel }) => {
      for (const id of await this.pages.liftOwn(tx, phone, channel))
        await this.audit.record(
          tx,
          SYSTEM,
          'refusal.lifted',
          { kind: 'refusal', id },
          { channel, deliveryId: delivery.id },
        );
    });
  }

  /** Judges a text that somebody received, a link or a code; and the sender that it came from. */
  async judge({ text, sender }: Question): Promise<Verdict> {
    const senders = await this.pages.senders();
    const isOurSender = sender === '' ? null : senders.some((each) => key(each) === key(sender));
    return { ...(await this.judgeText(text)), isOurSender, senders };
  }

  private async judgeText(text: string): Promise<Omit<Verdict, 'isOurSender' | 'senders'>> {
    const nothing = { kind: 'unknown', title: null, communeName: null, sentAt: null } as const;
    const typed = readLinkCode(text);
    const codes = typed ? [typed] : linkCodesIn(text, this.links.base);
    const isOnlyCode = typed !== null || (codes.length === 1 && /^\s*\S+\s*$/.test(text));
    const ids = await Promise.all(codes.map((code) => this.links.deliveryOf(code)));
    if (isOnlyCode && ids[0] === 'specimen') return { ...nothing, kind: 'specimen' };
    const id = ids.find((each) => each !== null && each !== 'specimen');
    const delivery = id ? await this.pages.delivery(id) : undefined;
    const comparable = comparableText(text, this.links.base);
    if (delivery) {
      const { title, communeName, sentAt, steps } = delivery;
      const isWhole = isOnlyCode || steps.some((step) => isMadeFrom(step.text ?? '', comparable));
      return { kind: isWhole ? 'sent' : 'changed', title, communeName, sentAt };
    }
    for (const { title, startedAt, communeName, texts } of await this.pages.sentCampaigns()) {
      if (texts.some((source) => isMadeFrom(source, comparable)))
        return { kind: 'sent', title, communeName, sentAt: startedAt };
    }
    return nothing;
  }

  private async act(
    code: string,
    attempt: number,
    seal: string,
    work: (tx: Queryable, of: LinkedDelivery, number: ReachedNumber) => Promise<void>,
  ): Promise<void> {
    if (!(await this.links.isSealed(code, seal, new Date())))
      throw new DomainError(
        'stale-form',
        'Trang này mở đã lâu. Hãy mở lại liên kết trong tin rồi bấm lại.',
        400,
      );
    const id = await this.links.deliveryOf(code);
    const delivery = await this.find(id);
    await this.sql.transaction(async (tx) => {
      const number = (await this.pages.numbers(tx, delivery.id)).find((each) => each.attempt === attempt);
      if (!number) throw notFound('số điện thoại này');
      await work(tx, delivery, number);
    });
  }

  private async find(id: string | null): Promise<LinkedDelivery> {
    const delivery = id === null || id === 'specimen' ? undefined : await this.pages.delivery(id);
    if (!delivery) throw notFound('trang này');
    return delivery;
  }

  /** The full text of the campaign, or else the message with its diacritics. */
  private async textOf(delivery: LinkedDelivery): Promise<string> {
    const sent = delivery.steps[delivery.step]!;
    const step = delivery.fullText
      ? { channel: 'zalo' as const, gatewayId: sent.gatewayId, text: delivery.fullText, unaccented: false }
      : { ...sent, unaccented: false };
    const renderer = await Renderer.of(this.sql, step, delivery.areaIds, this.links);
    return renderer.render(delivery, delivery.id).text;
  }
}

function shown({ attempt, phone, channel, refusedBy }: ReachedNumber): ShownNumber {
  const state =
    refusedBy === null ? 'receiving' : refusedBy === 'household' ? 'refused' : 'refused-by-others';
  return { attempt, masked: maskPhone(phone), channel, state };
}

function key(sender: string): string {
  return foldVietnamese(sender).replace(/[\s._-]+/g, '');
}
