/** Where an operator listens: what of it never changes during a call. */
export interface OperatorAddress {
  /** Scheme, host and port. */
  origin: string;
  /** Before the names of its calls; without a slash at the end. */
  path: string;
}

/**
 * The address in an account's settings. One that names only a host stands for the path that the operator documents.
 * @param documentedPath starts with a slash, or is empty
 */
export function operatorAddress(url: string, documentedPath: string): OperatorAddress {
  const { origin, pathname } = new URL(url);
  const path = pathname.replace(/\/+$/, '');
  return { origin, path: path === '' ? documentedPath : path };
}
