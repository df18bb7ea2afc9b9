import { memo } from 'react';
import { Link } from 'wouter';
import type { Household } from '../../api/households.js';
import { useText } from '../../app/language.js';
import { directoryTexts } from '../../messages/directory.js';
import { showPhone } from '../../ui/phone.js';
import classes from './HouseholdList.module.css';

/** One household in two lines: who and where, and by which number. */
export const HouseholdRow = memo(function HouseholdRow({ household }: { household: Household | undefined }) {
  const t = useText(directoryTexts);
  if (!household) return <span className={classes.coming} role="img" aria-label={t('rows.fetching')} />;
  const { id, headName, address, areaName, contacts } = household;
  const [first, ...more] = contacts;
  return (
    <Link href={`/directory/households/${id}`} className={classes.line}>
      <span className={classes.who}>
        <span className={`strong ${classes.cut}`}>{headName}</span>
        <span className={`dim small ${classes.cut}`}>
          {[address, areaName].filter((part) => part).join(', ')}
        </span>
      </span>
      <span className={classes.phones}>
        <span className="figures">
          {first ? showPhone(first.phone) : <span className={classes.lack}>{t('rows.noPhone')}</span>}
        </span>
        <span className="dim small">
          {contacts.some(({ refused }) => refused.length > 0) ? (
            <span className={classes.lack}>{t('rows.refused')}</span>
          ) : (
            more.length > 0 && t('rows.morePhones', { count: more.length })
          )}
        </span>
      </span>
    </Link>
  );
});
