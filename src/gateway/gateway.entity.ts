import {
  Column,
  CreateDateColumn,
  Entity,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
  VersionColumn,
} from 'typeorm';
import type { Hours } from '../domain/quiet-hours.js';
import type { Channel } from './gateway.js';
import type { GatewayKind } from './gateway.registry.js';

/** An operator account. */
@Entity({ name: 'gateways' })
export class GatewayRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('text')
  name!: string;

  /** Only campaigns within this area may use it; null: every campaign. */
  @Column('bigint', { name: 'area_id', nullable: true })
  areaId!: string | null;

  @Column('text')
  kind!: GatewayKind;

  @Column('text')
  channel!: Channel;

  @Column('jsonb')
  config!: Record<string, unknown>;

  /** Sealed by SecretBox for `gateway:<id>`: a JSON object of names and values. */
  @Column('bytea', { nullable: true })
  secrets!: Buffer | null;

  @Column('float8', { name: 'parts_per_second' })
  partsPerSecond!: number;

  @Column('int', { name: 'price_per_part_vnd' })
  pricePerPartVnd!: number;

  @Column('jsonb', { nullable: true })
  hours!: Hours | null;

  @Column('int', { name: 'receipt_hours' })
  receiptHours!: number;

  @Column('int', { name: 'processing_seconds' })
  processingSeconds!: number;

  /** The unguessable part of the webhook's address. */
  @Column('text', { name: 'webhook_token' })
  webhookToken!: string;

  @Column('text')
  state!: 'active' | 'held' | 'draining';

  @Column('text', { name: 'held_reason', nullable: true })
  heldReason!: string | null;

  @Column('timestamptz', { name: 'draining_since', nullable: true })
  drainingSince!: Date | null;

  @Column('bigint', { name: 'failover_gateway_id', nullable: true })
  failoverGatewayId!: string | null;

  @Column('smallint', { name: 'share_percent', default: 100 })
  sharePercent!: number;

  @Column('bigint', { name: 'replaced_by_id', nullable: true })
  replacedById!: string | null;

  @VersionColumn()
  version!: number;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt!: Date;
}
