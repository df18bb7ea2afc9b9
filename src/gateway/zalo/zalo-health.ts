import { GatewayError } from '../gateway-error.js';
import { notAllowed } from '../not-reached.js';
import type { ZaloApi } from './zalo-api.js';
import type { GatewayHealth } from '../gateway.js';

/** What Zalo says of an account, with the state of its token; and what a failed question says to an administrator. */
export async function healthOf(api: ZaloApi, ask: () => Promise<GatewayHealth>): Promise<GatewayHealth> {
  try {
    const health = await ask();
    const { expiresAt, isLost } = await api.tokenState();
    const detail = isLost ? `${health.detail} ${LOST}` : health.detail;
    return { ...health, ok: health.ok && !isLost, detail, tokenExpiresAt: expiresAt.toISOString() };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return { ok: false, detail: sentenceOf(error) };
  }
}

/** The last token may live on for a day after that. */
const LOST =
  'Nhưng quyền gửi thay OA đã mất: khi token hiện tại hết hạn, tin sẽ không gửi được nữa. Quản trị viên của OA cần bấm Kết nối Zalo.';

function sentenceOf({ kind, code = '?' }: GatewayError): string {
  switch (code) {
    case 'no-consent':
      return 'OA chưa cho phép hệ thống gửi tin: hãy bấm Kết nối Zalo, hoặc dán token lấy từ API Explorer.';
    case 'consent-lost':
      return 'Quyền gửi thay OA đã mất: quản trị viên của OA cần bấm Kết nối Zalo để đồng ý lại.';
  }
  const refused = notAllowed(code);
  if (refused !== undefined) return refused;
  if (kind === 'unclear') return `Zalo trả lời không đúng như mong đợi (${code}).`;
  if (kind === 'unreachable') return `Không kết nối được với Zalo (${code}).`;
  if (kind === 'quota') return `OA hết hạn mức hoặc hết tiền ở Zalo (mã ${code}).`;
  if (kind === 'throttled') return `Zalo yêu cầu hỏi chậm lại (mã ${code}).`;
  return `Zalo không chấp nhận tài khoản này (mã ${code}).`;
}
