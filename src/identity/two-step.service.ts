import { Injectable } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import { DomainError } from '../platform/http/domain-error.js';
import { Sql } from '../platform/database/sql.js';
import { SecretBox } from '../platform/secrets/secret-box.js';
import { Audit } from './audit.js';
import type { Principal } from './permissions.js';
import { hashToken, newPassword } from './tokens.js';

const ISSUER = 'Loa Luật';
const PERIOD_SECONDS = 30;
/** One step early or late: clocks of phones are not exact. */
const WINDOW = 1;
const RECOVERY_CODES = 10;

/** The second step of signing in: a code from an app on the phone (RFC 6238), or a recovery code, each good for once. */
@Injectable()
export class TwoStepService {
  constructor(
    private readonly sql: Sql,
    private readonly box: SecretBox,
    private readonly audit: Audit,
  ) {}

  /** Whether somebody signs in with two steps. */
  async isOn(userId: string): Promise<boolean> {
    const rows = await this.sql.query(
      'select 1 from two_step where user_id = $1 and confirmed_at is not null',
      [userId],
    );
    return rows.length > 0;
  }

  /** How it stands: whether it is on, and how many recovery codes are left. */
  async status(userId: string): Promise<{ isOn: boolean; recoveryCodesLeft: number }> {
    const [row] = await this.sql.query<{ left: number }>(
      'select count(*)::int as left from recovery_codes where user_id = $1 and used_at is null',
      [userId],
    );
    return { isOn: await this.isOn(userId), recoveryCodesLeft: row!.left };
  }

  /**
   * Begins: a new secret, shown this once, to be confirmed with a code. Throws a 409 where two steps are on already.
   */
  async begin(who: Principal): Promise<{ secret: string; uri: string }> {
    const secret = new Secret({ size: 20 });
    const begun = await this.sql.execute(
      `insert into two_step (user_id, secret) values ($1, $2)
       on conflict (user_id) do update set secret = excluded.secret, created_at = now(), last_step = 0
        where two_step.confirmed_at is null`,
      [who.userId, this.box.seal(secret.base32, ownerOf(who.userId!))],
    );
    if (begun === 0) throw alreadyOn();
    return { secret: secret.base32, uri: totp(secret, who.name).toString() };
  }

  /** Confirms with a code, and answers the recovery codes, shown this once. Throws a 422 for a wrong code. */
  async confirm(who: Principal, otp: string): Promise<{ recoveryCodes: string[] }> {
    const userId = who.userId!;
    if (await this.isOn(userId)) throw alreadyOn();
    if (!(await this.useCode(userId, otp))) throw wrongCode();
    const codes = Array.from({ length: RECOVERY_CODES }, () => newPassword());
    await this.sql.transaction(async (tx) => {
      await tx.execute('update two_step set confirmed_at = now() where user_id = $1', [userId]);
      await tx.execute('delete from recovery_codes where user_id = $1', [userId]);
      await tx.execute('insert into recovery_codes (user_id, code_hash) select $1, unnest($2::bytea[])', [
        userId,
        codes.map((code) => hashToken(code)),
      ]);
      await this.audit.record(tx, who, 'two-step.started', { kind: 'user', id: userId });
    });
    return { recoveryCodes: codes };
  }

  /** Whether a code is right now, or a recovery code is unused; either is used up by being right. */
  async check(userId: string, otp: string): Promise<boolean> {
    return (await this.useCode(userId, otp)) || this.useRecoveryCode(userId, otp);
  }

  /** Ends two steps for somebody whose phone and codes are lost, or who asked for it. */
  async remove(who: Principal, userId: string, areaIds?: readonly string[]): Promise<void> {
    await this.sql.transaction(async (tx) => {
      await tx.execute('delete from two_step where user_id = $1', [userId]);
      await tx.execute('delete from recovery_codes where user_id = $1', [userId]);
      await this.audit.record(tx, who, 'two-step.ended', { kind: 'user', id: userId, areaIds });
    });
  }

  private async useCode(userId: string, otp: string): Promise<boolean> {
    if (!/^\d{6}$/.test(otp)) return false;
    const [row] = await this.sql.query<{ secret: Buffer }>('select secret from two_step where user_id = $1', [
      userId,
    ]);
    if (!row) return false;
    const secret = Secret.fromBase32(this.box.open(row.secret, ownerOf(userId)));
    const timestamp = Date.now();
    const delta = totp(secret, '').validate({ token: otp, timestamp, window: WINDOW });
    if (delta === null) return false;
    const step = Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
    const used = await this.sql.execute(
      'update two_step set last_step = $2 where user_id = $1 and last_step < $2',
      [userId, step],
    );
    return used === 1;
  }

  private async useRecoveryCode(userId: string, code: string): Promise<boolean> {
    const used = await this.sql.execute(
      'update recovery_codes set used_at = now() where user_id = $1 and code_hash = $2 and used_at is null',
      [userId, hashToken(code.trim().toLowerCase())],
    );
    return used === 1;
  }
}

function totp(secret: Secret, label: string): TOTP {
  return new TOTP({ issuer: ISSUER, label, secret, algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS });
}

/** The owner under which a person's secret is sealed. */
export function ownerOf(userId: string): string {
  return `two-step:${userId}`;
}

function alreadyOn(): DomainError {
  return new DomainError('two-step-on', 'Tài khoản này đã bật xác thực hai bước.', 409);
}

/** The code was not right, had been used before, or its time is over. */
export function wrongCode(): DomainError {
  return new DomainError('wrong-otp', 'Mã xác thực không đúng hoặc đã hết hạn.', 422, [
    { path: 'otp', message: 'không đúng' },
  ]);
}
