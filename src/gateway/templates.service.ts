import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '../identity/audit.js';
import type { Principal } from '../identity/permissions.js';
import { Sql } from '../platform/database/sql.js';
import { DomainError } from '../platform/http/domain-error.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { GatewayError } from './gateway-error.js';
import { GatewayPool } from './gateway-pool.js';
import { GatewaysRepository } from './gateways.repository.js';
import { TemplatesRepository } from './templates.repository.js';
import type { TemplateList } from './templates.schema.js';

/** An operator with many templates is asked for each of them. */
const TIMEOUT_MS = 60_000;

/** The templates that an account may send, read from its operator. */
@Injectable()
export class TemplatesService {
  constructor(
    private readonly pool: GatewayPool,
    private readonly gateways: GatewaysRepository,
    private readonly templates: TemplatesRepository,
    private readonly sql: Sql,
    private readonly audit: Audit,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Reads all of them from the operator, now. Throws a 404, a 409 for an account without templates, a 503. */
  async sync(who: Principal, gatewayId: string): Promise<TemplateList> {
    const count = await this.read(gatewayId);
    await this.audit.record(
      this.sql,
      who,
      'gateway.templates-synced',
      { kind: 'gateway', id: gatewayId },
      { count },
    );
    return this.list(gatewayId);
  }

  /** As they were at the last sync. Throws a 404. */
  async list(gatewayId: string): Promise<TemplateList> {
    if (!(await this.gateways.settings(gatewayId)))
      throw new DomainError('not-found', 'Không tìm thấy cổng gửi tin này.', 404);
    const [items, { syncedAt, error }] = await Promise.all([
      this.templates.of(gatewayId),
      this.templates.syncOf(gatewayId),
    ]);
    return {
      syncedAt: syncedAt?.toISOString() ?? null,
      error,
      items: items.map(({ syncedAt: at, removedAt, ...template }) => ({
        ...template,
        isUsable: template.status === 'ENABLE' && removedAt === null,
        syncedAt: at.toISOString(),
        removedAt: removedAt?.toISOString() ?? null,
      })),
    };
  }

  /** Reads them because a day has passed; what went wrong is kept beside them. */
  async syncDue(gatewayId: string): Promise<void> {
    await this.templates.postpone(gatewayId);
    try {
      await this.read(gatewayId);
    } catch (error) {
      const why = error instanceof DomainError ? error.message : null;
      if (why === null) throw error;
      await this.templates.failed(gatewayId, why);
    }
  }

  private async read(gatewayId: string): Promise<number> {
    if (!(await this.gateways.settings(gatewayId)))
      throw new DomainError('not-found', 'Không tìm thấy cổng gửi tin này.', 404);
    const { gateway } = await this.pool.get(gatewayId);
    if (!gateway.listTemplates)
      throw new DomainError('no-templates', 'Cổng này không dùng mẫu tin đã duyệt.', 409);
    try {
      const found = await gateway.listTemplates(AbortSignal.timeout(TIMEOUT_MS));
      await this.templates.store(gatewayId, found);
      this.logger.info({ event: 'gateway.templates-synced', gatewayId, count: found.length });
      return found.length;
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      this.logger.warn({ event: 'gateway.templates-not-synced', gatewayId, code: error.code });
      throw new DomainError(
        'operator-says-no',
        `Chưa đọc được mẫu tin từ nhà mạng (mã ${error.code ?? error.kind}). Hãy bấm Kiểm tra cổng để biết lý do.`,
        503,
      );
    }
  }
}
