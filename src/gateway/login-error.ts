import { GatewayError } from './gateway-error.js';

/** What a failed call for a token means: nobody's message was in it, so nothing is in doubt. */
export function loginKind<Kind extends string>(kind: Kind): Exclude<Kind, 'unclear'> | 'unreachable' {
  return kind === 'unclear' ? 'unreachable' : (kind as Exclude<Kind, 'unclear'>);
}

/** @param operator its name, for the log */
export function loginError(operator: string, error: unknown): unknown {
  if (!(error instanceof GatewayError) || error.kind !== 'unclear') return error;
  return new GatewayError('unreachable', `${operator} gave no token`, { code: error.code, sent: 'no' });
}
