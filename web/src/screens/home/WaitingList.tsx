import { Link } from 'wouter';
import type { Home } from '../../api/home.js';
import { useText } from '../../app/language.js';
import { homeTexts } from '../../messages/home.js';
import { Icon, type IconName } from '../../ui/Icon.js';
import classes from './WaitingList.module.css';

type Waiting = Home['waiting'][number];

const ICONS: Record<Waiting['kind'], IconName> = {
  approve: 'check',
  'sent-back': 'back',
  'missed-hour': 'clock',
  reply: 'chat',
  'in-doubt': 'warning',
  'review-release': 'check',
  budget: 'warning',
  'gateway-held': 'pause',
  'import-ready': 'file',
  'rejected-rows': 'file',
};

/** Where each thing is settled; null while the app has no page for it. */
function placeOf({ kind, id }: Waiting): string | null {
  if (kind === 'budget') return '/settings/budgets';
  if (kind === 'import-ready' || kind === 'rejected-rows') return `/directory/imports/${id}`;
  if (kind === 'gateway-held') return `/settings/gateways/${id}`;
  if (kind === 'reply') return `/replies/${id}`;
  return `/campaigns/${id}`;
}

/** What waits for the person, each with the way to it. */
export function WaitingList({ waiting }: { waiting: Home['waiting'] }) {
  const t = useText(homeTexts);
  if (waiting.length === 0) {
    return (
      <p className="card dim" style={{ margin: 0, padding: 16 }}>
        {t('home.nothing')}
      </p>
    );
  }
  return (
    <ul className={`plain-list card ${classes.list}`}>
      {waiting.map((each) => {
        const place = placeOf(each);
        const content = (
          <>
            <span className={classes.icon}>
              <Icon name={ICONS[each.kind]} size={22} />
            </span>
            <span className={classes.what}>
              <span className="strong">
                {t(`waiting.${each.kind}`, { name: each.name, count: each.count ?? 0 })}
              </span>
              {each.note && <span className="dim small">{each.note}</span>}
            </span>
            {place && <Icon name="next" size={20} />}
          </>
        );
        return (
          <li key={`${each.kind} ${each.id}`}>
            {place ? (
              <Link href={place} className={classes.line}>
                {content}
              </Link>
            ) : (
              <div className={classes.line}>{content}</div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
