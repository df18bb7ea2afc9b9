import {
  Column,
  CreateDateColumn,
  Entity,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
  VersionColumn,
} from 'typeorm';

/** A household (hộ gia đình) of one area. Its contacts are rows of their own, replaced in SQL. */
@Entity({ name: 'households' })
export class Household {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('bigint', { name: 'area_id' })
  areaId!: string;

  @Column('text', { nullable: true })
  code!: string | null;

  @Column('text', { name: 'head_name' })
  headName!: string;

  @Column('text', { name: 'head_name_folded' })
  headNameFolded!: string;

  @Column('text', { nullable: true })
  address!: string | null;

  /** Name and address as `householdKey` makes them: accents count. */
  @Column('text', { name: 'match_key' })
  matchKey!: string;

  /** The same without accents: for searching, and for lists typed without them. */
  @Column('text', { name: 'loose_key' })
  looseKey!: string;

  @Column('text', { nullable: true })
  note!: string | null;

  @VersionColumn()
  version!: number;

  /** The import that created it. */
  @Column('bigint', { name: 'import_id', nullable: true })
  importId!: string | null;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @UpdateDateColumn({ type: 'timestamptz', name: 'updated_at' })
  updatedAt!: Date;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt!: Date | null;
}
