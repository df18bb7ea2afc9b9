import { Anchor, NativeSelect, TextInput } from '@mantine/core';
import { PLACEHOLDERS, parseTemplate, renderExample } from '../../../../src/domain/template.js';
import { type Gateway, type GatewayTemplate, useTemplates } from '../../api/gateways.js';
import type { Problem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { composerTexts } from '../../messages/composer.js';
import { Loaded } from '../../ui/Loaded.js';
import type { StepDraft } from './draft.js';
import classes from './TemplateFields.module.css';

interface TemplateFieldsProps {
  gateway: Gateway;
  step: StepDraft;
  change: (change: Partial<StepDraft>) => void;
  problem: Problem | null;
  /** Of the step in the server's answers: `steps.0`. */
  path: string;
}

/** A template that the operator approved: which one, what stands in its fields, and how it will look on a phone. */
export function TemplateFields({ gateway, step, change, problem, path }: TemplateFieldsProps) {
  const t = useText(composerTexts);
  const templates = useTemplates(gateway.id);
  const isOnly = gateway.capabilities.templates === 'only';
  return (
    <Loaded query={templates} height={120}>
      {({ items, error }) => {
        const usable = items.filter(({ isUsable, id }) => isUsable || id === step.templateId);
        const chosen = items.find(({ id }) => id === step.templateId);
        const named = PLACEHOLDERS.map(({ label }) => `{${label}}`).join(', ');
        return (
          <>
            {error && <p className="note warn">{error}</p>}
            {usable.length === 0 && isOnly && <p className="note warn">{t('template.none')}</p>}
            {(usable.length > 0 || step.templateId !== null) && (
              <NativeSelect
                label={t('template.label')}
                value={step.templateId ?? ''}
                error={problem?.at(`${path}.templateId`)}
                onChange={(event) => {
                  const id = event.currentTarget.value || null;
                  change({ templateId: id, templateData: {} });
                }}
              >
                <option value="">{t(isOnly ? 'template.choose' : 'template.free')}</option>
                {usable.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </NativeSelect>
            )}
            {chosen && (
              <>
                {chosen.params.length > 0 && (
                  <p className="dim small" style={{ margin: 0 }}>
                    {t('template.placeholders', { names: named })}
                  </p>
                )}
                {chosen.params.map(({ name, isRequired, maxLength }) => (
                  <TextInput
                    key={name}
                    label={name}
                    required={isRequired}
                    maxLength={2000}
                    description={maxLength === null ? undefined : t('template.most', { count: maxLength })}
                    value={step.templateData[name] ?? ''}
                    error={problem?.at(`${path}.templateData.${name}`)}
                    onChange={(event) =>
                      change({ templateData: { ...step.templateData, [name]: event.currentTarget.value } })
                    }
                  />
                ))}
                <PhonePicture template={chosen} data={step.templateData} from={gateway.name} />
              </>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

interface PhonePictureProps {
  template: GatewayTemplate;
  data: Readonly<Record<string, string>>;
  from: string;
}

/** How the message stands in a household's Zalo: who writes, what it is about, its fields with example values. */
function PhonePicture({ template, data, from }: PhonePictureProps) {
  const t = useText(composerTexts);
  const shown = (value: string | undefined) => {
    const parsed = parseTemplate(value ?? '');
    return parsed.ok ? renderExample(parsed.segments) : (value ?? '');
  };
  return (
    <figure className={classes.figure}>
      <figcaption className="dim small">{t('template.onPhone')}</figcaption>
      <div className={classes.phone}>
        <div className={classes.from}>
          <span className={classes.face} aria-hidden="true">
            {from.slice(0, 1)}
          </span>
          <span className="strong">{from}</span>
        </div>
        <div className={classes.card}>
          <div className="strong">{template.name}</div>
          {template.params.length > 0 && (
            <dl className={classes.fields}>
              {template.params.map(({ name }) => (
                <div key={name}>
                  <dt className="dim small">{name}</dt>
                  <dd>{shown(data[name]) || '…'}</dd>
                </div>
              ))}
            </dl>
          )}
        </div>
      </div>
      {template.previewUrl && (
        <Anchor href={template.previewUrl} target="_blank" rel="noreferrer" underline="always">
          {t('template.original')}
        </Anchor>
      )}
    </figure>
  );
}
