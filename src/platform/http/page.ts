import { z } from 'zod';
import { DomainError } from './domain-error.js';

/** Query of every list: `?limit=&cursor=`. The cursor is opaque to clients. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(200).optional(),
});

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** The schema of a page of `item`, for the OpenAPI document. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/**
 * Makes a page from up to `limit + 1` rows: the extra row only says that there is more.
 * @param keyOf the keyset of a row: the values that the next page's `where` starts after
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number)[],
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: shown.map(toItem),
    nextCursor: more ? toCursor(keyOf(last)) : null,
  };
}

/** The opaque cursor of a keyset. */
export function toCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The keyset that a cursor carries, checked against `schema`; undefined for the first page; 400 for rubbish. */
export function readCursor<Key>(cursor: string | undefined, schema: z.ZodType<Key>): Key | undefined {
  if (cursor === undefined) return undefined;
  const parsed = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success)
    throw new DomainError('bad-cursor', 'Trang này không còn đúng, hãy tải lại danh sách.', 400);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: the schema refuses it with the same sentence
  }
}

/** A bigint id in a path, query or body. */
export const Id = z.string().regex(/^[1-9]\d{0,18}$/, { error: 'không phải mã số hợp lệ' });
