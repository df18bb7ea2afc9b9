/** What other programs can be told of. */
export const WEBHOOK_EVENTS = ['campaign.finished', 'reply.received'] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** What is signed: the id, the time and the body, so that none of them can be exchanged or played again later. */
export function signedContent(id: string, timestampSeconds: number, body: string): string {
  return `${id}.${timestampSeconds}.${body}`;
}

/** Waits between two tries, in seconds: quick at first, then over three days. */
const WAITS_SECONDS = [10, 60, 300, 1_800, 7_200, 21_600, 43_200, 86_400, 86_400] as const;

/**
 * How long to wait after a try that failed, in seconds; null after the last one.
 * @param attempts tries so far, from 1
 */
export function waitAfter(attempts: number): number | null {
  return WAITS_SECONDS[attempts - 1] ?? null;
}

export type WebhookVerdict = 'delivered' | 'again' | 'failed';

/** What an answer means: any 2xx is a yes, 410 says that nobody lives there any more; everything else may pass. */
export function judgeAnswer(status: number | null, attempts: number): WebhookVerdict {
  if (status !== null && status >= 200 && status < 300) return 'delivered';
  return status === 410 || waitAfter(attempts) === null ? 'failed' : 'again';
}
