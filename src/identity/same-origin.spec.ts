import { isSameOrigin } from './same-origin.js';

const from = (headers: Record<string, string>, method = 'POST', host = 'loaluat.xa.vn') =>
  isSameOrigin({ method, headers, host });

describe('a request with a cookie', () => {
  it('may come from our own pages', () => {
    expect(from({ 'sec-fetch-site': 'same-origin' })).toBe(true);
    expect(from({ origin: 'https://loaluat.xa.vn' })).toBe(true);
    expect(from({ origin: 'http://localhost:3000' }, 'POST', 'localhost:3000')).toBe(true);
  });

  it.each<Record<string, string>>([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: 'https://loaluat.xa.vn' },
    { origin: 'https://xau.example' },
    { origin: 'https://loaluat.xa.vn:8443' },
    { origin: 'https://loaluat.xa.vn.xau.example' },
    { origin: 'null' },
    { origin: '' },
  ])('may not change anything when it comes from %j', (headers) => {
    expect(from(headers)).toBe(false);
    expect(from(headers, 'DELETE')).toBe(false);
  });

  it('may read from anywhere: SameSite and CORS decide what a foreign page sees', () => {
    expect(from({ 'sec-fetch-site': 'cross-site' }, 'GET')).toBe(true);
  });

  it('that no browser sent carries neither header, and no foreign page can have forged it', () => {
    expect(from({})).toBe(true);
  });
});
