/** What is done to a restored database before anybody uses it. */
interface AfterRestore {
  why: string;
  sql: string;
  holdsCampaigns?: true;
}

/** Ids of messages that were made after the backup and are forgotten: fewer than this. */
const FORGOTTEN_IDS = 10_000_000;

/**
 * A restored database knows nothing of what was sent since its backup. So nothing goes out by itself: campaigns wait for a
 * person, who sees what the operator's own list says first.
 *
 * The reference of a message is its delivery's id. Deliveries of the backup keep theirs, so that an operator who knows
 * references refuses what it has had; new ones get ids that none of the forgotten can have had.
 */
export const AFTER_RESTORE: readonly AfterRestore[] = [
  {
    why: 'what was being sent may have been sent further',
    sql: `update campaigns set state = 'paused', paused_at = now(), updated_at = now(), version = version + 1 where state = 'running'`,
    holdsCampaigns: true,
  },
  {
    why: 'what was due may have begun',
    sql: `update campaigns set state = 'scheduled', needs_confirmation = true, updated_at = now(), version = version + 1
           where state in ('approved', 'scheduled') and coalesce(start_at, '-infinity') <= now()`,
    holdsCampaigns: true,
  },
  {
    why: 'what was about to leave may have left',
    sql: `update outbox set state = 'in_doubt', doubted_at = now(), ask_at = null, lease_until = null where state in ('waiting', 'sending')`,
  },
  {
    why: 'nobody holds what was being sent from: its tries are in doubt or repeated at once, not when the lease would end',
    sql: `update chunks set lease_until = now() where state = 'claimed'`,
  },
  {
    why: 'references of forgotten deliveries are not used again',
    sql: `select setval('deliveries_id_seq', (select coalesce(max(id), 0) from deliveries) + ${FORGOTTEN_IDS})`,
  },
  {
    why: 'nor those of forgotten single messages',
    sql: `select setval('outbox_id_seq', (select coalesce(max(id), 0) from outbox) + ${FORGOTTEN_IDS})`,
  },
];
