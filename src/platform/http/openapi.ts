import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { ProblemSchema } from './problem.schema.js';
import { rawPaths } from './raw-routes.js';
import { PERMISSION_EXTENSION } from './route.js';
import { schemaConverter, withoutNoise } from './schema-converter.js';

/** Where the document and the page that shows it stand. */
export const OPENAPI_PATH = '/api/v1/openapi.json';
export const DOCS_PATH = '/api/docs';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

/** Answers that many routes share, documented once. */
const PROBLEMS: Record<string, [status: string, description: string]> = {
  BadRequest: ['400', 'The request cannot be read, or fields cannot be used: `errors` names them.'],
  Unauthenticated: ['401', 'Nobody is signed in, or the session or API key has ended.'],
  Forbidden: ['403', 'The caller lacks the permission, or the request comes from a foreign page.'],
  NotFound: ['404', 'It is not there, or the caller may not know of it.'],
};

/**
 * The OpenAPI 3.1 document of an app, from the zod schemas and `@Route` of its handlers. Needs neither Postgres nor
 * Redis: an app made in Nest's preview mode will do.
 * @param sessionCookie name of the cookie that signs a person in
 */
export function openApiDocument(app: INestApplication, sessionCookie: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Loa Luật')
    .setDescription(
      [
        'Reaches every household of a commune by SMS and Zalo, and proves who was reached.',
        'People sign in with `POST /auth/login` and a cookie; machines send `Authorization: Bearer ll_…`.',
        'Errors are `application/problem+json` (RFC 9457) with a stable `code` and a Vietnamese `detail`.',
        'Lists are paged by key: pass `nextCursor` as `cursor`. Ids are strings; times are ISO 8601; money is in đồng.',
      ].join('\n\n'),
    )
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addCookieAuth(sessionCookie, { type: 'apiKey', in: 'cookie', name: sessionCookie }, 'session')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key, `ll_…`' }, 'apiKey')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: schemaConverter(),
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  for (const { path, operation } of operationsOf(document)) addProblems(path, operation);
  Object.assign(document.paths, rawPaths());
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problemSchema() },
    responses: Object.fromEntries(
      Object.entries(PROBLEMS).map(([name, [, description]]) => [name, problemResponse(description)]),
    ),
  };
  return document;
}

/** Serves the document and the page that shows it. Call it before the app listens. */
export function serveOpenApi(app: INestApplication, sessionCookie: string): void {
  SwaggerModule.setup(DOCS_PATH, app, () => openApiDocument(app, sessionCookie), {
    raw: ['json'],
    jsonDocumentUrl: OPENAPI_PATH,
    customSiteTitle: 'Loa Luật: API',
    swaggerOptions: { tryItOutEnabled: true, persistAuthorization: false, docExpansion: 'none' },
  });
}

/** One operation of the document, with the permission that its route names. */
export interface DocumentedRoute {
  method: string;
  path: string;
  operation: Operation;
  permission: string;
}

/** Every operation of a document, in the order of paths. */
export function operationsOf(document: OpenAPIObject): DocumentedRoute[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      if (!operation) return [];
      const permission = String(
        (operation as Partial<Record<typeof PERMISSION_EXTENSION, unknown>>)[PERMISSION_EXTENSION],
      );
      return [{ method: method.toUpperCase(), path, operation, permission }];
    }),
  );
}

function addProblems(path: string, operation: Operation): void {
  const takesInput = operation.requestBody !== undefined || (operation.parameters ?? []).length > 0;
  const needed = [
    ...(takesInput ? ['BadRequest'] : []),
    ...((operation.security ?? []).length > 0 ? ['Unauthenticated', 'Forbidden'] : []),
    ...(path.includes('{') ? ['NotFound'] : []),
  ];
  for (const name of needed) {
    const [status] = PROBLEMS[name]!;
    operation.responses[status] ??= { $ref: `#/components/responses/${name}` };
  }
}

function problemSchema() {
  const { $schema: _, ...schema } = z.toJSONSchema(ProblemSchema, {
    override: ({ jsonSchema }) => withoutNoise(jsonSchema, 'output'),
  });
  return schema as NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];
}

function problemResponse(description: string) {
  return {
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
