import type { Catalogue } from '../app/language.js';

/** Signing in, the first change of the password, two-step sign-in. */
export const signInTexts = {
  'signIn.title': ['Đăng nhập', 'Sign in'],
  'signIn.username': ['Tên đăng nhập', 'Username'],
  'signIn.password': ['Mật khẩu', 'Password'],
  'signIn.otp': ['Mã xác thực hai bước', 'Two-step code'],
  'signIn.otp.hint': [
    'Mở ứng dụng xác thực trên điện thoại và nhập 6 chữ số, hoặc nhập một mã dự phòng.',
    'Open the authenticator on your phone and enter its 6 digits, or enter a backup code.',
  ],
  'signIn.submit': ['Đăng nhập', 'Sign in'],
  'signIn.provider': ['Đăng nhập bằng {label}', 'Sign in with {label}'],
  'signIn.forgotten': [
    'Quên mật khẩu? Hãy nhờ người quản trị của xã đặt lại.',
    'Forgot the password? Ask your administrator to set a new one.',
  ],
  'password.firstTitle': ['Đặt mật khẩu của riêng bạn', 'Set a password of your own'],
  'password.firstWhy': [
    'Mật khẩu hiện tại do người khác đặt. Hãy đổi để chỉ mình bạn biết.',
    'Somebody else set the present password. Change it so that only you know it.',
  ],
  'password.current': ['Mật khẩu hiện tại', 'Present password'],
  'password.new': ['Mật khẩu mới', 'New password'],
  'password.rule': [
    'Ít nhất 10 ký tự. Một câu ngắn dễ nhớ thì tốt hơn ký tự lạ.',
    'At least 10 characters. A short sentence is better than odd characters.',
  ],
  'password.submit': ['Đổi mật khẩu', 'Change password'],
  'password.done': [
    'Đã đổi mật khẩu. Các máy khác đã được đăng xuất.',
    'The password is changed. Other devices are signed out.',
  ],
} as const satisfies Catalogue;
