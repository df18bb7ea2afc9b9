import { ADDRESS_NOT_ALLOWED } from '../platform/http-client/outgoing-guard.js';
import type { GatewayError } from './gateway-error.js';

/** Why an operator could not be asked, as an administrator reads it; undefined where the host was not even called. */
export function notAllowed(code: string | undefined): string | undefined {
  return code === ADDRESS_NOT_ALLOWED
    ? 'Địa chỉ này nằm trong mạng nội bộ nên máy chủ không gọi đến. Người vận hành máy chủ cho phép bằng biến OUTGOING_ALLOW.'
    : undefined;
}

/** @param operator whom it is about, inside a sentence */
export function notReached(operator: string, { kind, code }: GatewayError): string {
  const refused = notAllowed(code);
  if (refused !== undefined) return refused;
  return kind === 'misconfigured'
    ? `Chứng chỉ hoặc địa chỉ của ${operator} không hợp lệ (${code}).`
    : `Không kết nối được với ${operator} (${code}).`;
}
