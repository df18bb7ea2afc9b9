import { Injectable } from '@nestjs/common';
import { RefusalRegister } from '../directory/refusal-register.js';
import { inScope, scopeOf } from '../identity/area-scope.js';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { Sql } from '../platform/database/sql.js';
import { DomainError, notFound } from '../platform/http/domain-error.js';
import { type Erased, ErasureRepository } from './erasure.repository.js';

/**
 * Erases a household at its request: names, numbers and texts go, from old deliveries too; the rows of the ledger stay, so that
 * every account adds up as before. Refusals of its numbers go on holding, by their keyed hash. Cannot be taken back.
 */
@Injectable()
export class ErasureService {
  constructor(
    private readonly sql: Sql,
    private readonly erasure: ErasureRepository,
    private readonly register: RefusalRegister,
    private readonly audit: Audit,
  ) {}

  /** Throws a 404, and 409 `message-under-way` while a message to it is on its way to the operator. */
  async erase(who: Principal, householdId: string): Promise<Erased> {
    return this.sql.transaction(async (tx) => {
      const [household] = await tx.query<{ area_id: string }>(
        `select area_id from households h where id = $1 and deleted_at is null and ${inScope('h.area_id', '$2')} for update`,
        [householdId, scopeOf(who, 'household:write')],
      );
      if (!household) throw notFound('hộ gia đình này');
      const ids = await this.erasure.householdsOf(tx, householdId);
      if (await this.erasure.isBeingSent(tx, ids))
        throw new DomainError(
          'message-under-way',
          'Một tin đang được gửi tới hộ này; hãy thử lại sau ít phút.',
          409,
        );
      const phones = await this.erasure.ownPhones(tx, ids);
      await this.register.forget(tx, phones);
      const erased = await this.erasure.clear(tx, ids, phones);
      const subject = { kind: 'household', id: householdId, areaIds: [household.area_id] };
      await this.audit.record(tx, who, 'household.erased', subject, { ...erased });
      return erased;
    });
  }
}
