import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG } from '../../platform/config/config.js';
import type { Config } from '../../platform/config/config.schema.js';
import { Sql } from '../../platform/database/sql.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { Audit } from '../audit.js';
import { LoginThrottle } from '../login-throttle.js';
import type { Device } from '../authentication.js';
import type { Principal } from '../permissions.js';
import { SignInService } from '../sign-in.service.js';
import { hashToken, newToken } from '../tokens.js';
import { TwoStepService, wrongCode } from '../two-step.service.js';
import { User } from '../user.entity.js';
import type { Identity } from './identity-provider.js';

const SECOND_STEP_MINUTES = 10;

/** What came of an identity: a session, or a token with which the second step ends it. */
export type SignedInOr = { session: string } | { secondStep: string };

/** Which of our users an identity is. Nobody is made by signing in: administrators make people, with their areas. */
@Injectable()
export class OidcService {
  constructor(
    private readonly source: DataSource,
    private readonly sql: Sql,
    private readonly signIn: SignInService,
    private readonly twoStep: TwoStepService,
    private readonly throttle: LoginThrottle,
    private readonly audit: Audit,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Signs in the user to whom the identity is linked; with `OIDC_LINK=email` one who is linked to none and whose username is
   * the verified e-mail becomes linked here. Throws a 401 for everybody else, disabled people among them.
   */
  async signInAs(identity: Identity, device: Device, formerToken: string | null): Promise<SignedInOr> {
    const user = (await this.linked(identity)) ?? (await this.linkByEmail(identity, device));
    if (!user || user.disabledAt !== null)
      throw new DomainError('oidc-unknown', 'Danh tính này chưa gắn với tài khoản nào.', 401);
    if (!(await this.twoStep.isOn(user.id)))
      return { session: await this.signIn.start(user, device, formerToken, 'oidc') };
    const token = newToken();
    await this.sql.execute('delete from oidc_second_steps where expires_at < now()');
    await this.sql.execute(
      `insert into oidc_second_steps (token_hash, user_id, expires_at) values ($1, $2, now() + $3 * interval '1 minute')`,
      [hashToken(token), user.id, SECOND_STEP_MINUTES],
    );
    return { secondStep: token };
  }

  /** The second step after the provider's word. Throws a 401 where there was none, a 422 for a wrong code, 429 for guessing. */
  async finish(
    token: string,
    otp: string,
    device: Device,
    formerToken: string | null,
  ): Promise<{ user: User; session: string }> {
    const [row] = await this.sql.query<{ userId: string }>(
      'select user_id as "userId" from oidc_second_steps where token_hash = $1 and expires_at > now()',
      [hashToken(token)],
    );
    const user = row && (await this.source.manager.findOneBy(User, { id: row.userId }));
    if (!user || user.disabledAt !== null)
      throw new DomainError('oidc-refused', 'Lần đăng nhập này đã hết hạn; hãy bắt đầu lại.', 401);
    const isRight = await this.throttle.attempt(`otp:${user.id}`, device.address, async () =>
      (await this.twoStep.check(user.id, otp)) ? true : null,
    );
    if (!isRight) throw wrongCode();
    await this.sql.execute('delete from oidc_second_steps where token_hash = $1', [hashToken(token)]);
    return { user, session: await this.signIn.start(user, device, formerToken, 'oidc') };
  }

  /** Throws a 409 where the identity is somebody else's, or the person has another one. */
  async link(who: Principal, identity: Identity): Promise<void> {
    await this.sql.transaction(async (tx) => {
      const made = await tx.execute(
        `insert into user_identities (issuer, subject, user_id) values ($1, $2, $3) on conflict do nothing`,
        [identity.issuer, identity.subject, who.userId],
      );
      if (made === 0)
        throw new DomainError('oidc-taken', 'Danh tính hoặc tài khoản này đã được gắn trước đó.', 409);
      await this.audit.record(tx, who, 'identity.linked', { kind: 'user', id: who.userId });
    });
  }

  /** When the caller's account was linked; null where it is not. */
  async linkedAt(who: Principal): Promise<Date | null> {
    const [row] = await this.sql.query<{ at: Date }>(
      'select min(linked_at) as at from user_identities where user_id = $1 having count(*) > 0',
      [who.userId],
    );
    return row?.at ?? null;
  }

  async unlink(who: Principal): Promise<void> {
    await this.sql.transaction(async (tx) => {
      const removed = await tx.execute('delete from user_identities where user_id = $1', [who.userId]);
      if (removed > 0)
        await this.audit.record(tx, who, 'identity.unlinked', { kind: 'user', id: who.userId });
    });
  }

  private async linked({ issuer, subject }: Identity): Promise<User | null> {
    const [row] = await this.sql.query<{ userId: string }>(
      `update user_identities set last_at = now() where issuer = $1 and subject = $2 returning user_id as "userId"`,
      [issuer, subject],
    );
    return row ? this.source.manager.findOneBy(User, { id: row.userId }) : null;
  }

  private async linkByEmail(identity: Identity, device: Device): Promise<User | null> {
    if (this.config.OIDC_LINK !== 'email' || identity.email === null) return null;
    const user = await this.source.manager.findOneBy(User, { username: identity.email });
    if (!user || user.disabledAt !== null) return null;
    const [other] = await this.sql.query('select 1 from user_identities where user_id = $1 and issuer = $2', [
      user.id,
      identity.issuer,
    ]);
    if (other) return null;
    await this.link(
      {
        kind: 'user',
        id: user.id,
        userId: user.id,
        name: user.username,
        grants: [],
        address: device.address,
      },
      identity,
    );
    return user;
  }
}
