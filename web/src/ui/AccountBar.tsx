import type { Account } from '../../../src/domain/delivery-states.js';
import { useText } from '../app/language.js';
import { accountTexts } from '../messages/account.js';
import classes from './AccountBar.module.css';

/** The parts of an account from the best to the rest, as they stand in the bar. */
export const PARTS = [
  'delivered',
  'accepted',
  'sending',
  'planned',
  'inDoubt',
  'expired',
  'undelivered',
  'rejected',
  'skipped',
  'cancelled',
] as const satisfies readonly (keyof Account)[];
export type Part = (typeof PARTS)[number];

/** The account of a campaign as one bar: the lengths of its parts sum to the whole, as the account does. */
export function AccountBar({ account, isSlim = false }: { account: Account; isSlim?: boolean }) {
  const t = useText(accountTexts);
  const there = PARTS.filter((part) => account[part] > 0);
  const parts = there
    .map((part) => t('account.part', { name: t(`part.${part}`), count: account[part] }))
    .join(', ');
  return (
    <div
      className={`${classes.bar} ${isSlim ? classes.slim : ''}`}
      role="img"
      aria-label={t('account.label', { audience: account.audience, parts })}
    >
      {there.map((part) => (
        <span key={part} className={classes[part]} style={{ flexGrow: account[part] }} />
      ))}
    </div>
  );
}

/** The small square that says which part of the bar a word means. */
export function PartMark({ part }: { part: Part }) {
  return <span className={`${classes.mark} ${classes[part]}`} aria-hidden="true" />;
}
