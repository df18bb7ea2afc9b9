import { blocksOf } from '../../../../src/domain/full-text.js';
import { parseTemplate, PLACEHOLDERS, renderExample } from '../../../../src/domain/template.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import classes from './FullTextPage.module.css';

const COMMUNE = PLACEHOLDERS.find(({ key }) => key === 'communeName')!.example;

/** The page behind the link as a household sees it, with the names of an example. */
export function FullTextPage({ title, text }: { title: string; text: string }) {
  const t = useText(composerTexts);
  const template = parseTemplate(text);
  const shown = template.ok ? renderExample(template.segments) : text;
  return (
    <div className={classes.page}>
      <div className={classes.head}>{COMMUNE}</div>
      <div className={classes.paper}>
        <div className={classes.title}>{title}</div>
        {blocksOf(shown).map(({ kind, lines }, at) =>
          kind === 'list' ? (
            // oxlint-disable-next-line react/no-array-index-key -- a block has no other name than its place
            <ul key={at}>
              {lines.map((line, i) => (
                // oxlint-disable-next-line react/no-array-index-key -- nor has a line
                <li key={i}>{line}</li>
              ))}
            </ul>
          ) : (
            // oxlint-disable-next-line react/no-array-index-key -- a block has no other name than its place
            <p key={at}>{lines.join('\n')}</p>
          ),
        )}
      </div>
      <div className={classes.foot}>
        {t('fullText.check')} · {t('fullText.refuse')}
      </div>
    </div>
  );
}
