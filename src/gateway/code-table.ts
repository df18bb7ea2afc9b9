import { z } from 'zod';
import { GATEWAY_ERROR_KINDS, type GatewayErrorKind } from '../domain/retry.js';

/** What an operator's codes of refusal mean. */
export type CodeTable = Readonly<Record<string, GatewayErrorKind>>;

/** What a code means: by the account's own settings, else by the operator's table; undefined where neither knows it. */
export function kindOfCode(
  code: string,
  table: CodeTable,
  own: CodeTable = {},
): GatewayErrorKind | undefined {
  if (Object.hasOwn(own, code)) return own[code];
  return Object.hasOwn(table, code) ? table[code] : undefined;
}

const KINDS = GATEWAY_ERROR_KINDS as [GatewayErrorKind, ...GatewayErrorKind[]];

/** Codes that an administrator learnt from the contract papers, where no public table exists or it has changed. */
export const ownErrorCodes = z
  .record(
    z.string().min(1, 'Mã lỗi không được để trống.').max(64, 'Mã lỗi dài quá 64 ký tự.'),
    z.enum(KINDS, { error: `Loại lỗi là một trong: ${KINDS.join(', ')}.` }),
  )
  .refine((codes) => Object.keys(codes).length <= 200, 'Nhiều nhất 200 mã lỗi.')
  .default({});
