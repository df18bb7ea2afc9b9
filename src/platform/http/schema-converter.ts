import type { SwaggerDocumentOptions } from '@nestjs/swagger';
import { z } from 'zod';

type Converter = NonNullable<SwaggerDocumentOptions['standardSchemaConverter']>;
type JsonSchema = Record<string, unknown>;

/**
 * Turns the zod schemas on routes into JSON Schema 2020-12, which OpenAPI 3.1 speaks. A schema with an id
 * (`.meta({ id: 'Household' })`) becomes a component of that name wherever it stands. Throws where two different
 * schemas bear one name.
 */
export function schemaConverter(): Converter {
  const components = new Map<string, string>();

  const claim = (name: string, schema: JsonSchema): void => {
    const known = components.get(name);
    const text = JSON.stringify(schema);
    if (known !== undefined && known !== text) throw new Error(`two different schemas are named ${name}`);
    components.set(name, text);
  };

  return (schema, { schemaType }) => {
    if (!(schema instanceof z.ZodType)) return undefined;
    const {
      $schema: _,
      $defs = {},
      ...converted
    } = z.toJSONSchema(schema, {
      target: 'draft-2020-12',
      io: schemaType,
      unrepresentable: 'any',
      override: ({ jsonSchema }) => withoutNoise(jsonSchema, schemaType),
    }) as JsonSchema & { $defs?: Record<string, JsonSchema> };
    // Bodies and answers of one thing may differ (defaults, transforms): what goes in has a name of its own.
    const suffix = schemaType === 'input' ? 'Input' : '';
    const renamed = (value: JsonSchema): JsonSchema =>
      JSON.parse(
        JSON.stringify(value).replaceAll(/"#\/\$defs\/([^"]+)"/g, `"#/components/schemas/$1${suffix}"`),
      ) as JsonSchema;
    const found = Object.fromEntries(
      Object.entries($defs).map(([name, definition]) => [name + suffix, renamed(definition)]),
    );
    for (const [name, definition] of Object.entries(found)) claim(name, definition);
    return { schema: renamed(converted), components: found };
  };
}

/** Drops what zod says of every schema and a reader of the page gains nothing from. */
export function withoutNoise(schema: z.core.JSONSchema.BaseSchema, schemaType: 'input' | 'output'): void {
  // Answers may grow without breaking a client that checks them.
  if (schemaType === 'output' && schema.additionalProperties === false) delete schema.additionalProperties;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.format === 'date-time' || schema.format === 'date') delete schema.pattern;
}
