import { OutgoingGuard } from './outgoing-guard.js';

const guardOf = (OUTGOING_ALLOW?: string, PUBLIC_URL?: string) =>
  OutgoingGuard.of({ OUTGOING_ALLOW, PUBLIC_URL });
const looked = (guard: OutgoingGuard, name: string) =>
  new Promise((resolve) =>
    guard.lookup(name, { all: true }, (error, found) => resolve(error ? error.code : found)),
  );

describe('what an installation may call', () => {
  it('is the public network only, once others can reach it', () => {
    const guard = guardOf(undefined, 'https://loa.example.vn');
    expect(guard.allows('127.0.0.1')).toBe(false);
    expect(guard.allows('169.254.169.254')).toBe(false);
    expect(guard.allows('113.185.0.35')).toBe(true);
  });

  it.each([undefined, 'http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])(
    'is its own machine too, while it is a trial at %s',
    (publicUrl) => {
      const guard = guardOf(undefined, publicUrl);
      expect(guard.allows('127.0.0.1')).toBe(true);
      expect(guard.allows('::1')).toBe(true);
      expect(guard.allows('192.168.1.20')).toBe(false);
    },
  );

  it('is what OUTGOING_ALLOW says and nothing else beside the public network', () => {
    const guard = guardOf('192.168.1.0/24');
    expect(guard.allows('192.168.1.20')).toBe(true);
    expect(guard.allows('::ffff:192.168.1.20')).toBe(true);
    expect(guard.allows('127.0.0.1')).toBe(false);
    expect(() => guard.requireHost('[::ffff:192.168.2.20]')).toThrow('OUTGOING_ALLOW');
  });

  it('is decided by the address that a name has now, unless the name itself is allowed', async () => {
    expect(await looked(guardOf(''), 'localhost')).toBe('ADDRESS_NOT_ALLOWED');
    expect(await looked(guardOf('127.0.0.0/8'), 'localhost')).toEqual([{ address: '127.0.0.1', family: 4 }]);
    expect(await looked(guardOf('localhost'), 'localhost')).toContainEqual({
      address: '127.0.0.1',
      family: 4,
    });
  });
});
