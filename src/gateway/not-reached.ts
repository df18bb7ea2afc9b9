import { ADDRESS_NOT_ALLOWED } from '../platform/http-client/outgoing-guard.js';
import { type GatewayError, safeCode } from './gateway-error.js';
import type { OperatorAnswer } from './http-client.js';

/** Why an operator could not be asked, as an administrator reads it; undefined where the host was not even called. */
export function notAllowed(code: string | undefined): string | undefined {
  return code === ADDRESS_NOT_ALLOWED
    ? 'Địa chỉ này nằm trong mạng nội bộ nên máy chủ không gọi đến. Người vận hành máy chủ cho phép bằng biến OUTGOING_ALLOW.'
    : undefined;
}

/** What was answered is nothing that the operator documents. @param code its own, where it gave one */
export function unexpected(operator: string, { status, body }: OperatorAnswer, code?: string): string {
  const http = /^\s*</.test(body) ? `một trang web, HTTP ${status}` : `HTTP ${status}`;
  return `${operator} trả lời không đúng như mong đợi (${code === undefined ? http : `mã ${safeCode(code)}`}).`;
}

/** @param operator whom it is about, inside a sentence */
export function notReached(operator: string, { kind, code }: GatewayError): string {
  const refused = notAllowed(code);
  if (refused !== undefined) return refused;
  return kind === 'misconfigured'
    ? `Chứng chỉ hoặc địa chỉ của ${operator} không hợp lệ (${code}).`
    : `Không kết nối được với ${operator} (${code}).`;
}
