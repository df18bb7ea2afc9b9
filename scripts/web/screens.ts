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
}

/** Every screen of the web app. A new screen gets a line here. */
export const SHOWN_SCREENS: readonly ShownScreen[] = [
  { name: 'sign-in', viewer: null, path: () => '/', ready: 'Tên đăng nhập' },
  { name: 'home', viewer: 'hoa', path: () => '/', ready: 'Đợt gần đây' },
  { name: 'campaigns', viewer: 'hoa', path: () => '/campaigns', ready: 'Cảnh giác lừa đảo qua mạng' },
  { name: 'account', viewer: 'hoa', path: () => '/account', ready: 'Đăng xuất' },
  { name: 'not-found', viewer: 'hoa', path: () => '/khong-co', ready: 'Về trang chủ' },
];
