import { type Household, useHouseholdDeliveries, useThread } from '../../api/households.js';
import { useFormat, useText } from '../../app/language.js';
import { useMay } from '../../app/session.js';
import { accountTexts } from '../../messages/account.js';
import { householdTexts } from '../../messages/household.js';
import { Loaded } from '../../ui/Loaded.js';
import { MoreButton } from '../../ui/MoreButton.js';
import { DeliveryLine } from '../tracking/DeliveryLine.js';
import classes from './HouseholdScreen.module.css';

/** What a household was sent, campaign by campaign with every try, and what it said. */
export function SentCard({ household }: { household: Household }) {
  const t = useText(householdTexts);
  const ta = useText(accountTexts);
  const deliveries = useHouseholdDeliveries(household.id);
  return (
    <section className="card stack tight" aria-labelledby="sent">
      <h2 id="sent" className={classes.title}>
        {t('sent.title')}
      </h2>
      <Loaded query={deliveries} height={160}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <p style={{ margin: 0 }}>{t('sent.none')}</p>;
          return (
            <>
              <ul className="plain-list">
                {items.map((item) => (
                  <DeliveryLine
                    key={item.id}
                    delivery={{ ...item, headName: item.campaignTitle }}
                    state={ta(`part.${item.state === 'in_doubt' ? 'inDoubt' : item.state}`)}
                    areaName={item.attempts[0]?.sentAt ? '' : t('sent.nothingLeft')}
                  />
                ))}
              </ul>
              <MoreButton query={deliveries} label={t('sent.more')} />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

/** The last of what the household said, and what it was answered. */
export function RepliesCard({ household }: { household: Household }) {
  const t = useText(householdTexts);
  const format = useFormat();
  const may = useMay();
  const thread = useThread(household.id, may('reply:read'));
  const said = thread.data?.items.filter(({ reply, single }) => reply !== null || single !== null) ?? [];
  // A household that never wrote needs no card that says so.
  if (said.length === 0) return null;
  return (
    <section className="card stack tight" aria-labelledby="said">
      <h2 id="said" className={classes.title}>
        {t('said.title')}
      </h2>
      <ul className={`plain-list ${classes.lines}`}>
        {said.map(({ at, reply, single }) => (
          <li key={reply ? `reply ${reply.id}` : `single ${single!.id}`}>
            <span>
              <span className="dim small">
                {t(reply ? 'said.household' : 'said.commune', { time: format.dateTime(at) })}
              </span>
              <br />
              {reply?.text ?? single?.text}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
