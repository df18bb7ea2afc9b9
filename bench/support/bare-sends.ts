import { Pool } from 'undici';
import { OPERATOR_KEY } from './simulator.js';

/** Requests on their way at once, one on each connection. */
export const CONCURRENCY = 64;
/** What the campaigns of the benches say; in {…} what differs from household to household. */
export const TEXT =
  'UBND {xã}: Kính gửi hộ {chủ hộ}, {khu dân cư}. Không nghe, không tin, không chuyển tiền theo yêu cầu của người lạ tự xưng công an. Từ chối: soạn TC';

const RENDERED = TEXT.replace('{xã}', 'Xã An Bình')
  .replace('{chủ hộ}', 'Nguyễn Văn An')
  .replace('{khu dân cư}', 'Ấp 1');
const HEADERS = { 'content-type': 'application/json', authorization: `Bearer ${OPERATOR_KEY}` };

/** A message as the simulator takes it; its text is always the same. */
export interface BareMessage {
  reference: string;
  to: string;
  /** Where its receipt goes; absent: nowhere. */
  callbackUrl?: string;
}

/**
 * Sends what `next` hands out to a simulator, as fast as undici can and with nothing around it, until it hands out nothing.
 * @param answered called with what was sent, when, and what the simulator answered
 * @returns messages per second
 */
export async function sendBare<Message extends BareMessage>(
  url: string,
  next: () => Message | undefined | Promise<Message | undefined>,
  answered?: (message: Message, sentAt: Date, answer: string) => void,
): Promise<number> {
  const pool = new Pool(url, { connections: CONCURRENCY, pipelining: 1 });
  let sent = 0;
  const lane = async () => {
    for (let message = await next(); message; message = await next()) {
      const sentAt = new Date();
      const { reference, to, callbackUrl } = message;
      const body = JSON.stringify({ reference, to, text: RENDERED, callbackUrl });
      const answer = await pool.request({ method: 'POST', path: '/send', headers: HEADERS, body });
      const text = await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`the simulator answered ${answer.statusCode}`);
      answered?.(message, sentAt, text);
      sent++;
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
  const rate = sent / ((performance.now() - began) / 1000);
  await pool.close();
  return rate;
}

/** Requests per second that a bare loop gets out of a simulator within `seconds`. */
export function bareLoop(url: string, seconds: number): Promise<number> {
  const began = performance.now();
  const endsAt = began + seconds * 1000;
  let n = 0;
  return sendBare(url, () =>
    performance.now() < endsAt
      ? { reference: `bare${n++}x${Math.trunc(began)}`, to: '+84912345600' }
      : undefined,
  );
}
