import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A contact: one phone of a household. */
@Entity({ name: 'contacts' })
export class Contact {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('bigint', { name: 'household_id' })
  householdId!: string;

  /** E.164. */
  @Column('text')
  phone!: string;

  @Column('text', { nullable: true })
  name!: string | null;

  /** To the head of the household: `vợ`, `con`. */
  @Column('text', { nullable: true })
  relation!: string | null;

  /** BCP 47, where it is not Vietnamese. */
  @Column('text', { nullable: true })
  language!: string | null;

  /** The channel that its owner asked for. */
  @Column('text', { nullable: true })
  channel!: 'sms' | 'zalo' | null;

  /** Order within the household, from 0: the first that can receive gets the message. */
  @Column('smallint')
  position!: number;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}
