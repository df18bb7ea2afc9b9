import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Area } from '../../api/areas.js';
import { useFormat, useText } from '../../app/language.js';
import { directoryTexts } from '../../messages/directory.js';
import { AreaBranches } from '../../ui/AreaBranches.js';
import { Icon } from '../../ui/Icon.js';
import classes from './AreaChooser.module.css';

/** The tree of areas with their households: beside the list on a desk, folded away above it on a phone. */
export function AreaChooser({ areas, chosen }: { areas: readonly Area[]; chosen: Area | null }) {
  const t = useText(directoryTexts);
  const format = useFormat();
  const isDesk = useMediaQuery('(min-width: 960px)', window.innerWidth >= 960);
  const [isOpen, setOpen] = useState(false);
  const total = areas
    .filter(({ parentId }) => parentId === null || !areas.some(({ id }) => id === parentId))
    .reduce((sum, { households }) => sum + households, 0);
  const line = (area: Area | null, name: string, households: number) => (
    <Link
      href={area ? `/directory?area=${area.id}` : '/directory'}
      className={classes.line}
      aria-current={chosen?.id === area?.id ? 'page' : undefined}
      onClick={() => setOpen(false)}
    >
      <span className={classes.name}>{name}</span>
      <span className="dim figures">{format.number(households)}</span>
    </Link>
  );
  return (
    <nav className={`card ${classes.card}`} aria-label={t('directory.tree')}>
      {!isDesk && (
        <button
          type="button"
          className={classes.opener}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <span className="strong">
            {t('directory.openTree', { name: chosen?.name ?? t('directory.all') })}
          </span>
          <span className={isOpen ? classes.isOpen : ''}>
            <Icon name="next" size={20} />
          </span>
        </button>
      )}
      {(isDesk || isOpen) && (
        <>
          <div className={classes.all}>{line(null, t('directory.all'), total)}</div>
          <AreaBranches areas={areas}>{(area) => line(area, area.name, area.households)}</AreaBranches>
        </>
      )}
    </nav>
  );
}
