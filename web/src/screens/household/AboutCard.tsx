import { Anchor, Button } from '@mantine/core';
import { Link } from 'wouter';
import type { Household } from '../../api/households.js';
import { useText } from '../../app/language.js';
import { useMay } from '../../app/session.js';
import { householdTexts } from '../../messages/household.js';
import { showPhone } from '../../ui/phone.js';
import classes from './HouseholdScreen.module.css';

/** Who a household is and by which numbers it is reached. */
export function AboutCard({ household, onEdit }: { household: Household; onEdit: (() => void) | null }) {
  const t = useText(householdTexts);
  const may = useMay();
  const { areaId, areaName, address, code, note, contacts } = household;
  const facts = [
    ['address', address],
    ['code', code],
    ['note', note],
  ] as const;
  return (
    <section className="card stack" aria-labelledby="about">
      <div className="row spread">
        <h2 id="about" className={classes.title}>
          {t('household.about')}
        </h2>
        {onEdit && (
          <Button variant="default" onClick={onEdit}>
            {t('household.edit')}
          </Button>
        )}
      </div>
      <dl className={classes.about}>
        <dt className="dim">{t('household.area')}</dt>
        <dd>
          <Anchor component={Link} href={`/directory?area=${areaId}`} underline="always">
            {areaName}
          </Anchor>
        </dd>
        {facts.map(([key, value]) => (
          <Fact key={key} name={t(`household.${key}`)} value={value} />
        ))}
      </dl>
      <div>
        <h3 style={{ margin: '0 0 4px', fontSize: '1.0625rem' }}>{t('household.contacts')}</h3>
        {contacts.length === 0 ? (
          <p className="note warn" style={{ margin: 0 }}>
            {t('contact.none')}
          </p>
        ) : (
          <ul className={`plain-list ${classes.lines}`}>
            {contacts.map(({ id, phone, name, relation, refused }) => (
              <li key={id}>
                <span>
                  <span className="figures strong">{showPhone(phone)}</span>
                  <br />
                  <span className="dim small">{[name, relation].filter(Boolean).join(', ')}</span>
                </span>
                {refused.length > 0 && (
                  <span className={classes.refuses}>
                    {t('contact.refuses', {
                      channels: refused.map((each) => t(`by.${each}`)).join(', '),
                    })}
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
        {contacts.length > 0 && !may('phone:read') && (
          <p className="dim small" style={{ margin: 0 }}>
            {t('contact.masked')}
          </p>
        )}
      </div>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string | null }) {
  const t = useText(householdTexts);
  return (
    <>
      <dt className="dim">{name}</dt>
      <dd>{value ?? <span className="dim">{t('household.nothing')}</span>}</dd>
    </>
  );
}
