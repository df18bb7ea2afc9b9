import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { useBudgets } from '../../api/budgets.js';
import { useCampaigns } from '../../api/campaigns.js';
import { useHome } from '../../api/home.js';
import { useText } from '../../app/language.js';
import { nameOf, useMay, useMe } from '../../app/session.js';
import { campaignTexts } from '../../messages/campaigns.js';
import { homeTexts } from '../../messages/home.js';
import { BudgetBar } from '../../ui/BudgetBar.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { Loaded } from '../../ui/Loaded.js';
import { useNow } from '../../ui/use-now.js';
import { Page } from '../../ui/Page.js';
import { today } from '../../ui/today.js';
import { CampaignCard } from '../campaigns/CampaignCard.js';
import { NewCampaignButton } from '../campaigns/NewCampaignButton.js';
import { Coverage } from './Coverage.js';
import classes from './HomeScreen.module.css';
import { Month } from './Month.js';
import { RunningCard } from './RunningCard.js';
import { WaitingList } from './WaitingList.js';

/** The first page: what waits for me, what runs, what was reached. */
export default function HomeScreen() {
  const t = useText(homeTexts);
  const me = useMe();
  const may = useMay();
  const home = useHome();
  return (
    <Page title={t('home.title', { name: nameOf(me) })} actions={<NewCampaignButton />}>
      <Loaded query={home} height={480}>
        {({ waiting, running, month, coverage }) => (
          <div className={classes.columns}>
            <div className="stack">
              <section className="stack tight">
                <h2 className={classes.title}>{t('home.waiting')}</h2>
                <WaitingList waiting={waiting} />
              </section>
              {running.length > 0 && (
                <section className="stack tight">
                  <h2 className={classes.title}>{t('home.running')}</h2>
                  {running.map(({ id }) => (
                    <RunningCard key={id} id={id} />
                  ))}
                </section>
              )}
              <Recent />
            </div>
            <div className="stack">
              <section className="card stack">
                <h2 className={classes.title}>{t('home.month')}</h2>
                <Month month={month} />
                {may('budget:read') && <Budgets />}
              </section>
              <section className="card stack">
                <h2 className={classes.title}>{t('home.coverage')}</h2>
                <Coverage coverage={coverage} />
                <Anchor component={Link} href="/figures" underline="always">
                  {t('home.figures')}
                </Anchor>
              </section>
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

/** What this month's sends leave of the money; nothing where no budget is set for today. */
function Budgets() {
  const budgets = useBudgets();
  const now = useNow(3_600_000);
  const day = today(now);
  const current = budgets.data?.filter(({ startsOn, endsOn }) => startsOn <= day && day <= endsOn) ?? [];
  return current.slice(0, 3).map((budget) => (
    <div key={budget.id} className="stack tight">
      <Anchor component={Link} href="/settings/budgets" underline="always">
        {budget.areaName}
      </Anchor>
      <BudgetBar budget={budget} />
    </div>
  ));
}

function Recent() {
  const t = useText(homeTexts);
  const tc = useText(campaignTexts);
  const campaigns = useCampaigns(5);
  return (
    <section className="stack tight">
      <div className="row spread">
        <h2 className={classes.title}>{t('home.recent')}</h2>
        <Anchor component={Link} href="/campaigns" underline="always">
          {t('home.all')}
        </Anchor>
      </div>
      <Loaded query={campaigns} height={240}>
        {({ pages }) =>
          pages[0]!.items.length === 0 ? (
            <EmptyState icon="megaphone" title={tc('list.empty')} action={<NewCampaignButton />}>
              {tc('list.emptyWhat')}
            </EmptyState>
          ) : (
            <ul className="plain-list stack tight">
              {pages[0]!.items.map((item) => (
                <li key={item.id}>
                  <CampaignCard campaign={item} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
