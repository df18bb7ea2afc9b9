import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Sql } from '../platform/database/sql.js';

/** A dead process's binds are free again after this; its operator has closed them by then. */
export const BIND_LEASE_SECONDS = 30;

const TAKE = /* sql */ `
  insert into gateway_binds as b (gateway_id, slot, holder, lease_until)
  select $1, s, $3, clock_timestamp() + interval '${BIND_LEASE_SECONDS} seconds'
    from generate_series(1, $2::int) s
   where not exists (select 1 from gateway_binds t where t.gateway_id = $1 and t.slot = s
                                                     and t.lease_until > clock_timestamp())
   order by s limit 1
  on conflict (gateway_id, slot) do update
     set holder = excluded.holder, lease_until = excluded.lease_until, is_bound = false
   where b.lease_until <= clock_timestamp()
  returning slot`;

/** A place among the binds that an operator allows an account, over all processes. */
export interface BindSlot {
  /** @returns false where the place is lost: somebody else has it by now */
  renew(isBound: boolean): Promise<boolean>;
  release(): Promise<void>;
}

/** The standing connections of all processes: so many for each account as its operator allows. */
@Injectable()
export class BindSlotsRepository {
  constructor(private readonly sql: Sql) {}

  /** Takes a free place; null where others have them all, or took it at the same moment. */
  async take(gatewayId: string, limit: number): Promise<BindSlot | null> {
    const holder = randomUUID();
    const [row] = await this.sql.query<{ slot: number }>(TAKE, [gatewayId, limit, holder]);
    return row ? this.slot(gatewayId, row.slot, holder) : null;
  }

  /** Places at which a connection stands now. */
  async bound(gatewayId: string): Promise<number> {
    const [row] = await this.sql.query<{ bound: number }>(
      `select count(*)::int as bound from gateway_binds
        where gateway_id = $1 and is_bound and lease_until > clock_timestamp()`,
      [gatewayId],
    );
    return row!.bound;
  }

  private slot(gatewayId: string, slot: number, holder: string): BindSlot {
    return {
      renew: async (isBound) =>
        (await this.sql.execute(
          `update gateway_binds set lease_until = clock_timestamp() + interval '${BIND_LEASE_SECONDS} seconds',
                  is_bound = $4
            where gateway_id = $1 and slot = $2 and holder = $3`,
          [gatewayId, slot, holder, isBound],
        )) > 0,
      release: async () => {
        await this.sql.execute(
          'delete from gateway_binds where gateway_id = $1 and slot = $2 and holder = $3',
          [gatewayId, slot, holder],
        );
      },
    };
  }
}
