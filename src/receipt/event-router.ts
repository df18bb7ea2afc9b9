import { Injectable } from '@nestjs/common';
import type { GatewayEvent, InboundEvent, ReceiptEvent, UserEvent } from '../gateway/gateway.js';
import { isGatewayKind, kindEntry } from '../gateway/gateway.registry.js';
import { GatewaysRepository, type Siblings } from '../gateway/gateways.repository.js';
import { TemplatesRepository } from '../gateway/templates.repository.js';
import { type OaKey, ZaloUsersRepository } from '../gateway/zalo/zalo-users.repository.js';
import { DailyQuotaRepository } from '../gateway/daily-quota.repository.js';
import { MessageOwnerRepository } from './message-owner.repository.js';
import { ReceiptInbox } from './receipt-inbox.js';

/** For how long the accounts of an OA are taken as they were read. */
const FRESH_MS = 5_000;
const MAX_REMEMBERED = 1_000;

/**
 * Brings what a webhook said to where it belongs: receipts and answers to the inbox, of the account whose message it was;
 * people to the people of their OA; news of the account itself to those who ask the operator for it again.
 */
@Injectable()
export class EventRouter {
  private readonly known = new Map<string, { readAt: number; siblings: Promise<Siblings> }>();

  constructor(
    private readonly inbox: ReceiptInbox,
    private readonly gateways: GatewaysRepository,
    private readonly users: ZaloUsersRepository,
    private readonly templates: TemplatesRepository,
    private readonly quotas: DailyQuotaRepository,
    private readonly owners: MessageOwnerRepository,
  ) {}

  /** Resolves once everything is committed; rejects with the database's error where it is not. */
  async route(gatewayId: string, kind: string, events: readonly GatewayEvent[]): Promise<void> {
    if (
      !sharesWebhook(kind) &&
      events.every((event) => isWord(event) && isFor(event, kind) && !isUnnamed(event))
    )
      return this.inbox.add(gatewayId, events.filter(isWord));
    let siblings = await this.siblings(gatewayId);
    // An account that was added a moment ago.
    if (
      events.some((event) => isWord(event) && event.kind !== undefined && !(event.kind in siblings.byKind))
    ) {
      this.known.delete(gatewayId);
      siblings = await this.siblings(gatewayId);
    }
    const { ownerId, oaId, byKind } = siblings;
    // People first: an answer then finds the phone that came with it.
    const oa = oaId === null ? null : { ownerId, oaId };
    if (oa)
      await this.users.learn(
        oa,
        events.filter((event): event is UserEvent => event.type === 'user'),
      );
    for (const event of events) {
      if (event.type === 'account') await this.renew(Object.values(byKind).flat(), event.change);
      if (!isWord(event)) continue;
      const target = await this.target(gatewayId, isFor(event, kind) ? kind : event.kind!, byKind, event);
      await this.inbox.add(target, [await this.named(event, oa)]);
    }
  }

  /**
   * Of the accounts that share a webhook the one that an event concerns: the one whose message a receipt speaks of, else
   * the one that was called, else the newest of the event's kind.
   */
  private async target(
    gatewayId: string,
    kind: string,
    byKind: Siblings['byKind'],
    event: ReceiptEvent | InboundEvent,
  ): Promise<string> {
    const accounts = byKind[kind] ?? [];
    const standard = accounts.includes(gatewayId) ? gatewayId : (accounts.at(-1) ?? gatewayId);
    if (event.type !== 'receipt' || !sharesWebhook(kind)) return standard;
    const owner = await this.owners.among(accounts, event);
    if (owner !== undefined) return owner;
    // It may be of an account that was added a moment ago.
    this.known.delete(gatewayId);
    const now = (await this.siblings(gatewayId)).byKind[kind] ?? [];
    const isNew = now.some((id) => !accounts.includes(id));
    return (isNew ? await this.owners.among(now, event) : undefined) ?? standard;
  }

  private async renew(gatewayIds: readonly string[], change: 'templates' | 'quota'): Promise<void> {
    if (change === 'templates') await this.templates.syncSoon(gatewayIds);
    else await this.quotas.forget(gatewayIds);
  }

  /** An answer of somebody whose phone the OA knows carries it. */
  private async named(
    event: ReceiptEvent | InboundEvent,
    oa: OaKey | null,
  ): Promise<ReceiptEvent | InboundEvent> {
    if (!isUnnamed(event) || oa === null) return event;
    const phone = await this.users.phoneOf(oa, event.userId!);
    return phone === undefined ? event : { ...event, phone };
  }

  private siblings(gatewayId: string): Promise<Siblings> {
    const known = this.known.get(gatewayId);
    if (known && performance.now() - known.readAt < FRESH_MS) return known.siblings;
    if (this.known.size >= MAX_REMEMBERED) this.known.clear();
    const siblings = this.gateways.siblings(gatewayId);
    this.known.set(gatewayId, { readAt: performance.now(), siblings });
    siblings.catch(() => this.known.delete(gatewayId)); // the caller sees the error; the next call asks again
    return siblings;
  }
}

function sharesWebhook(kind: string): boolean {
  return isGatewayKind(kind) && kindEntry(kind).sharesWebhook === true;
}

function isWord(event: GatewayEvent): event is ReceiptEvent | InboundEvent {
  return event.type === 'receipt' || event.type === 'inbound';
}

function isFor(event: ReceiptEvent | InboundEvent, kind: string): boolean {
  return event.kind === undefined || event.kind === kind;
}

function isUnnamed(event: ReceiptEvent | InboundEvent): event is InboundEvent {
  return event.type === 'inbound' && event.phone === '' && event.userId !== undefined;
}
