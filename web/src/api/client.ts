import createClient from 'openapi-fetch';
import { Problem, problemFrom } from './problem.js';
import type { components, paths } from './schema.js';

/** The API, typed from docs/openapi.json. Paths stand as in the document: `api.GET('/api/v1/campaigns/{id}', …)`. */
export const api = createClient<paths>();

export type Schemas = components['schemas'];

interface Answered<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/**
 * What a call of `api` answers; throws a Problem for everything else: a refusal of the server, a network that is away.
 * @example const campaign = await ask(api.GET('/api/v1/campaigns/{id}', { params: { path: { id } } }));
 */
export async function ask<Data>(call: Promise<Answered<Data>>): Promise<Data> {
  let answered: Answered<Data>;
  try {
    answered = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem({ status: 0, code: 'network' });
  }
  if (!answered.response.ok) throw problemFrom(answered.response, answered.error);
  return answered.data as Data;
}
