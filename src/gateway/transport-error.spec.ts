import { transportError } from './transport-error.js';

const failure = (code: string) => Object.assign(new Error('connect to +84912345678 with key k-1'), { code });

describe('a request that failed', () => {
  it.each([
    'ENOTFOUND',
    'EAI_AGAIN',
    'ECONNREFUSED',
    'ECONNRESET',
    'EHOSTUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
    'UND_ERR_DESTROYED',
    'EPROTO',
  ])('with %s before its first byte left is safe to send again', (code) => {
    expect(transportError(failure(code), false)).toMatchObject({ kind: 'unreachable', sent: 'no', code });
  });

  it.each([
    'ECONNRESET',
    'UND_ERR_SOCKET',
    'ANSWER_TIMEOUT',
    'HPE_INVALID_CONSTANT',
    'EPIPE',
    'ECONNREFUSED',
  ])('with %s once it was leaving is in doubt', (code) => {
    expect(transportError(failure(code), true)).toMatchObject({ kind: 'unclear', sent: 'maybe', code });
  });

  it.each(['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'])(
    'because of the certificate (%s) needs a person',
    (code) => {
      expect(transportError(failure(code), false)).toMatchObject({ kind: 'misconfigured', sent: 'no', code });
    },
  );

  it('repeats nothing of what the failure said', () => {
    for (const error of [
      failure('ECONNREFUSED'),
      failure('code with +84912345678'),
      new Error('k-1'),
      'k-1',
      null,
    ]) {
      for (const leaving of [false, true]) {
        const { message, code, cause } = transportError(error, leaving);
        expect(`${message} ${code} ${String(cause)}`).not.toMatch(/84912345678|k-1/);
      }
    }
  });
});
