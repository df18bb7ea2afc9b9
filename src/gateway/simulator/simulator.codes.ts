import type { GatewayErrorKind } from '../../domain/retry.js';

/** The simulator's words of refusal (`src/simulator/native-endpoint.ts`). */
export const SIMULATOR_CODES: Readonly<Record<string, GatewayErrorKind>> = {
  throttled: 'throttled',
  'bad-recipient': 'bad-recipient',
  'opted-out': 'opted-out',
  'bad-content': 'bad-content',
  'bad-request': 'rejected',
  unauthorized: 'misconfigured',
};
