import { Checkbox, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core';
import type { Problem } from '../../api/problem.js';
import type { GatewayField, GatewayKindForm } from '../../api/settings.js';
import { useText } from '../../app/language.js';
import { gatewayFieldTexts } from '../../messages/gateway-fields.js';
import { settingsTexts } from '../../messages/settings.js';
import type { FieldValues } from './gateway-draft.js';

interface GatewayFieldsProps {
  form: GatewayKindForm;
  values: FieldValues;
  change: (name: string, value: string | boolean) => void;
  broken: readonly string[];
  problem: Problem | null;
}

/** A name as the operator's contract has it, in words where we have some. */
export function useFieldName(): (name: string) => string {
  const t = useText(gatewayFieldTexts);
  return (name) => {
    const key = `field.${name}`;
    return key in gatewayFieldTexts ? t(key as keyof typeof gatewayFieldTexts) : name;
  };
}

/** What a kind of account asks for: the few that must be there first, the rest folded away. */
export function GatewayFields({ form, ...rest }: GatewayFieldsProps) {
  const t = useText(settingsTexts);
  const isMain = ({ isRequired, default: standard, type }: GatewayField) =>
    isRequired || (type !== 'json' && standard === undefined);
  const main = form.fields.filter(isMain);
  const others = form.fields.filter((field) => !isMain(field));
  const hasProblem = others.some(
    ({ name }) =>
      rest.broken.includes(name) ||
      rest.problem?.errors.some(({ path }) => path.startsWith(`config.${name}`)),
  );
  return (
    <>
      {main.map((field) => (
        <Field key={field.name} field={field} {...rest} />
      ))}
      {others.length > 0 && (
        <details open={hasProblem || undefined}>
          <summary style={{ cursor: 'pointer', padding: '4px 0' }}>{t('gateway.more')}</summary>
          <div className="stack" style={{ marginTop: 12 }}>
            {others.map((field) => (
              <Field key={field.name} field={field} {...rest} />
            ))}
          </div>
        </details>
      )}
    </>
  );
}

function Field({
  field,
  values,
  change,
  broken,
  problem,
}: Omit<GatewayFieldsProps, 'form'> & { field: GatewayField }) {
  const t = useText(settingsTexts);
  const nameOf = useFieldName();
  const { name, type, isRequired } = field;
  const value = values[name] ?? '';
  const path = `config.${name}`;
  const below = problem?.errors.find((each) => each.path === path || each.path.startsWith(`${path}.`));
  const error = broken.includes(name) ? t('gateway.notJson') : below?.message;
  const label = nameOf(name);
  const shared = { label, error, required: isRequired };
  if (type === 'boolean')
    return (
      <Checkbox
        label={label}
        error={error}
        checked={value === true}
        onChange={(event) => change(name, event.currentTarget.checked)}
      />
    );
  const text = String(value);
  if (type === 'choice')
    return (
      <NativeSelect {...shared} value={text} onChange={(event) => change(name, event.currentTarget.value)}>
        {!isRequired && field.default === undefined && <option value="">{t('gateway.unset')}</option>}
        {isRequired && text === '' && <option value="">{t('gateway.pick')}</option>}
        {field.choices!.map((choice) => (
          <option key={choice} value={String(choice)}>
            {String(choice)}
          </option>
        ))}
      </NativeSelect>
    );
  if (type === 'json')
    return (
      <Textarea
        {...shared}
        description={t('gateway.json')}
        autosize
        minRows={2}
        maxRows={16}
        spellCheck={false}
        styles={{ input: { fontFamily: 'ui-monospace, Consolas, monospace' } }}
        value={text}
        onChange={(event) => change(name, event.currentTarget.value)}
      />
    );
  return (
    <TextInput
      {...shared}
      inputMode={type === 'number' ? 'decimal' : 'text'}
      autoComplete="off"
      value={text}
      onChange={(event) => change(name, event.currentTarget.value)}
    />
  );
}

interface SecretFieldsProps {
  names: readonly string[];
  /** Those that the server has: left empty, they stay. */
  set: readonly string[];
  secrets: Readonly<Record<string, string>>;
  change: (name: string, value: string) => void;
  problem: Problem | null;
}

/** Keys and passwords of the account: they go in and are never shown again. */
export function SecretFields({ names, set, secrets, change, problem }: SecretFieldsProps) {
  const t = useText(settingsTexts);
  const nameOf = useFieldName();
  return (
    <>
      {names.map((name) => (
        <PasswordInput
          key={name}
          label={nameOf(name)}
          description={set.includes(name) ? t('gateway.secretSet') : t('gateway.secretWhat')}
          autoComplete="off"
          error={problem?.at(`secrets.${name}`)}
          value={secrets[name] ?? ''}
          onChange={(event) => change(name, event.currentTarget.value)}
        />
      ))}
    </>
  );
}
