import type { Catalogue } from '../app/language.js';

/** What the way back from the identity provider says in the address (`?oidc=…`). */
export const providerTexts = {
  'provider.linked': [
    'Đã gắn. Từ nay bạn đăng nhập được qua nhà cung cấp danh tính.',
    'Linked. From now on you can sign in through the identity provider.',
  ],
  'provider.oidc-taken': [
    'Danh tính này đã gắn với tài khoản khác, hoặc tài khoản của bạn đã gắn với danh tính khác.',
    'This identity belongs to another account, or your account to another identity.',
  ],
  'provider.oidc-refused': [
    'Việc đăng nhập qua nhà cung cấp danh tính không thành; hãy thử lại.',
    'Going through the identity provider did not work; try again.',
  ],
  'provider.oidc-unknown': [
    'Danh tính này chưa gắn với tài khoản nào ở đây. Hãy nhờ người quản trị, hoặc đăng nhập bằng mật khẩu rồi tự gắn.',
    'This identity belongs to no account here. Ask your administrator, or sign in with your password and link it.',
  ],
  'provider.oidc-unreachable': [
    'Nhà cung cấp danh tính chưa trả lời; hãy thử lại sau hoặc dùng mật khẩu.',
    'The identity provider does not answer; try again later or use your password.',
  ],
  'provider.oidc-off': ['Ở đây không dùng nhà cung cấp danh tính.', 'There is no identity provider here.'],
} as const satisfies Catalogue;
