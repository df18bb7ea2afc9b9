import { Link } from 'wouter';
import type { ForceActivity, Propagandist } from '../../api/force.js';
import { useFormat, useText } from '../../app/language.js';
import { forceTexts } from '../../messages/force.js';
import badge from '../../ui/StateBadge.module.css';
import classes from './Force.module.css';
import { showPhone } from '../../ui/phone.js';
import { onDutyInstead } from './stand-in.js';

/** One person: where they work, who stands in, and the month's figures. */
export function MemberLine({
  person,
  activity,
}: {
  person: Propagandist;
  activity: ForceActivity | undefined;
}) {
  const t = useText(forceTexts);
  const format = useFormat();
  const day = (iso: string) => format.date(`${iso}T12:00:00+07:00`);
  const away = onDutyInstead(person);
  const about = [person.areaName, person.organisation, person.phone && showPhone(person.phone)].filter(
    Boolean,
  );
  return (
    <article className={`card ${classes.member}`}>
      <div className="row spread">
        <Link href={`/directory/force/${person.id}`} className={classes.name}>
          {person.fullName}
        </Link>
        {!person.isActive && (
          <span className={`${badge.badge} ${badge.quiet}`}>
            {t('member.ended', { day: day(person.endedOn!) })}
          </span>
        )}
      </div>
      <span className="dim small">{about.join(' · ')}</span>
      <span className="small">
        {person.inCharge.length > 0
          ? t('member.inCharge', { areas: person.inCharge.map(({ areaName }) => areaName).join(', ') })
          : t('member.inChargeOfNone')}
      </span>
      {away && (
        <span>
          <span className={`${badge.badge} ${badge.warn}`} style={{ whiteSpace: 'normal', borderRadius: 12 }}>
            {t('member.away', { name: away.standInName, until: day(away.endsOn) })}
          </span>
        </span>
      )}
      {activity && (
        <dl className={classes.figures} aria-label={t('figure.label', { name: person.fullName })}>
          <Figure label={t('figure.homes')} value={activity.households} />
          <Figure label={t('figure.campaigns')} value={activity.campaigns} />
          <Figure label={t('figure.reached')} value={activity.reached} />
          <Figure label={t('figure.answered')} value={activity.repliesAnswered} />
        </dl>
      )}
    </article>
  );
}

function Figure({ label, value }: { label: string; value: number }) {
  const format = useFormat();
  return (
    <div>
      <dt className="dim small">{label}</dt>
      <dd className="strong figures">{format.number(value)}</dd>
    </div>
  );
}
