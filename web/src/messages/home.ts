import type { Catalogue } from '../app/language.js';

/** The first page of each role. */
export const homeTexts = {
  'home.title': ['Chào {name}', 'Hello {name}'],
  'home.recent': ['Đợt gần đây', 'Recent campaigns'],
  'home.all': ['Xem tất cả', 'See all'],
} as const satisfies Catalogue;
