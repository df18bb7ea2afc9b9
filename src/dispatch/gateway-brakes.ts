import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '../identity/audit.js';
import { SYSTEM } from '../identity/permissions.js';
import { Sql } from '../platform/database/sql.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { PaceRepository } from './pace.repository.js';
import type { Verdict } from './try-outcome.js';

/** What of a verdict concerns the account. */
export type AccountVerdict = Pick<Verdict, 'holdMs' | 'stopsGateway' | 'errorKind' | 'code'>;

/** Slows an operator account down, or stops it, by what its answers say. */
@Injectable()
export class GatewayBrakes {
  private readonly failures = new Map<string, number>();
  private readonly stopped = new Set<string>();

  constructor(
    private readonly sql: Sql,
    private readonly pace: PaceRepository,
    private readonly audit: Audit,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** How many tries in a row an account has failed, counting one more. */
  failuresWithOneMore(gatewayId: string): number {
    return (this.failures.get(gatewayId) ?? 0) + 1;
  }

  /** Whether this process has just stopped the account; what was claimed for it goes back unsent. */
  isStopped(gatewayId: string): boolean {
    return this.stopped.has(gatewayId);
  }

  /** A turn begins with a gateway that the database says is active. */
  begin(gatewayId: string): void {
    this.stopped.delete(gatewayId);
  }

  succeeded(gatewayId: string): void {
    this.failures.delete(gatewayId);
  }

  /** Does what a verdict says to the account. A brake that cannot be written is logged: the next failure writes it. */
  async apply(gatewayId: string, verdict: AccountVerdict): Promise<void> {
    try {
      await this.brake(gatewayId, verdict);
    } catch (error) {
      this.stopped.delete(gatewayId);
      this.logger.warn({ event: 'gateway.brake-failed', gatewayId, error });
    }
  }

  private async brake(gatewayId: string, verdict: AccountVerdict): Promise<void> {
    if (verdict.holdMs > 0) {
      this.failures.set(gatewayId, this.failuresWithOneMore(gatewayId));
      await this.pace.hold(gatewayId, verdict.holdMs);
    }
    if (verdict.stopsGateway && !this.stopped.has(gatewayId)) {
      this.stopped.add(gatewayId);
      await this.stop(gatewayId, verdict);
    }
  }

  private async stop(gatewayId: string, verdict: AccountVerdict): Promise<void> {
    const why =
      verdict.errorKind === 'quota'
        ? 'Tài khoản gửi tin đã hết tiền hoặc hết hạn mức.'
        : 'Nhà mạng không chấp nhận cấu hình của tài khoản gửi tin.';
    const held = await this.sql.execute(
      `update gateways set state = 'held', held_reason = $2, version = version + 1, updated_at = now()
        where id = $1 and state = 'active'`,
      [gatewayId, verdict.code ? `${why} Mã của nhà mạng: ${verdict.code}.` : why],
    );
    if (held === 0) return;
    this.logger.warn({ event: 'gateway.held', gatewayId, kind: verdict.errorKind, code: verdict.code });
    await this.audit.record(
      this.sql,
      SYSTEM,
      'gateway.held',
      { kind: 'gateway', id: gatewayId },
      { why: verdict.errorKind },
    );
  }
}
