/**
 * Our reference as the last part of a webhook's path, for operators that do not always repeat it and that write their
 * own query behind the address: `/webhooks/7/token` → `/webhooks/7/token/abc12301zz9`.
 */
export function callbackWithReference(callbackUrl: string, reference: string): string {
  const mark = callbackUrl.indexOf('?');
  return mark < 0
    ? `${callbackUrl}/${reference}`
    : `${callbackUrl.slice(0, mark)}/${reference}${callbackUrl.slice(mark)}`;
}

/** The reference in the path of a call, or undefined. */
export function referenceInPath(path: string): string | undefined {
  const reference = /^\/webhooks\/[^/]+\/[^/]+\/([A-Za-z0-9]{1,50})$/.exec(path)?.[1];
  return reference;
}
