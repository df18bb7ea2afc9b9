import * as fc from 'fast-check';
import { isPublicAddress, parseAllowed } from './outgoing-addresses.js';

describe('an address', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.170',
    '192.168.1.20',
    '198.18.0.1',
    '224.0.0.251',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '0:0:0:0:0:ffff:a9fe:a9fe',
    '64:ff9b::7f00:1',
    '2001::7f00:1',
    '2001:db8::1',
    '2002:7f00:1::',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1%eth0',
    'ff02::1',
  ])('inside a network, as %s, is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    '113.185.0.35',
    '8.8.8.8',
    '100.63.255.255',
    '172.32.0.1',
    '::ffff:8.8.8.8',
    '2402:800::1',
    '2001:4860::8888',
  ])('of the public network, as %s, is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it('is the same however it is written', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a, b, c, d] = address.split('.').map(Number) as [number, number, number, number];
        const hex = `::ffff:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
        expect(isPublicAddress(hex)).toBe(isPublicAddress(address));
        expect(isPublicAddress(`::ffff:${address}`)).toBe(isPublicAddress(address));
      }),
    );
  });
});

describe('the list of what is allowed', () => {
  it('takes networks, addresses and names', () => {
    const { addresses, names } = parseAllowed('10.20.0.0/16, fd00::/8 ::1, Kannel.local')!;
    expect(addresses.check('10.20.3.4', 'ipv4')).toBe(true);
    expect(addresses.check('10.21.3.4', 'ipv4')).toBe(false);
    expect(addresses.check('fd12::1', 'ipv6')).toBe(true);
    expect(addresses.check('::1', 'ipv6')).toBe(true);
    expect([...names]).toEqual(['kannel.local']);
  });

  it.each([
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/8/9',
    'fd00::/129',
    '10.0.0',
    'kannel.local/8',
    'http://kannel',
    '-a',
  ])('refuses %s', (list) => {
    expect(parseAllowed(list)).toBeUndefined();
  });
});
