import { z } from 'zod';
import { type GatewayKind, GATEWAY_KINDS, kindEntry } from './gateway.registry.js';

/** One setting of a kind of gateway, as a form asks for it. */
export const GatewayFieldSchema = z.object({
  name: z.string(),
  type: z.enum(['text', 'number', 'boolean', 'choice', 'json']).describe('`json`: nested; written as JSON'),
  isRequired: z.boolean(),
  default: z.unknown().optional(),
  choices: z.array(z.union([z.string(), z.number()])).optional(),
  description: z.string().nullable(),
});
type GatewayField = z.output<typeof GatewayFieldSchema>;

export const GatewayKindList = z.object({
  items: z.array(
    z.object({
      kind: z.enum(GATEWAY_KINDS),
      channel: z.enum(['sms', 'zalo']),
      fields: z.array(GatewayFieldSchema),
      secretNames: z.array(z.string()).describe('Secrets that every account of the kind needs'),
      partsPerSecond: z.number().nullable().describe('The rate where none is named; null: it must be named'),
    }),
  ),
});

interface JsonSchema {
  type?: string;
  enum?: (string | number)[];
  const?: string | number;
  anyOf?: JsonSchema[];
  default?: unknown;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

/** What a form for each kind asks; read from the very schema that checks the answer. */
export function gatewayForms(): z.output<typeof GatewayKindList> {
  return { items: GATEWAY_KINDS.map(formOf) };
}

function formOf(kind: GatewayKind): z.output<typeof GatewayKindList>['items'][number] {
  const entry = kindEntry(kind);
  const schema = z.toJSONSchema(entry.config, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const required = new Set(schema.required);
  const fields = Object.entries(schema.properties ?? {}).map(([name, property]) =>
    fieldOf(name, property, required.has(name)),
  );
  const defaults = Object.fromEntries(fields.map((field) => [field.name, field.default]));
  return {
    kind,
    channel: entry.channel,
    fields,
    secretNames: secretsOf(kind, defaults),
    partsPerSecond: entry.partsPerSecond ?? null,
  };
}

function fieldOf(name: string, schema: JsonSchema, isRequired: boolean): GatewayField {
  const shared = { name, isRequired, default: schema.default, description: schema.description ?? null };
  const choices = schema.enum ?? constantsOf(schema.anyOf);
  if (choices) return { ...shared, type: 'choice', choices };
  switch (schema.type) {
    case 'string':
      return { ...shared, type: 'text' };
    case 'number':
    case 'integer':
      return { ...shared, type: 'number' };
    case 'boolean':
      return { ...shared, type: 'boolean' };
    default:
      return { ...shared, type: 'json' };
  }
}

function constantsOf(options: JsonSchema[] | undefined): (string | number)[] | undefined {
  const constants = options?.map((option) => option.const);
  return constants?.every((each) => each !== undefined) ? (constants as (string | number)[]) : undefined;
}

/** A kind whose secrets hang on a configuration that nobody has written yet names none beforehand. */
function secretsOf(kind: GatewayKind, defaults: Record<string, unknown>): string[] {
  const parsed = kindEntry(kind).config.safeParse(defaults);
  try {
    return kindEntry(kind).secretNames(parsed.success ? parsed.data : defaults);
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
}
