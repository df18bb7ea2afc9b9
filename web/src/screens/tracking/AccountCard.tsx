import type { Account, DeliveryState } from '../../../../src/domain/delivery-states.js';
import { useFormat, useText } from '../../app/language.js';
import { accountTexts } from '../../messages/account.js';
import { trackingTexts } from '../../messages/tracking.js';
import { AccountBar, PartMark, type Part, PARTS } from '../../ui/AccountBar.js';
import classes from './AccountCard.module.css';

const stateOf = (part: Part): DeliveryState => (part === 'inDoubt' ? 'in_doubt' : part);

/** The account as one bar that always sums, and as its lines; each line leads to its households. */
export function AccountCard({
  account,
  onShow,
}: {
  account: Account;
  onShow: (state: DeliveryState) => void;
}) {
  const t = useText(trackingTexts);
  const ta = useText(accountTexts);
  const format = useFormat();
  return (
    <section className="card stack" aria-labelledby="ledger">
      <h2 id="ledger" className={classes.title}>
        {t('ledger.title')}
      </h2>
      <AccountBar account={account} />
      <ul className={`plain-list ${classes.parts}`}>
        {PARTS.filter((part) => account[part] > 0).map((part) => (
          <li key={part}>
            <button type="button" className={classes.part} onClick={() => onShow(stateOf(part))}>
              <PartMark part={part} />
              <span className={classes.name}>{ta(`part.${part}`)}</span>
              <span className="strong figures">{format.number(account[part])}</span>
              <span className={`dim figures ${classes.share}`}>
                {format.percent(account[part], account.audience)}
              </span>
            </button>
          </li>
        ))}
        <li className={`${classes.part} ${classes.sum}`}>
          <span className={classes.name}>{t('ledger.sum')}</span>
          <span className="figures">{t('tracking.audience', { count: account.audience })}</span>
        </li>
      </ul>
    </section>
  );
}
