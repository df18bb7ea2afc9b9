import { REGISTER_OWNER } from './directory/refusal-register.js';
import { webhookSecretOwner } from './campaign/webhooks/webhook-teller.js';
import { secretOwner } from './gateway/gateway-pool.js';
import { consentOwner } from './gateway/zalo/zalo-consent.service.js';
import { sealOwnerOf } from './gateway/zalo/zalo-grants.repository.js';
import { ownerOf } from './identity/two-step.service.js';
import type { Queryable } from './platform/database/sql.js';
import { SecretBox, SecretBoxError } from './platform/secrets/secret-box.js';

/** A column that holds what `SecretBox` sealed. */
interface SealedColumn {
  /** The file that seals it. */
  sealedBy: string;
  table: string;
  column: string;
  /** Columns that name a row. */
  key: readonly string[];
  owner(key: Readonly<Record<string, string>>): string;
}

/** Everything that is sealed under the secret key; a test finds what is missing here. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    sealedBy: 'src/gateway/gateways.service.ts',
    table: 'gateways',
    column: 'secrets',
    key: ['id'],
    owner: ({ id }) => secretOwner(id!),
  },
  {
    sealedBy: 'src/campaign/webhooks/webhook-endpoints.service.ts',
    table: 'webhook_endpoints',
    column: 'secret',
    key: ['id'],
    owner: ({ id }) => webhookSecretOwner(id!),
  },
  {
    sealedBy: 'src/identity/two-step.service.ts',
    table: 'two_step',
    column: 'secret',
    key: ['user_id'],
    owner: (row) => ownerOf(row.user_id!),
  },
  {
    sealedBy: 'src/gateway/zalo/zalo-grants.repository.ts',
    table: 'zalo_grants',
    column: 'tokens',
    key: ['owner_id', 'app_id', 'oa_id'],
    owner: (row) => sealOwnerOf({ ownerId: row.owner_id!, appId: row.app_id!, oaId: row.oa_id! }),
  },
  {
    sealedBy: 'src/gateway/zalo/zalo-consent.service.ts',
    table: 'zalo_consents',
    column: 'code_verifier',
    key: ['gateway_id'],
    owner: (row) => consentOwner(row.gateway_id!),
  },
  {
    sealedBy: 'src/directory/refusal-register.ts',
    table: 'installation',
    column: 'register_key',
    key: ['only_row'],
    owner: () => REGISTER_OWNER,
  },
];

/** What became of the sealed values. */
export interface Resealed {
  /** Sealed under the current key now. */
  renewed: number;
  /** Opened by neither key, as `table.column key`: lost before, and left as they are. */
  lost: string[];
}

/** Seals everything under the current key that still is under the previous one. Run again, it does what is left. */
export async function reseal(tx: Queryable, box: SecretBox): Promise<Resealed> {
  const result: Resealed = { renewed: 0, lost: [] };
  for (const { table, column, key, owner } of SEALED_COLUMNS) {
    const rows = await tx.query<{ key: Record<string, string>; sealed: Buffer }>(
      `select jsonb_build_object(${key.map((name) => `'${name}', ${name}::text`).join(', ')}) as key, ${column} as sealed
         from ${table} where ${column} is not null`,
    );
    for (const row of rows) {
      const holder = owner(row.key);
      if (box.isCurrent(row.sealed, holder)) continue;
      const plaintext = openOrNull(box, row.sealed, holder);
      if (plaintext === null) {
        result.lost.push(`${table}.${column} ${Object.values(row.key).join(' ')}`);
        continue;
      }
      result.renewed += await tx.execute(
        `update ${table} set ${column} = $1
          where ${column} = $2 and ${key.map((name, index) => `${name}::text = $${index + 3}`).join(' and ')}`,
        [box.seal(plaintext, holder), row.sealed, ...key.map((name) => row.key[name])],
      );
    }
  }
  return result;
}

function openOrNull(box: SecretBox, sealed: Buffer, owner: string): string | null {
  try {
    return box.open(sealed, owner);
  } catch (error) {
    if (error instanceof SecretBoxError) return null;
    throw error;
  }
}
