import type { Import } from '../../api/imports.js';
import { useText } from '../../app/language.js';
import { importTexts } from '../../messages/import.js';
import classes from '../../ui/StateBadge.module.css';

const TONES: Record<Import['status'], keyof typeof classes> = {
  reading: 'busy',
  ready: 'warn',
  committing: 'busy',
  committed: 'good',
  undoing: 'busy',
  undone: 'quiet',
  failed: 'warn',
};

/** How far an import is, as a word in its colour. */
export function ImportStatus({ status }: { status: Import['status'] }) {
  const t = useText(importTexts);
  return <span className={`${classes.badge} ${classes[TONES[status]]}`}>{t(`import.status.${status}`)}</span>;
}
