import type { EntityManager } from 'typeorm';
import { normalisePhone } from '../domain/phone.js';
import { DomainError } from '../platform/http/domain-error.js';
import { keysOf } from './household-keys.js';
import type { CreateHousehold } from './household.schema.js';
import { isSpecificAddress } from './import/address-kind.js';

/** First key of the two-part advisory lock under which one household is looked for and entered. */
const ENTERING = 7_217;

/**
 * Throws a 409 `household-exists` where the area has a household that the new one surely is, by the same rule as an
 * import: name and address are the same, and the address tells one house from its neighbours or they share a phone. Until the
 * transaction ends nobody else enters one of this name there: of two people, or two clicks, the later one meets the other's.
 */
export async function refuseTwin(manager: EntityManager, input: CreateHousehold): Promise<void> {
  const phones = input.contacts.flatMap(({ phone }) => {
    const finding = normalisePhone(phone);
    return finding.kind === 'rejected' ? [] : [finding.e164];
  });
  const address = input.address || null;
  const keys = { address, ...keysOf({ headName: input.headName, address }) };
  await manager.query('select pg_advisory_xact_lock($1, hashtext($2))', [
    ENTERING,
    `${input.areaId}/${keys.matchKey}`,
  ]);
  const [twin] = await manager.query<{ id: string; head_name: string }[]>(
    `select h.id, h.head_name from households h
      where h.area_id = $1 and h.match_key = $2 and h.deleted_at is null
        and h.loose_key = $5
        and ($3 or exists (select 1 from contacts c where c.household_id = h.id and c.phone = any($4::text[])))
      order by h.id limit 1`,
    [input.areaId, keys.matchKey, isSpecificAddress(keys.address), phones, keys.looseKey],
  );
  if (!twin) return;
  throw new DomainError(
    'household-exists',
    `Địa bàn này đã có hộ “${twin.head_name}” với cùng địa chỉ hoặc số điện thoại.`,
    409,
    undefined,
    { householdId: twin.id },
  );
}
