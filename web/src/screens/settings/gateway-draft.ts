import type { GatewayField, GatewayKindForm } from '../../api/settings.js';

/** What stands in the fields of a kind: texts, and true or false. */
export type FieldValues = Readonly<Record<string, string | boolean>>;

/** The fields as they begin: what is set, or else the default. */
export function valuesOf(form: GatewayKindForm, config: Record<string, unknown> | null): FieldValues {
  return Object.fromEntries(
    form.fields.map((field) => {
      const value = config && field.name in config ? config[field.name] : field.default;
      if (field.type === 'boolean') return [field.name, value === true];
      if (value === undefined || value === null) return [field.name, ''];
      return [field.name, field.type === 'json' ? JSON.stringify(value, null, 2) : textOf(value)];
    }),
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The configuration as the server takes it; names of fields that are no JSON. */
export function configOf(
  form: GatewayKindForm,
  values: FieldValues,
): { config: Record<string, unknown>; broken: string[] } {
  const config: Record<string, unknown> = {};
  const broken: string[] = [];
  for (const field of form.fields) {
    const read = readField(field, values[field.name]);
    if (read === BROKEN) broken.push(field.name);
    else if (read !== undefined) config[field.name] = read;
  }
  return { config, broken };
}

const BROKEN = Symbol('broken');

function readField(field: GatewayField, value: string | boolean | undefined): unknown {
  if (typeof value === 'boolean') return value;
  const text = value?.trim() ?? '';
  if (text === '') return undefined;
  if (field.type === 'number') return Number(text.replace(',', '.'));
  if (field.type === 'choice') return field.choices?.find((choice) => String(choice) === text) ?? text;
  if (field.type !== 'json') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return BROKEN;
  }
}
