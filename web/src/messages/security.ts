import type { Catalogue } from '../app/language.js';

/** How I sign in. */
export const securityTexts = {
  'security.title': ['Bảo mật đăng nhập', 'Sign-in security'],
  'security.mustTwoStep': [
    'Vai trò của bạn cần đăng nhập hai bước. Hãy bật ở đây; xong là dùng tiếp được mọi mục.',
    'Your role needs two steps to sign in. Turn them on here; then everything opens.',
  ],
  'twoStep.title': ['Đăng nhập hai bước', 'Two-step sign-in'],
  'twoStep.on': [
    'Đang bật. Còn {count} mã dự phòng cho lúc không có điện thoại.',
    'On. {count} recovery {count|code|codes} left for when the phone is away.',
  ],
  'twoStep.off': [
    'Đang tắt. Bật lên thì ngoài mật khẩu còn cần mã trên điện thoại của bạn (Google Authenticator, Microsoft Authenticator…).',
    'Off. Turned on, a code on your phone is asked for beside the password.',
  ],
  'twoStep.begin': ['Bật hai bước', 'Turn on'],
  'twoStep.password': ['Mật khẩu hiện tại', 'Current password'],
  'twoStep.secret': ['Nhập khóa này vào ứng dụng xác thực', 'Type this key into your authenticator'],
  'twoStep.open': ['Mở ứng dụng xác thực trên máy này', 'Open the authenticator on this device'],
  'twoStep.code': [
    'Mã 6 số trên điện thoại, hoặc mã dự phòng',
    'The 6 digits on the phone, or a recovery code',
  ],
  'twoStep.confirm': ['Xác nhận', 'Confirm'],
  'twoStep.codes': [
    'Mã dự phòng: mỗi mã dùng một lần khi không có điện thoại',
    'Recovery codes: each works once',
  ],
  'twoStep.remove': ['Tắt hai bước', 'Turn off'],
  'twoStep.removed': ['Đã tắt đăng nhập hai bước.', 'Two-step sign-in is off.'],
  'provider.title': ['Nhà cung cấp danh tính', 'Identity provider'],
  'provider.off': [
    'Gắn tài khoản với {label} để đăng nhập không cần mật khẩu ở đây.',
    'Link your account to {label} to sign in without the password of this place.',
  ],
  'provider.on': ['Đã gắn từ {time}.', 'Linked since {time}.'],
  'provider.link': ['Gắn với {label}', 'Link to {label}'],
  'provider.unlink': ['Bỏ gắn', 'Take the link away'],
  'provider.unlinked': ['Đã bỏ gắn.', 'No longer linked.'],
  'sessions.title': ['Đang đăng nhập ở đâu', 'Where you are signed in'],
  'sessions.seen': ['dùng lần cuối {time}', 'last used {time}'],
  'sessions.unknown': ['Thiết bị chưa rõ', 'Unknown device'],
  'sessions.here': ['Máy này', 'This device'],
  'sessions.end': ['Đăng xuất', 'Sign out'],
  'sessions.endOthers': ['Đăng xuất mọi nơi khác', 'Sign out everywhere else'],
  'sessions.ended': ['Đã đăng xuất ở đó.', 'Signed out there.'],
} as const satisfies Catalogue;
