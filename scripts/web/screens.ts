import type { World } from './world.js';

/** Who looks at a screen; null for nobody yet. */
export type Viewer = 'hoa' | 'binh' | 'admin' | null;

/** One screen of the web app as it is photographed and checked for access. */
export interface ShownScreen {
  name: string;
  viewer: Viewer;
  path: (world: World) => string;
  /** A text that is there once the screen has all it shows. */
  ready: string | RegExp;
  /** Its page has no end: what a window shows of it is the picture. */
  isEndless?: true;
}

/** Every screen of the web app. A new screen gets a line here. */
export const SHOWN_SCREENS: readonly ShownScreen[] = [
  { name: 'sign-in', viewer: null, path: () => '/', ready: 'Tên đăng nhập' },
  { name: 'sign-in-unknown', viewer: null, path: () => '/?oidc=oidc-unknown', ready: 'Tên đăng nhập' },
  { name: 'home', viewer: 'hoa', path: () => '/', ready: 'Tháng này' },
  { name: 'campaigns', viewer: 'hoa', path: () => '/campaigns', ready: 'Cảnh giác lừa đảo qua mạng' },
  { name: 'home-approver', viewer: 'binh', path: () => '/', ready: 'Việc chờ bạn' },
  { name: 'composer', viewer: 'hoa', path: () => '/campaigns/new', ready: 'Bản nháp tự lưu khi bạn gõ.' },
  {
    name: 'composer-draft',
    viewer: 'hoa',
    path: ({ campaigns }) => `/campaigns/${campaigns.draft}`,
    ready: /^Bắt đầu .*, gửi xong/,
  },
  {
    name: 'composer-sent-back',
    viewer: 'hoa',
    path: ({ campaigns }) => `/campaigns/${campaigns.sentBack}`,
    ready: /^Bắt đầu .*, gửi xong/,
  },
  {
    name: 'approval',
    viewer: 'binh',
    path: ({ campaigns }) => `/campaigns/${campaigns.submitted}`,
    ready: /^Duyệt và gửi ngay/,
  },
  {
    name: 'tracking-scheduled',
    viewer: 'hoa',
    path: ({ campaigns }) => `/campaigns/${campaigns.scheduled}`,
    ready: /^Sẽ bắt đầu/,
  },
  {
    name: 'tracking-paused',
    viewer: 'hoa',
    path: ({ campaigns }) => `/campaigns/${campaigns.paused}`,
    ready: /chưa ai liên lạc được/,
  },
  {
    name: 'tracking-completed',
    viewer: 'hoa',
    path: ({ campaigns }) => `/campaigns/${campaigns.completed}`,
    ready: /chưa ai liên lạc được/,
  },
  { name: 'figures', viewer: 'hoa', path: () => '/figures', ready: /mỗi hộ/ },
  { name: 'directory', viewer: 'admin', path: () => '/directory', ready: /^\d+ hộ$|Đã xem/, isEndless: true },
  {
    name: 'household',
    viewer: 'admin',
    path: ({ householdId }) => `/directory/households/${householdId}`,
    ready: 'Từ chối nhận tin',
  },
  {
    name: 'household-new',
    viewer: 'admin',
    path: () => '/directory/households/new',
    ready: 'Thêm hộ này',
  },
  {
    name: 'areas',
    viewer: 'admin',
    path: ({ communeId }) => `/directory/areas?area=${communeId}`,
    ready: 'Chưa có thay đổi nào.',
  },
  { name: 'groups', viewer: 'hoa', path: () => '/directory/groups', ready: 'Hộ gần sông' },
  { name: 'force', viewer: 'admin', path: () => '/directory/force', ready: 'lượt hộ nhận được tin' },
  { name: 'force-new', viewer: 'admin', path: () => '/directory/force/new', ready: 'Thêm người thay' },
  {
    name: 'force-member',
    viewer: 'admin',
    path: ({ memberId }) => `/directory/force/${memberId}`,
    ready: 'Xóa người ghi nhầm',
  },
  {
    name: 'force-member-read',
    viewer: 'hoa',
    path: ({ memberId }) => `/directory/force/${memberId}`,
    ready: 'Quyết định công nhận',
  },
  { name: 'requests', viewer: 'admin', path: () => '/directory/requests', ready: 'Quá hạn' },
  { name: 'request-new', viewer: 'admin', path: () => '/directory/requests/new', ready: 'Địa bàn tiếp nhận' },
  {
    name: 'request',
    viewer: 'admin',
    path: ({ requestId }) => `/directory/requests/${requestId}`,
    ready: 'Đã giải quyết xong',
  },
  { name: 'imports', viewer: 'admin', path: () => '/directory/imports', ready: 'ho-dan-ap-7.csv' },
  {
    name: 'import-ready',
    viewer: 'admin',
    path: ({ importId }) => `/directory/imports/${importId}`,
    ready: /^Ghi \d+ hộ vào danh bạ|Không có hộ nào để ghi/,
  },
  { name: 'replies', viewer: 'hoa', path: () => '/replies', ready: 'Cho toi hoi muon dang ky tam tru' },
  { name: 'reply', viewer: 'hoa', path: ({ replyId }) => `/replies/${replyId}`, ready: 'Gửi câu trả lời' },
  { name: 'canned-answers', viewer: 'hoa', path: () => '/replies/canned', ready: 'Đăng ký tạm trú' },
  { name: 'settings', viewer: 'admin', path: () => '/settings', ready: 'Nhật ký' },
  { name: 'gateways', viewer: 'admin', path: () => '/settings/gateways', ready: 'Đang gửi được' },
  {
    name: 'gateway',
    viewer: 'admin',
    path: ({ gatewayId }) => `/settings/gateways/${gatewayId}`,
    ready: 'Tốc độ, giá và tài khoản',
  },
  { name: 'gateway-new', viewer: 'admin', path: () => '/settings/gateways/new', ready: 'Nhà mạng' },
  { name: 'people', viewer: 'admin', path: () => '/settings/people', ready: 'Trần Thị Hoa' },
  { name: 'person-new', viewer: 'admin', path: () => '/settings/people/new', ready: 'Tên đăng nhập' },
  {
    name: 'person',
    viewer: 'admin',
    path: ({ personId }) => `/settings/people/${personId}`,
    ready: 'Trần Thị Hoa',
  },
  { name: 'sending', viewer: 'admin', path: () => '/settings/sending', ready: 'Hạn trả lời (giờ)' },
  { name: 'budgets', viewer: 'admin', path: () => '/settings/budgets', ready: 'Trong mức' },
  { name: 'delegations', viewer: 'binh', path: () => '/account/delegations', ready: 'Ủy quyền duyệt' },
  { name: 'office', viewer: 'admin', path: () => '/settings/office', ready: 'Cơ quan chủ quản' },
  { name: 'audit', viewer: 'admin', path: () => '/settings/audit?kind=campaign', ready: 'Duyệt đợt tin' },
  { name: 'api-keys', viewer: 'admin', path: () => '/settings/keys', ready: 'Chưa có khóa nào' },
  { name: 'webhooks', viewer: 'admin', path: () => '/settings/webhooks', ready: 'Đang báo' },
  {
    name: 'webhook',
    viewer: 'admin',
    path: ({ webhookId }) => `/settings/webhooks/${webhookId}`,
    ready: 'Đã báo gì',
  },
  { name: 'security', viewer: 'hoa', path: () => '/account/security', ready: 'Máy này' },
  { name: 'security-linked', viewer: 'hoa', path: () => '/account/security?oidc=linked', ready: 'Máy này' },
  { name: 'account', viewer: 'hoa', path: () => '/account', ready: 'Đăng xuất' },
  { name: 'not-found', viewer: 'hoa', path: () => '/khong-co', ready: 'Về trang chủ' },
];
