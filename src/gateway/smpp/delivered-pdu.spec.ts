import { canonicalId, readReceiptText } from './delivered-pdu.js';

describe('the text of a receipt', () => {
  it.each([
    [
      'id:0001 sub:001 dlvrd:001 submit date:2611211200 done date:2611211201 stat:DELIVRD err:000 text:Xin',
      '0001',
      'DELIVRD',
      '000',
    ],
    [
      'id:abc-9 submit date:261121120000 done date:261121120105 stat:UNDELIV err:069 Text:',
      'abc-9',
      'UNDELIV',
      '069',
    ],
    ['ID: 77 Stat: delivrd', '77', 'DELIVRD', undefined],
    ['stat:EXPIRED id:5', '5', 'EXPIRED', undefined],
    ['id:5 stat:REJECTED err:1', '5', 'REJECTD', '1'],
    ['id:5 stat:DELIVERED err:0', '5', 'DELIVRD', '0'],
    ['id:5 stat:UNDELIVERABLE', '5', 'UNDELIV', undefined],
    ['id:5 stat:Accepted', '5', 'ACCEPTD', undefined],
    ['id:5 stat:constructor', '5', undefined, undefined],
  ])('%j is read', (text, id, stat, err) => {
    const read = readReceiptText(text);
    expect([read.id, read.stat, read.err]).toEqual([id, stat, err]);
  });

  it.each(['', 'TC', 'id của tôi đâu', 'Stat nhà ai'])('%j is none', (text) => {
    expect(readReceiptText(text)).toEqual({});
  });
});

it.each([
  ['0000001F', 'hex', '31'],
  ['0000000031', 'decimal', '31'],
  ['31\u0000', 'text', '31'],
  ['không phải', 'hex', 'không phải'],
] as const)('the id %j in %s is %s', (id, form, canonical) => {
  expect(canonicalId(id, form)).toBe(canonical);
});
