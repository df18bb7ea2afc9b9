import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, UpdateDateColumn } from 'typeorm';

/** From the largest to the smallest; neighbourhoods may lie in neighbourhoods (tổ in khu phố). */
export const AREA_LEVELS = ['province', 'commune', 'neighbourhood'] as const;
export type AreaLevel = (typeof AREA_LEVELS)[number];

/** An area (địa bàn): a node of a tree of any depth, because levels change by reform. */
@Entity({ name: 'areas' })
export class Area {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('bigint', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  @Column('text')
  level!: AreaLevel;

  @Column('text')
  name!: string;

  @Column('text', { name: 'name_folded' })
  nameFolded!: string;

  @Column('text', { nullable: true })
  code!: string | null;

  /** `/1/5/12/`: ids from the root, this one included; a subtree is `path like parent.path || '%'`. */
  @Column('text')
  path!: string;

  @Column('date', { name: 'valid_from', nullable: true })
  validFrom!: string | null;

  /** The day on which it ended; it stays in the tree for past reports. */
  @Column('date', { name: 'closed_on', nullable: true })
  closedOn!: string | null;

  @Column('bigint', { name: 'merged_into', nullable: true })
  mergedInto!: string | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt!: Date;
}
