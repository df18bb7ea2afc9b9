import { GatewayError } from '../gateway-error.js';
import { notAllowed } from '../not-reached.js';
import type { GatewayHealth } from '../gateway.js';

/** What a failed question to Zalo says to an administrator. */
export async function healthOf(ask: () => Promise<GatewayHealth>): Promise<GatewayHealth> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return { ok: false, detail: sentenceOf(error) };
  }
}

function sentenceOf({ kind, code = '?' }: GatewayError): string {
  switch (code) {
    case 'no-consent':
      return 'OA chưa cho phép hệ thống gửi tin: hãy bấm Kết nối Zalo, hoặc dán token lấy từ API Explorer.';
    case 'consent-lost':
      return 'Quyền gửi thay OA đã mất: quản trị viên của OA cần bấm Kết nối Zalo để đồng ý lại.';
  }
  const refused = notAllowed(code);
  if (refused !== undefined) return refused;
  if (kind === 'unreachable' || kind === 'unclear') return `Không kết nối được với Zalo (${code}).`;
  if (kind === 'quota') return `OA hết hạn mức hoặc hết tiền ở Zalo (mã ${code}).`;
  if (kind === 'throttled') return `Zalo yêu cầu hỏi chậm lại (mã ${code}).`;
  return `Zalo không chấp nhận tài khoản này (mã ${code}).`;
}
