import type { Campaign } from '../../api/campaigns.js';
import { useAccountByArea } from '../../api/tracking.js';
import type { Account } from '../../../../src/domain/delivery-states.js';
import { useFormat, useText } from '../../app/language.js';
import { trackingTexts } from '../../messages/tracking.js';
import { AccountBar } from '../../ui/AccountBar.js';
import { Loaded } from '../../ui/Loaded.js';
import { AreaMap } from './AreaMap.js';
import classes from './AreasCard.module.css';

/** Households that nobody could reach: neither delivered nor on the way. */
const gapOf = (account: Account) =>
  account.undelivered + account.expired + account.rejected + account.skipped + account.cancelled;

/** The largest gap first; areas without one keep their order. */
const byGap = <Row extends { account: Account }>(rows: readonly Row[]) =>
  rows.toSorted((one, other) => gapOf(other.account) - gapOf(one.account));

/** The areas as a map, and each with its own account, the largest gap first; the gap leads to its households. */
export function AreasCard({ campaign, onShow }: { campaign: Campaign; onShow: (areaId: string) => void }) {
  const t = useText(trackingTexts);
  const format = useFormat();
  const areas = useAccountByArea(campaign.id, JSON.stringify(campaign.account));
  return (
    <section className="card stack" aria-labelledby="areas">
      <h2 id="areas" className={classes.title}>
        {t('areas.title')}
      </h2>
      <Loaded query={areas} height={240}>
        {(rows) => (
          <>
            <AreaMap rows={rows} onShow={onShow} />
            <ul className={`plain-list ${classes.rows}`}>
              {byGap(rows).map(({ areaId, areaName, account }) => (
                <li key={areaId} className={classes.row}>
                  <span className={classes.name}>{areaName}</span>
                  <span className={`figures ${classes.reached}`}>
                    {format.number(account.delivered)}/{format.number(account.audience)}
                    <span className="dim"> · {format.percent(account.delivered, account.audience)}</span>
                  </span>
                  <AccountBar account={account} isSlim />
                  {gapOf(account) > 0 && (
                    <button type="button" className={classes.gap} onClick={() => onShow(areaId)}>
                      {t('areas.gapShow', {
                        count: gapOf(account),
                        name: areaName,
                      })}
                    </button>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </section>
  );
}
