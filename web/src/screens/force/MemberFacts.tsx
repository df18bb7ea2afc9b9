import type { Propagandist } from '../../api/force.js';
import { useFormat, useText } from '../../app/language.js';
import { forceTexts } from '../../messages/force.js';
import { showPhone } from '../../ui/phone.js';
import settings from '../settings/Settings.module.css';

/** What is known of a person, for those who do not keep it. */
export function MemberFacts({ person }: { person: Propagandist }) {
  const t = useText(forceTexts);
  const format = useFormat();
  const day = (iso: string) => format.date(`${iso}T12:00:00+07:00`);
  const facts: [string, string | null][] = [
    [t('member.areas'), person.inCharge.map(({ areaName }) => areaName).join(', ') || null],
    [t('member.phone'), person.phone && showPhone(person.phone)],
    [t('member.organisation'), person.organisation],
    [
      t('member.standIns'),
      person.standIns
        .map(
          ({ standInName, startsOn, endsOn }) =>
            `${standInName} (${t('member.dayOf', { from: day(startsOn), until: day(endsOn) })})`,
        )
        .join('; ') || null,
    ],
    [
      t('member.trainings'),
      person.trainings.map(({ heldOn, topic }) => `${day(heldOn)}: ${topic}`).join('; ') || null,
    ],
    [t('member.recognisedOn'), person.recognisedOn && day(person.recognisedOn)],
    [t('member.decision'), person.recognition],
    [t('member.endedOn'), person.endedOn && day(person.endedOn)],
    [t('member.note'), person.note],
  ];
  return (
    <section className="card">
      <dl className={settings.facts}>
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => [<dt key={`${name}-name`}>{name}</dt>, <dd key={name}>{value}</dd>])}
      </dl>
    </section>
  );
}
