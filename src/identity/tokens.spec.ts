import { newPassword } from './tokens.js';

describe('a password that is read aloud', () => {
  it('has at least 112 random bits, in groups without letters that are mistaken for each other', () => {
    const made = Array.from({ length: 500 }, newPassword);
    for (const password of made) expect(password).toMatch(/^[a-hj-km-np-z2-9]{4}(-[a-hj-km-np-z2-9]{4}){5}$/);
    const letters = new Set(made.join('').replaceAll('-', ''));
    const lengthWithoutDashes = made[0]!.replaceAll('-', '').length;
    expect(lengthWithoutDashes * Math.log2(letters.size)).toBeGreaterThanOrEqual(112);
    expect(new Set(made).size).toBe(made.length);
  });
});
