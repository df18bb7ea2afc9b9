import { generateFiles } from '../../src/cli.generate.js';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Every `$ref` below a value. */
function refsIn(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === '$ref' && typeof each === 'string' ? [each] : refsIn(each),
  );
}

function at(document: Json, pointer: string): Json | undefined {
  return pointer
    .slice(2)
    .split('/')
    .reduce<Json | undefined>(
      (value, key) => (value as { [key: string]: Json } | undefined)?.[key],
      document,
    );
}

describe('the OpenAPI document', () => {
  let document: Json & { [key: string]: Json };
  let operations: { name: string; operation: { [key: string]: Json } }[];
  beforeAll(async () => {
    const files = await generateFiles();
    document = JSON.parse(files.find(({ path }) => path === 'docs/openapi.json')!.text) as typeof document;
    operations = Object.entries(
      document.paths as Record<string, Record<string, Record<string, Json>>>,
    ).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
    );
  });

  it('points nowhere that is not there', () => {
    expect(refsIn(document).filter((ref) => at(document, ref) === undefined)).toEqual([]);
  });

  it('says of every operation what it does and what it answers, and names it once', () => {
    const poor = operations.filter(({ operation }) => !operation.summary || !operation.responses);
    expect(poor.map(({ name }) => name)).toEqual([]);
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('describes every path parameter', () => {
    const undescribed = operations.filter(({ name, operation }) => {
      const named = (operation.parameters as { in: string; name: string }[]) ?? [];
      const wanted = [...name.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      return !wanted.every((each) => named.some((one) => one.in === 'path' && one.name === each));
    });
    expect(undescribed.map(({ name }) => name)).toEqual([]);
  });

  it('gives every closed route a cookie or an API key, and the answers for who has neither', () => {
    const closed = operations.filter(({ operation }) => operation['x-permission'] !== 'public');
    for (const { name, operation } of closed) {
      expect([name, operation.security]).toEqual([name, [{ session: [] }, { apiKey: [] }]]);
      expect(Object.keys(operation.responses as object)).toEqual(expect.arrayContaining(['401', '403']));
    }
    expect(document.components).toMatchObject({
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'loaluat_session' },
        apiKey: { type: 'http', scheme: 'bearer' },
      },
    });
  });

  it('has every answer and body from a schema, not from a guess', () => {
    const empty = operations.filter(({ operation }) => {
      const body = operation.requestBody as { content: Record<string, { schema: object }> } | undefined;
      return body && Object.values(body.content).some(({ schema }) => Object.keys(schema).length === 0);
    });
    expect(empty.map(({ name }) => name)).toEqual([]);
  });
});
