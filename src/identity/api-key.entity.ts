import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Permission, Role } from './permissions.js';

/** A machine's way in. The key itself is shown once and not stored. */
@Entity({ name: 'api_keys' })
export class ApiKey {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('text')
  name!: string;

  @Column('bytea', { name: 'key_hash', select: false })
  keyHash!: Buffer;

  /** The first characters of the key, by which people tell keys apart. */
  @Column('text')
  hint!: string;

  @Column('text', { array: true })
  roles!: Role[];

  /** Over these areas and everything below them; null: everywhere. */
  @Column('bigint', { name: 'area_ids', array: true, nullable: true })
  areaIds!: string[] | null;

  /** Only these of what its roles may; null: all of it. */
  @Column('text', { array: true, nullable: true })
  permissions!: Permission[] | null;

  @Column('bigint', { name: 'created_by', nullable: true })
  createdBy!: string | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}
