import { Injectable } from '@nestjs/common';
import { RefusalsRepository } from '../directory/refusals.repository.js';
import { normalisePhone } from '../domain/phone.js';
import { PHONE_REJECTIONS_VI } from '../domain/phone-messages.js';
import { inScope, scopeOf } from '../identity/area-scope.js';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { Sql } from '../platform/database/sql.js';
import { DomainError, invalidInput, notFound } from '../platform/http/domain-error.js';
import type { ConsentView, NewConsent } from './privacy.schema.js';

interface ConsentRow {
  id: string;
  phone: string;
  basis: ConsentView['basis'];
  evidence: string | null;
  given_on: string;
  withdrawn_at: Date | null;
}

const COLUMNS = 'id, phone, basis, evidence, given_on::text, withdrawn_at';

/** A number lies where households have it. */
const isKnown = (scope: string) =>
  `exists (select 1 from contacts c join households h on h.id = c.household_id
            where c.phone = consents.phone and h.deleted_at is null and ${inScope('h.area_id', scope)})`;

/** On what ground a number is written to, and what proves it. */
@Injectable()
export class ConsentsService {
  constructor(
    private readonly sql: Sql,
    private readonly refusals: RefusalsRepository,
    private readonly audit: Audit,
  ) {}

  /** Throws a 400 for a number that no household of the caller's areas has. */
  async record(who: Principal, input: NewConsent): Promise<ConsentView> {
    const finding = normalisePhone(input.phone);
    if (finding.kind === 'rejected') throw badPhone(PHONE_REJECTIONS_VI[finding.reason]);
    return this.sql.transaction(async (tx) => {
      const [row] = await tx.query<ConsentRow & Record<string, unknown>>(
        `insert into consents (phone, basis, evidence, given_on, recorded_by)
         select $1, $2, $3, $4, $5 where exists (
           select 1 from contacts c join households h on h.id = c.household_id
            where c.phone = $1 and h.deleted_at is null and ${inScope('h.area_id', '$6')})
         returning ${COLUMNS}`,
        [
          finding.e164,
          input.basis,
          input.evidence || null,
          input.givenOn,
          who.userId,
          scopeOf(who, 'refusal:write'),
        ],
      );
      if (!row) throw badPhone('không có hộ nào của địa bàn dùng số này');
      await this.audit.record(
        tx,
        who,
        'consent.recorded',
        { kind: 'consent', id: row.id },
        { basis: row.basis },
      );
      return toView(row);
    });
  }

  /** Withdrawing consent is a refusal on every channel, at once. Throws a 404 where there is none, or it was withdrawn. */
  async withdraw(who: Principal, id: string): Promise<ConsentView> {
    return this.sql.transaction(async (tx) => {
      const [row] = await tx.query<ConsentRow & Record<string, unknown>>(
        `update consents set withdrawn_at = now(), withdrawn_by = $2
          where id = $1 and withdrawn_at is null and phone is not null and ${isKnown('$3')} returning ${COLUMNS}`,
        [id, who.userId, scopeOf(who, 'refusal:write')],
      );
      if (!row) throw notFound('sự đồng ý này, hoặc đã được rút trước đó');
      for (const channel of ['sms', 'zalo'] as const)
        await this.refusals.enter(tx, {
          phone: row.phone,
          channel,
          source: 'household',
          note: 'Rút lại sự đồng ý',
          notedBy: who.userId,
        });
      await this.audit.record(tx, who, 'consent.withdrawn', { kind: 'consent', id });
      return toView(row);
    });
  }
}

function badPhone(message: string): DomainError {
  return invalidInput([{ path: 'phone', message }]);
}

function toView(row: ConsentRow): ConsentView {
  const { id, phone, basis, evidence } = row;
  return {
    id,
    phone,
    basis,
    evidence,
    givenOn: row.given_on,
    withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
  };
}
