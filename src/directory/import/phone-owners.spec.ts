import { PhoneOwners } from './phone-owners.js';

describe('at how many households a phone stands', () => {
  test('three names are many; one name three times is one household', () => {
    const owners = new PhoneOwners();
    for (const name of ['an', 'an', 'an', 'binh']) owners.add('+84912345678', name);
    expect(owners.isOfMany('+84912345678')).toBe(false);
    owners.add('+84912345678', 'chi');
    expect(owners.isOfMany('+84912345678')).toBe(true);
    expect(owners.isOfMany('+84912345679')).toBe(false);
  });

  test('a single official among them is known', () => {
    const owners = new PhoneOwners();
    for (const name of ['an', 'binh', 'chi']) owners.add('+84912345678', name, name === 'an');
    expect(owners.hasOneClaim('+84912345678')).toBe(true);
    owners.add('+84912345678', 'binh', true);
    expect(owners.hasOneClaim('+84912345678')).toBe(false);
  });

  test('a hundred thousand numbers of one carrier are told apart', () => {
    const owners = new PhoneOwners();
    for (let pass = 0; pass < 3; pass++)
      for (let i = 0; i < 100_000; i++) owners.add(`+8491${2_000_000 + i}`, i % 2 ? `${pass}` : 'an');
    const many = Array.from({ length: 100_000 }, (_, i) => owners.isOfMany(`+8491${2_000_000 + i}`));
    expect(many.filter(Boolean)).toHaveLength(50_000);
    expect(many[0]).toBe(false);
  });
});
