import { ADDRESS_NOT_ALLOWED } from '../platform/http-client/outgoing-guard.js';
import { GatewayError } from './gateway-error.js';

/** Certificates and TLS settings: trying again does not mend them, a person does. */
const TLS_CODE = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/;
const INVALID_REQUEST = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH']);
/** Error codes are short words; anything else in that place is not repeated. */
const CODE = /^[A-Z0-9_]{1,64}$/;

/**
 * What a failed exchange means. The one rule that keeps a household from getting a message twice: `unreachable`, which
 * is safe to send again, only where the request certainly did not leave (`leaving` is false: no name, no connection,
 * no TLS); everything after it began to leave is `unclear`, however likely it is that nothing arrived.
 *
 * @param leaving whether the connection was already handed the request's first byte
 */
export function transportError(error: unknown, leaving: boolean): GatewayError {
  const code = codeOf(error);
  if (leaving) {
    return new GatewayError('unclear', `the request left, no readable answer came (${code})`, {
      code,
      sent: 'maybe',
    });
  }
  if (code === ADDRESS_NOT_ALLOWED) {
    return new GatewayError('misconfigured', 'the address is not one that this installation may call', {
      code,
      sent: 'no',
    });
  }
  if (TLS_CODE.test(code)) {
    return new GatewayError('misconfigured', `the operator's certificate is not accepted (${code})`, {
      code,
      sent: 'no',
    });
  }
  if (INVALID_REQUEST.has(code)) {
    return new GatewayError('misconfigured', `the settings make no valid HTTP request (${code})`, {
      code,
      sent: 'no',
    });
  }
  return new GatewayError('unreachable', `the operator cannot be reached (${code})`, {
    code,
    sent: 'no',
  });
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && CODE.test(code) ? code : 'UNKNOWN';
}
