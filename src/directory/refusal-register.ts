import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Queryable, Sql } from '../platform/database/sql.js';
import { DomainError } from '../platform/http/domain-error.js';
import { SecretBox, SecretBoxError } from '../platform/secrets/secret-box.js';

/** The owner under which the register's key is sealed. */
export const REGISTER_OWNER = 'installation:register';

const KEY_BYTES = 32;
/** Numbers of an import that are looked up at a time. */
const BATCH = 10_000;

/** Anything that runs SQL, TypeORM's manager among them. */
interface Connection {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

/**
 * Refusals that outlive their number. Erasing a number leaves only its keyed hash; when a contact brings the number back, the
 * refusal is found by that hash and holds again. The hash needs a key, because there are few enough numbers to try them all.
 */
@Injectable()
export class RefusalRegister {
  private key: Promise<Buffer> | undefined;

  constructor(
    private readonly sql: Sql,
    private readonly box: SecretBox,
  ) {}

  /** Takes numbers out of the registers of refusals and consents, and leaves their hashes. */
  async forget(tx: Queryable, phones: readonly string[]): Promise<void> {
    const hashes = await this.hashesOf(phones);
    for (const table of ['refusals', 'consents'])
      await tx.execute(
        `update ${table} set phone = null, phone_hash = h.hash${table === 'refusals' ? ', note = null' : ', evidence = null'}
           from unnest($1::text[], $2::bytea[]) as h (phone, hash) where ${table}.phone = h.phone`,
        [phones, hashes],
      );
  }

  /** Lets refusals hold again whose numbers have come back. Answers how many. */
  async recall(tx: Connection, phones: readonly string[]): Promise<number> {
    if (phones.length === 0 || !(await this.hasErased(tx))) return 0;
    const rows = (await tx.query(
      `update refusals r set phone = h.phone, phone_hash = null
         from unnest($1::text[], $2::bytea[]) as h (phone, hash)
        where r.phone is null and r.phone_hash = h.hash
          and not exists (select 1 from refusals s where s.phone = h.phone and s.channel = r.channel and s.lifted_at is null)
       returning r.id`,
      [phones, await this.hashesOf(phones)],
    )) as unknown[];
    return rows.length;
  }

  /** The same for every number that an import has just written. */
  async recallImport(tx: Queryable, importId: string): Promise<void> {
    if (!(await this.hasErased(tx))) return;
    for (let after = ''; ;) {
      const rows = await tx.query<{ phone: string }>(
        `select distinct c.phone from import_rows r join contacts c on c.household_id = r.household_id
          where r.import_id = $1 and r.outcome in ('create', 'update') and c.phone > $2 order by 1 limit ${BATCH}`,
        [importId, after],
      );
      if (rows.length === 0) return;
      await this.recall(
        tx,
        rows.map(({ phone }) => phone),
      );
      after = rows.at(-1)!.phone;
    }
  }

  private async hasErased(tx: Connection): Promise<boolean> {
    const rows = (await tx.query('select 1 from refusals where phone is null limit 1')) as unknown[];
    return rows.length > 0;
  }

  private async hashesOf(phones: readonly string[]): Promise<Buffer[]> {
    this.key ??= this.readOrMakeKey();
    const key = await this.key.catch((error: unknown) => {
      // Asked again next time: the database may have been away.
      this.key = undefined;
      if (error instanceof SecretBoxError) throw keyIsLost(error);
      throw error;
    });
    return phones.map((phone) => createHmac('sha256', key).update(phone).digest());
  }

  private async readOrMakeKey(): Promise<Buffer> {
    const made = this.box.seal(randomBytes(KEY_BYTES).toString('hex'), REGISTER_OWNER);
    const [row] = await this.sql.query<{ sealed: Buffer }>(
      'update installation set register_key = coalesce(register_key, $1) returning register_key as sealed',
      [made],
    );
    return Buffer.from(this.box.open(row!.sealed, REGISTER_OWNER), 'hex');
  }
}

/** Without the key nobody can say whose the kept refusals are: no number comes in, rather than one that had refused. */
function keyIsLost(cause: SecretBoxError): DomainError {
  const error = new DomainError(
    'register-key-lost',
    'Chưa ghi được số điện thoại nào: khóa bí mật (SECRET_KEY) đã đổi nên không đối chiếu được với những số từng từ chối nhận tin. Người quản trị hãy đặt lại khóa cũ (xem docs/operations.md, “The secret key”).',
    503,
  );
  error.cause = cause;
  return error;
}
