import type { Writable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { maskPhone } from '../domain/phone.js';
import { normaliseHouseholdCode } from '../domain/household-key.js';
import { areInScope, scopeOf } from '../identity/area-scope.js';
import { Audit } from '../identity/audit.js';
import { NumbersRead } from '../identity/numbers-read.js';
import { may, type Principal } from '../identity/permissions.js';
import { DomainError, invalidInput, notFound } from '../platform/http/domain-error.js';
import type { Page } from '../platform/http/page.js';
import { Area } from './area.entity.js';
import { refuseClosed } from './closed-area.js';
import { replaceContacts } from './contacts.js';
import { isCodeTaken } from './household-code-taken.js';
import { refuseTwin } from './household-twin.js';
import { awaitImports } from './import/directory-lock.js';
import { HouseholdHistoryRepository } from './household-history.repository.js';
import { keysOf } from './household-keys.js';
import { type ExportKind, HouseholdExport } from './household-export.js';
import { Household } from './household.entity.js';
import type {
  ChangeHousehold,
  CreateHousehold,
  HouseholdExportQuery,
  HouseholdFilterQuery,
  HouseholdListQuery,
  HouseholdCount,
  HouseholdHistory,
  HouseholdView,
} from './household.schema.js';
import { RefusalRegister } from './refusal-register.js';
import type { HouseholdScopes } from './household-search.js';
import { HouseholdsRepository } from './households.repository.js';

/** Households that officials enter and correct one by one. */
@Injectable()
export class HouseholdsService {
  constructor(
    private readonly source: DataSource,
    private readonly households: HouseholdsRepository,
    private readonly files: HouseholdExport,
    private readonly audit: Audit,
    private readonly numbers: NumbersRead,
    private readonly pasts: HouseholdHistoryRepository,
    private readonly register: RefusalRegister,
  ) {}

  async list(who: Principal, query: HouseholdListQuery): Promise<Page<HouseholdView>> {
    const page = await this.households.list(scopesOf(who), query);
    if (may(who, 'phone:read')) {
      const subject = { kind: 'household', id: null, areaIds: query.areaId ? [query.areaId] : undefined };
      await this.numbers.note(who, 'household.numbers-read', subject, 'households', page.items.length);
    }
    return page;
  }

  /** How many households a list has; what is cheap to say exactly is said exactly. */
  count(who: Principal, query: HouseholdFilterQuery): Promise<HouseholdCount> {
    return this.households.count(scopesOf(who), query);
  }

  /** Throws a 404 where there is none that the caller may know, or it was removed. */
  async get(who: Principal, id: string): Promise<HouseholdView> {
    const household = await this.households.find(scopesOf(who), id);
    if (!household) throw notFound('hộ gia đình này');
    return household;
  }

  /** What happened to it: refusals, consents, changes, merges, its groups. Throws a 404 as `get` does. */
  async history(who: Principal, id: string): Promise<HouseholdHistory> {
    const { areaId } = await this.get(who, id);
    const history = await this.pasts.of(id);
    if (await areInScope(this.source.manager, scopeOf(who, 'phone:read'), [areaId])) return history;
    const masked = <T extends { phone: string | null }>(each: T) => ({
      ...each,
      phone: each.phone === null ? null : maskPhone(each.phone),
    });
    return {
      ...history,
      refusals: history.refusals.map((each) => ({ ...each, phone: maskPhone(each.phone) })),
      consents: history.consents.map(masked),
    };
  }

  /** Throws 400 naming each phone that cannot be used or stands twice, 409 `household-code-taken`, 409 `household-exists`. */
  async create(who: Principal, input: CreateHousehold): Promise<HouseholdView> {
    const id = await this.inTransaction(async (manager) => {
      await refuseUnknownArea(manager, who, input.areaId);
      // Before the area is held: an import that is being undone may wait for it.
      await awaitImports(manager, input.areaId);
      await holdOpenArea(manager, input.areaId);
      if (!input.evenIfAlike) await refuseTwin(manager, input);
      const { id: made } = await manager.save(Household, {
        areaId: input.areaId,
        ...columnsOf(input),
        importId: null,
      });
      await this.register.recall(manager, await replaceContacts(manager, made, input.contacts));
      const subject = { kind: 'household', id: made, areaIds: [input.areaId] };
      await this.audit.record(manager, who, 'household.created', subject);
      return made;
    });
    return this.get(who, id);
  }

  /**
   * The list as a file, recorded in the trail before its first row leaves: taking out many numbers is an act of its own.
   * The file holds what the caller may see with its numbers.
   */
  async export(who: Principal, kind: ExportKind, query: HouseholdExportQuery, out: Writable): Promise<void> {
    const scope = scopeOf(who, 'phone:read');
    const subject = {
      kind: 'household',
      id: null,
      areaIds: query.areaId === undefined ? undefined : [query.areaId],
    };
    await this.audit.record(this.source, who, 'household.exported', subject, {
      kind,
      filtered: Object.keys(query).some((name) => name !== 'areaId'),
    });
    try {
      await this.files.write(kind, scope, query, out);
    } catch (error) {
      // The answer has begun: all that is left is to break it off, so that nobody takes half a list for a whole one.
      out.destroy(error as Error);
    }
  }

  /** Throws as create does, and 409 `changed-since` where `version` is not the current one. */
  async change(
    who: Principal,
    id: string,
    { version, contacts, ...change }: ChangeHousehold,
  ): Promise<HouseholdView> {
    await this.inTransaction(async (manager) => {
      if (change.areaId !== undefined) {
        await known(manager, who, id);
        await refuseUnknownArea(manager, who, change.areaId);
        // Before the household, as a merge of areas does: neither waits for what the other holds.
        await holdOpenArea(manager, change.areaId);
      }
      const household = await this.held(manager, who, id, version);
      const next = { ...household, ...change };
      // An update, not a save: the version must move when only contacts changed, too.
      await manager.update(Household, { id }, { areaId: next.areaId, ...columnsOf(next) });
      if (contacts) await this.register.recall(manager, await replaceContacts(manager, id, contacts));
      const fields = [...Object.keys(change), ...(contacts ? ['contacts'] : [])];
      const areaIds = [...new Set([household.areaId, next.areaId])];
      await this.audit.record(
        manager,
        who,
        'household.changed',
        { kind: 'household', id, areaIds },
        { fields },
      );
    });
    return this.get(who, id);
  }

  /**
   * Removes a household; its row stays (hidden, without phones) where a campaign's ledger names it.
   * Throws a 404, and 409 `changed-since` as change does.
   */
  async remove(who: Principal, id: string, version?: number): Promise<void> {
    await this.inTransaction(async (manager) => {
      const household = await this.held(manager, who, id, version);
      const [ledger] = await manager.query<{ isNamed: boolean }[]>(
        `select exists (select 1 from campaigns c where exists (
                  select 1 from deliveries d where d.campaign_id = c.id and d.household_id = $1)) as "isNamed"`,
        [id],
      );
      if (ledger?.isNamed) {
        await manager.query('delete from contacts where household_id = $1', [id]);
        await manager.update(Household, { id }, { deletedAt: new Date() });
      } else {
        await manager.delete(Household, { id });
      }
      const subject = { kind: 'household', id, areaIds: [household.areaId] };
      await this.audit.record(manager, who, 'household.removed', subject);
    });
  }

  /** A household that the caller may change, held for the rest of the transaction, as it was when the caller looked. */
  private async held(
    manager: EntityManager,
    who: Principal,
    id: string,
    version: number | undefined,
  ): Promise<Household> {
    const household = await known(manager, who, id, { mode: 'pessimistic_write' });
    if (version === undefined || version === household.version) return household;
    const sentence = 'Người khác vừa sửa hộ này; hãy tải lại rồi làm tiếp.';
    // With what it is now, so that the page can show what the other person changed.
    const current = await this.get(who, id);
    throw new DomainError('changed-since', sentence, 409, undefined, { version: current.version, current });
  }

  private async inTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await this.source.transaction(work);
    } catch (error) {
      if (!isCodeTaken(error)) throw error;
      throw new DomainError('household-code-taken', 'Mã hộ này đã có trong địa bàn.', 409, [
        { path: 'code', message: 'đã có hộ khác trong địa bàn mang mã này' },
      ]);
    }
  }
}

