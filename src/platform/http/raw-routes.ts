import type { OpenAPIObject } from '@nestjs/swagger';
import { PERMISSION_EXTENSION } from './route.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** What a route that stands straight on Fastify, or beside it, says of itself. No guard sees it: one that is not open asks by itself. */
export interface RawRoute {
  /** As OpenAPI writes it: `/webhooks/{gatewayId}/{token}`. */
  path: string;
  methods: readonly ('get' | 'post')[];
  operationId: string;
  tag: string;
  summary: string;
  /** Status → meaning. */
  answers: Readonly<Record<string, string>>;
  /** What the caller must hold; none: it is open. */
  permission?: string;
}

const RAW_ROUTES = new Map<string, RawRoute>();

/** Puts a route that is not one of Nest's handlers into the OpenAPI document and the table of permissions. */
export function documentRawRoute(route: RawRoute): void {
  RAW_ROUTES.set(route.path, route);
}

/** The documented raw routes, as paths of an OpenAPI document. */
export function rawPaths(): OpenAPIObject['paths'] {
  return Object.fromEntries(
    [...RAW_ROUTES.values()].map((route) => [
      route.path,
      Object.fromEntries(route.methods.map((method) => [method, operationOf(route, method)])),
    ]),
  );
}

function operationOf(route: RawRoute, method: string): Operation {
  const operation: Operation = {
    operationId: `${route.operationId}_${method}`,
    summary: route.summary,
    tags: [route.tag],
    parameters: [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => ({
      name: match[1]!,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    responses: Object.fromEntries(
      Object.entries(route.answers).map(([status, description]) => [status, { description }]),
    ),
  };
  if (route.permission) operation.security = [{ session: [] }, { apiKey: [] }];
  return Object.assign(operation, { [PERMISSION_EXTENSION]: route.permission ?? 'public' });
}
