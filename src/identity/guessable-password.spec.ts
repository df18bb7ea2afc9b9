import { isCommonPassword } from './guessable-password.js';

describe('a password', () => {
  it.each([
    'password123',
    '1234567890',
    '121212121212',
    'aaaaaaaaaaaa',
    'qwertyuiop',
    'Matkhau@2026',
    'Mật khẩu 2026',
    'iloveyou2026',
  ])('%s is one that others guess', (password) => {
    expect(isCommonPassword(password)).toBe(true);
  });

  it('is guessed where it is the username', () => {
    expect(isCommonPassword('Nguyen.Hoa.2026', 'nguyenhoa')).toBe(true);
    expect(isCommonPassword('Nguyen.Hoa.2026', 'tran.lan')).toBe(false);
  });

  it.each(['mot-mat-khau-du-dai', 'con trâu đi trước', 'tuyen-truyen-2026', '8391740265', '$%^&*()_+='])(
    '%s is taken: length counts, not composition',
    (password) => {
      expect(isCommonPassword(password)).toBe(false);
    },
  );
});
