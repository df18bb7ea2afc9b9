import { Injectable } from '@nestjs/common';
import { maskPhone, normalisePhone } from '../domain/phone.js';
import { PHONE_REJECTIONS_VI } from '../domain/phone-messages.js';
import { sameScope, scopeOf } from '../identity/area-scope.js';
import { Audit } from '../identity/audit.js';
import { NumbersRead } from '../identity/numbers-read.js';
import { may, type Principal } from '../identity/permissions.js';
import { Sql } from '../platform/database/sql.js';
import { invalidInput, notFound } from '../platform/http/domain-error.js';
import type { Page } from '../platform/http/page.js';
import type { CreateRefusal, RefusalQuery, RefusalView } from './refusal.schema.js';
import { RefusalsRepository } from './refusals.repository.js';

/** Refusals that officials enter and lift. */
@Injectable()
export class RefusalsService {
  constructor(
    private readonly sql: Sql,
    private readonly refusals: RefusalsRepository,
    private readonly audit: Audit,
    private readonly numbers: NumbersRead,
  ) {}

  async list(who: Principal, query: RefusalQuery): Promise<Page<RefusalView>> {
    const phone = query.phone === undefined ? null : readPhone(query.phone);
    const reader = { scope: scopeOf(who, 'household:read'), userId: who.userId };
    const page = await this.refusals.list(
      reader,
      { phone, channel: query.channel ?? null, withLifted: query.lifted },
      query,
    );
    // A register by number has no area of its own: numbers are for those who see all that they look at.
    const isOpen = may(who, 'phone:read') && sameScope(scopeOf(who, 'phone:read'), reader.scope);
    if (!isOpen) return { ...page, items: page.items.map(masked) };
    await this.numbers.note(who, 'refusal.numbers-read', undefined, 'refusals', page.items.length);
    return page;
  }

  /**
   * Entering one that stands already changes nothing and answers it. Any number can be entered: a refusal counts
   * wherever it was said.
   */
  async enter(who: Principal, input: CreateRefusal): Promise<RefusalView> {
    const phone = readPhone(input.phone);
    return this.sql.transaction(async (tx) => {
      const { refusal, isNew } = await this.refusals.enter(tx, {
        phone,
        channel: input.channel,
        source: 'official',
        note: input.note || null,
        notedBy: who.userId,
      });
      if (isNew) await this.record(tx, who, 'refusal.entered', refusal);
      return refusal;
    });
  }

  /** Messages may go to the number again. Throws a 404 where there is none, or it was lifted before. */
  async lift(who: Principal, id: string): Promise<RefusalView> {
    return this.sql.transaction(async (tx) => {
      const reader = { scope: scopeOf(who, 'refusal:write'), userId: who.userId };
      const refusal = await this.refusals.lift(tx, reader, id);
      if (!refusal) throw notFound('lời từ chối này, hoặc đã được bỏ trước đó');
      await this.record(tx, who, 'refusal.lifted', refusal);
      return refusal;
    });
  }

  private async record(
    connection: Parameters<Audit['record']>[0],
    who: Principal,
    action: string,
    { id, channel }: RefusalView,
  ): Promise<void> {
    await this.audit.record(connection, who, action, { kind: 'refusal', id }, { channel });
  }
}

function masked(refusal: RefusalView): RefusalView {
  return { ...refusal, phone: maskPhone(refusal.phone) };
}

function readPhone(raw: string): string {
  const finding = normalisePhone(raw);
  if (finding.kind === 'mobile') return finding.e164;
  throw invalidInput([{ path: 'phone', message: PHONE_REJECTIONS_VI[finding.reason] }]);
}
