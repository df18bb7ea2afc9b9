import { z } from 'zod';
import { GatewayError } from '../gateway-error.js';
import type { GatewayHealth } from '../gateway.js';
import type { OperatorAnswer } from '../http-client.js';
import { notAllowed } from '../not-reached.js';
import { parseJson } from '../parse-json.js';
import type { SmsGateConfig } from './smsgate-config.schema.js';
import type { SmsGateTokens } from './smsgate-tokens.js';

interface Phone {
  mode: SmsGateConfig['mode'];
  base: string;
  path: string;
  tokens: SmsGateTokens | null;
  ask(path: string): Promise<OperatorAnswer>;
}

/** `/health`: the phone's own state in local mode, the server's else. */
const Health = z.object({
  status: z.enum(['pass', 'warn', 'fail']),
  checks: z.record(z.string(), z.object({ observedValue: z.number().optional() })).default({}),
});
const Devices = z
  .array(z.object({ name: z.string().max(200).nullish(), lastSeen: z.string().nullish() }))
  .max(100);
/** A phone that has said nothing to its server for so long sends nothing either. */
const AWAY_MS = 60 * 60_000;

/**
 * Asks about a message that was never sent (whoever may ask is told that there is none), then how the phone is. The app
 * names neither a balance nor a quota: the money is on the SIM.
 */
export async function smsGateHealth(phone: Phone): Promise<GatewayHealth> {
  try {
    const answer = await phone.ask(`${phone.path}/kiem-tra-ket-noi`);
    const { status } = answer;
    if (status === 401 || status === 403)
      return { ok: false, detail: 'Điện thoại không nhận tên đăng nhập hoặc mật khẩu này.' };
    if (![200, 400, 404].includes(status) || isPage(answer) || isCut(answer))
      return {
        ok: false,
        detail: `Địa chỉ này không trả lời như ứng dụng SMSGate: ${isPage(answer) ? 'một trang web, ' : ''}HTTP ${status}.`,
      };
    const token = await phone.tokens?.current();
    const state = phone.mode === 'local' ? await stateOfPhone(phone) : await stateOfDevices(phone);
    return {
      ok: state.ok,
      detail: `Kết nối được với ứng dụng SMSGate. ${state.detail}${BALANCE}`,
      ...(token && { tokenExpiresAt: token.expiresAt.toISOString() }),
    };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return { ok: false, detail: whyNot(error) };
  }
}

const BALANCE = 'Ứng dụng không cho biết tiền trong SIM: hãy kiểm tra trên điện thoại.';

async function stateOfPhone({ base, ask }: Phone): Promise<{ ok: boolean; detail: string }> {
  const health = Health.safeParse(parseJson((await ask(`${base}/health`)).body));
  if (!health.success) return { ok: true, detail: '' }; // older apps have no such page
  const { checks } = health.data;
  const [battery, failed] = [checks['battery:level'], checks['messages:failed']].map(
    (each) => each?.observedValue,
  );
  const words = [
    battery !== undefined && `Pin còn ${battery}%.`,
    failed !== undefined && failed > 0 && `${failed} tin lỗi trong một giờ qua.`,
    health.data.status === 'fail' && 'Ứng dụng báo điện thoại đang có trục trặc.',
  ];
  // A low battery or an hour of failures is worth a word; sending goes on, or it could never mend itself.
  return { ok: true, detail: sentences(words) };
}

async function stateOfDevices({ base, ask }: Phone): Promise<{ ok: boolean; detail: string }> {
  const answer = await ask(`${base}/devices`);
  const devices = answer.status === 200 ? Devices.safeParse(parseJson(answer.body)) : undefined;
  if (!devices?.success) return { ok: true, detail: '' }; // a server of before that call
  if (devices.data.length === 0)
    return { ok: false, detail: 'Chưa có điện thoại nào đăng ký với máy chủ này. ' };
  const seen = devices.data.map(({ lastSeen }) => Date.parse(lastSeen ?? '')).filter(Number.isFinite);
  const isAway = seen.length > 0 && Math.max(...seen) < Date.now() - AWAY_MS;
  const names = devices.data.flatMap(({ name }) => (name ? [name.slice(0, 50)] : []));
  const words = [
    names.length > 0 && `Điện thoại: ${names.slice(0, 5).join(', ')}.`,
    isAway && 'Điện thoại không liên lạc với máy chủ hơn một giờ nay.',
  ];
  return { ok: true, detail: sentences(words) };
}

function sentences(words: (string | false | undefined)[]): string {
  return words
    .filter(Boolean)
    .map((each) => `${each as string} `)
    .join('');
}

/** What the app says is JSON, or nothing. */
function isCut({ body }: OperatorAnswer): boolean {
  return body.trim() !== '' && parseJson(body) === undefined;
}

function isPage({ body }: OperatorAnswer): boolean {
  return /^\s*</.test(body);
}

function whyNot({ kind, code }: GatewayError): string {
  const refused = notAllowed(code);
  if (refused !== undefined) return refused;
  if (code?.startsWith('HTTP'))
    return kind === 'misconfigured'
      ? `Máy chủ không cấp token cho tên đăng nhập hoặc mật khẩu này (${code}).`
      : `Máy chủ chưa cấp token (${code}): hãy thử lại sau ít phút.`;
  return `Không kết nối được với điện thoại (${code}): hãy xem máy có bật, cùng mạng và ứng dụng đang chạy không.`;
}
