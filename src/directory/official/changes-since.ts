/**
 * What changed after the list's state of 2025-07-01: on 2026-04-30 Đồng Nai became a city and ten of its xã became
 * phường under the same codes (Resolutions 30/2026/QH16 and 237/NQ-UBTVQH16).
 */
export const RENAMED_SINCE: readonly [code: string, name: string][] = [
  ['75', 'Thành phố Đồng Nai'],
  ['25270', 'Phường Lộc Ninh'],
  ['25357', 'Phường Tân Khai'],
  ['25363', 'Phường Đồng Phú'],
  ['26116', 'Phường Tân Phú'],
  ['26170', 'Phường Trị An'],
  ['26248', 'Phường Trảng Bom'],
  ['26326', 'Phường Dầu Giây'],
  ['26368', 'Phường Long Thành'],
  ['26425', 'Phường Xuân Lộc'],
  ['26485', 'Phường Nhơn Trạch'],
];
