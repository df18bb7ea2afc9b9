import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Signing in through an identity provider. */
export class Oidc0000000000023 implements MigrationInterface {
  readonly name = 'Oidc0000000000023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(OIDC);
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only: restore a backup to go back');
  }
}

const OIDC = /* sql */ `
-- Who somebody is at the identity provider.
create table user_identities (
  issuer text not null,
  subject text not null,
  user_id bigint not null references users,
  linked_at timestamptz not null default now(),
  last_at timestamptz,
  primary key (issuer, subject),
  unique (issuer, user_id)
);

-- The provider has said who it is, and the second step is missing.
create table oidc_second_steps (
  token_hash bytea primary key,
  user_id bigint not null references users,
  expires_at timestamptz not null
);
`;
