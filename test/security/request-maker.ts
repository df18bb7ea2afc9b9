import type { OpenAPIObject } from '@nestjs/swagger';
import type { DocumentedRoute } from '../../src/platform/http/openapi.js';

/** As much of JSON Schema as our documents use. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  format?: string;
  pattern?: string;
  minLength?: number;
  minItems?: number;
  minimum?: number;
  default?: unknown;
}

/** Values that a field must have by its name, wherever it stands. */
export type Fields = Readonly<Record<string, unknown>>;

/** The schema of a route's JSON body; undefined where it takes none. */
export function bodySchema(route: DocumentedRoute): Schema | undefined {
  const body = route.operation.requestBody as { content?: Record<string, { schema: Schema }> } | undefined;
  return body?.content?.['application/json']?.schema;
}

/** A value that a schema lets through: required fields, and those of the others that `fields` knows. */
export function sampleOf(document: OpenAPIObject, schema: Schema, fields: Fields): unknown {
  const found = resolved(document, schema);
  if (found.const !== undefined) return found.const;
  if (found.enum) return found.enum[0];
  const variants = found.oneOf ?? found.anyOf;
  if (variants) return sampleOf(document, simplest(document, variants), fields);
  const type = Array.isArray(found.type) ? found.type[0] : found.type;
  if (type === 'object' || found.properties) return objectOf(document, found, fields);
  if (type === 'array') {
    const count = Math.max(found.minItems ?? 0, 1);
    return Array.from({ length: count }, () => sampleOf(document, found.items ?? {}, fields));
  }
  if (type === 'integer' || type === 'number') return Math.max(found.minimum ?? 1, 1);
  if (type === 'boolean') return false;
  if (type === 'null') return null;
  return textOf(found);
}

/** Names of the properties below a schema, so that a test sees which of its fields a body can carry. */
export function namesIn(document: OpenAPIObject, schema: Schema, depth = 0): Set<string> {
  const found = resolved(document, schema);
  if (depth > 8) return new Set();
  const below = [
    ...(found.oneOf ?? []),
    ...(found.anyOf ?? []),
    ...(found.items ? [found.items] : []),
    ...Object.values(found.properties ?? {}),
  ];
  return new Set([
    ...Object.keys(found.properties ?? {}),
    ...below.flatMap((each) => [...namesIn(document, each, depth + 1)]),
  ]);
}

export function resolved(document: OpenAPIObject, schema: Schema): Schema {
  if (!schema.$ref) return schema;
  const name = schema.$ref.split('/').at(-1)!;
  const found = (document.components?.schemas as Record<string, Schema> | undefined)?.[name];
  if (!found) throw new Error(`no schema ${schema.$ref}`);
  return resolved(document, found);
}

function objectOf(document: OpenAPIObject, schema: Schema, fields: Fields): Record<string, unknown> {
  const required = new Set(schema.required ?? []);
  const entries = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    if (Object.hasOwn(fields, name)) return [[name, fields[name]] as const];
    const carries = [...namesIn(document, property)].some((each) => Object.hasOwn(fields, each));
    return required.has(name) || carries ? [[name, sampleOf(document, property, fields)] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** Of several shapes the one that a test can fill in: the simulator's, or the first that is not null. */
function simplest(document: OpenAPIObject, variants: Schema[]): Schema {
  const isSimulator = (each: Schema) => resolved(document, each).properties?.kind?.const === 'simulator';
  return variants.find(isSimulator) ?? variants.find((each) => each.type !== 'null') ?? variants[0]!;
}

function textOf(schema: Schema): string {
  if (schema.format === 'date-time') return new Date(Date.now() + 86_400_000).toISOString();
  if (schema.format === 'date') return '2027-02-06';
  if (schema.format === 'uri' || schema.format === 'url') return 'http://127.0.0.1:9';
  if (schema.pattern?.startsWith('^[1-9]')) return '999999999';
  if (schema.pattern?.includes('[A-Za-z0-9_]')) return 'ten';
  return 'mau-thu'.padEnd(schema.minLength ?? 0, 'x');
}