/** The columns that follow from what a person enters. */
function columnsOf(input: Pick<CreateHousehold, 'headName' | 'address' | 'code' | 'note'>) {
  const address = input.address || null;
  return {
    headName: input.headName,
    address,
    code: normaliseHouseholdCode(input.code ?? null),
    note: input.note || null,
    ...keysOf({ headName: input.headName, address }),
  };
}

function scopesOf(who: Principal): HouseholdScopes {
  return { rows: scopeOf(who, 'household:read'), numbers: scopeOf(who, 'phone:read') };
}

/** A household that the caller may know of; throws a 404 for any other. */
async function known(
  manager: EntityManager,
  who: Principal,
  id: string,
  lock?: { mode: 'pessimistic_write' },
): Promise<Household> {
  const household = await manager.findOne(Household, {
    where: { id, deletedAt: IsNull() },
    ...(lock && { lock }),
  });
  if (!household || !(await isKnown(manager, who, household))) throw notFound('hộ gia đình này');
  return household;
}

function isKnown(manager: EntityManager, who: Principal, { areaId }: Household): Promise<boolean> {
  return areInScope(manager, scopeOf(who, 'household:write'), [areaId]);
}

async function refuseUnknownArea(manager: EntityManager, who: Principal, areaId: string): Promise<void> {
  if (await areInScope(manager, scopeOf(who, 'household:write'), [areaId])) return;
  throw invalidInput([{ path: 'areaId', message: 'không có địa bàn này' }]);
}

/** Throws a 409 for an area that has ended; until the transaction ends it does not: a merge of areas waits, or was waited for. */
async function holdOpenArea(manager: EntityManager, areaId: string): Promise<void> {
  refuseClosed(
    await manager.findOneOrFail(Area, { where: { id: areaId }, lock: { mode: 'pessimistic_read' } }),
  );
}
