import fc from 'fast-check';
import { differences, type Json } from './differences.js';

const json = fc.jsonValue().map((value) => value as Json);

describe('the difference of two contents', () => {
  it('is nothing for the same content', () => {
    fc.assert(fc.property(json, (value) => expect(differences(value, value)).toEqual([])));
  });

  it('goes the other way round as the way back', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const there = differences(one, other).map(({ field, before, after }) => [field, before, after]);
        const back = differences(other, one).map(({ field, before, after }) => [field, after, before]);
        expect(new Set(there.map((each) => JSON.stringify(each)))).toEqual(
          new Set(back.map((each) => JSON.stringify(each))),
        );
      }),
    );
  });

  it('names the very fields', () => {
    const before = { steps: [{ text: 'Xin chào', gatewayId: '1' }], audience: { areaIds: ['5'] } };
    const after = { steps: [{ text: 'Chào bà con', gatewayId: '1' }], audience: { areaIds: ['5', '6'] } };
    expect(differences(before, after)).toEqual([
      { field: 'steps.0.text', before: 'Xin chào', after: 'Chào bà con' },
      { field: 'audience.areaIds.1', before: null, after: '6' },
    ]);
  });
});
