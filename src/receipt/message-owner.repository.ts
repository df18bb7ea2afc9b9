import { Injectable } from '@nestjs/common';
import { readOutboxReference, readReference } from '../domain/reference.js';
import type { ReceiptEvent } from '../gateway/gateway.js';
import { Sql } from '../platform/database/sql.js';
import { ReceiptsRepository } from './receipts.repository.js';

/**
 * By our reference: the record of the try, else the ledger, which knows the account from the claim on; by the operator's
 * id: the record alone. Plan: one probe each of a primary key or of an index over account and id.
 */
const OWNER = /* sql */ `
  select coalesce(
    (select a.gateway_id from attempts a
      where a.delivery_id = $2 and a.attempt = $3 and a.gateway_id = any($1::bigint[])),
    (select d.gateway_id from deliveries d where d.id = $2 and d.gateway_id = any($1::bigint[])),
    (select o.gateway_id from outbox o where o.id = $4 and o.gateway_id = any($1::bigint[])),
    (select a.gateway_id from attempts a
      where $2::bigint is null and a.operator_id = $5 and a.gateway_id = any($1::bigint[]) limit 1),
    (select o.gateway_id from outbox o
      where $2::bigint is null and o.operator_id = $5 and o.gateway_id = any($1::bigint[]) limit 1)) as id`;

/** Says whose message a receipt speaks of, where several accounts hear through one webhook. */
@Injectable()
export class MessageOwnerRepository {
  constructor(
    private readonly sql: Sql,
    private readonly receipts: ReceiptsRepository,
  ) {}

  /** Of some accounts the one whose message it is; undefined where none of them has it, or has recorded it yet. */
  async among(gatewayIds: readonly string[], event: ReceiptEvent): Promise<string | undefined> {
    const { reference } = event;
    const prefix = await this.receipts.referencePrefix();
    const single = reference === undefined ? null : readOutboxReference(prefix, reference);
    const key = reference === undefined || single ? null : readReference(prefix, reference);
    const [row] = await this.sql.query<{ id: string | null }>(
      OWNER,
      [
        gatewayIds,
        key?.deliveryId ?? null,
        key?.attempt ?? null,
        single?.outboxId ?? null,
        event.operatorId ?? null,
      ],
      'message-owner',
    );
    return row?.id ?? undefined;
  }
}
