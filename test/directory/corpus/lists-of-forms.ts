import { book, cells, type CorpusList, sheetOf } from './corpus-list.js';

const plain = (text: string, name = 'Sheet1') => book({ [name]: sheetOf(cells(text)) }, 'xlsx');

/** Cards, lines of a chat, rooms, and lists of several hands on one sheet. */
export const LISTS_OF_FORMS: CorpusList[] = [
  {
    name: 'xã Tân Lập: cards one under another, label and value in one cell or in two, the interviewer with a phone below',
    file: plain(`
PHIẾU ĐIỀU TRA HỘ GIA ĐÌNH NĂM 2025 | |
Xã Tân Lập | |

Phiếu số 1 | |
Họ và tên chủ hộ: | Đàm Quang Lực |
Thôn: | Khe Sanh |
Số CCCD: | 019071004412 |
Điện thoại: | 0976 410 221 |
Vợ/chồng: | Lộc Thị Ngoan |
Điện thoại: | 0386410222 |
Điều tra viên: Hứa Thị Vân | |
Điện thoại: 0912410999 | |

Phiếu số 2 | |
Họ và tên chủ hộ: Lưu Đức Bình | |
Thôn: Khe Sanh | |
Số CCCD: 019071004413 | |
Điện thoại: 0976.410.223 (con gái) | |
Điều tra viên: Hứa Thị Vân | |
Điện thoại: 0912410999 | |

Phiếu số 3 | |
Họ và tên chủ hộ: | Nông Thị Xuyến |
Thôn: | Đồng Mòn |
Số CCCD: | 019071004414 |
Điện thoại: | không có |
Điều tra viên: Hứa Thị Vân | |
Điện thoại: 0912410999 | |`),
    households: [
      'Đàm Quang Lực | Thôn Khe Sanh | 0976410221, 0386410222',
      'Lưu Đức Bình | Thôn Khe Sanh | 0976410223',
      'Nông Thị Xuyến | Thôn Đồng Mòn | ',
    ],
  },
  {
    name: 'phường Kim Long: cards without colons, two beside each other, with a number of the card over the name',
    file: plain(`
THẺ HỘ GIA ĐÌNH | | | | |
Mã phiếu | 01 | | Mã phiếu | 02 |
Chủ hộ | Hồ Đắc Khiêm | | Chủ hộ | Phan Thị Nhàn |
Tổ dân phố | 3 | | Tổ dân phố | 3 |
SĐT | 0905 220 341 | 0935220342 | SĐT | |
Người lập phiếu | Trương Văn Lợi | | Người lập phiếu | Trương Văn Lợi |
SĐT | 0913220000 | | SĐT | 0913220000 |

Mã phiếu | 03 | | | |
Chủ hộ | Nguyễn Hữu Thỉnh | | | |
Tổ dân phố | 4 | | | |
SĐT | 0905 220 343 | | | |`),
    households: [
      'Hồ Đắc Khiêm | Tổ dân phố 3 | 0905220341, 0935220342',
      'Phan Thị Nhàn | Tổ dân phố 3 | ',
      'Nguyễn Hữu Thỉnh | Tổ dân phố 4 | 0905220343',
    ],
  },
  {
    name: 'thôn Đoài: numbered forms, the name of one missing, the line of another in other words',
    file: plain(`
THÔN ĐOÀI |
Phiếu số 1 |
Chủ hộ: Bùi Thế Vinh |
ĐT: 0912 770 341 |
Phiếu số 2 |
ĐT: 0912 770 342 |
Phiếu số 3 |
Tên chủ hộ: Võ Thị Hồng Hoa |
ĐT: 0912 770 343 |
ĐT vợ/chồng: 0912 770 344 |
Phiếu số 4 |
Chủ hộ: |
ĐT: 0912 770 345 |`),
    households: [
      'Bùi Thế Vinh | THÔN ĐOÀI | 0912770341',
      '0912 770 342 | | !',
      'Võ Thị Hồng Hoa | THÔN ĐOÀI | 0912770343, 0912770344',
      '0912 770 345 | | !',
    ],
  },
  {
    name: 'bản Pá Khoang: messages in one column, the number before or behind the name, talk and times between',
    file: [
      'Kính gửi bà con, nhà nào chưa gửi thì gửi tiếp ạ',
      'DANH SÁCH CÁC HỘ BẢN PÁ KHOANG',
      '1. Cà Văn Hặc - 0978220511',
      '2/ 0346220512 Quàng Thị Pấng',
      '[03/05/2025 19:20] 3. Lò Thị Chuyên 0382.220.513',
      '4) số của ông Tòng Văn Inh là 0865220514',
      '5. Lường Thị Hiêng chưa có số',
      '6. Bạc Thị Mai (chồng Lù Văn Pỏm) 0971220515',
      '0912220516 số ai đây ạ',
      '0912220517',
      '7 Vì Văn Thoan. Nhà cạnh suối. +84338220518',
      'Cảm ơn cả bản!',
    ].join('\n'),
    households: [
      'Cà Văn Hặc | BẢN PÁ KHOANG | 0978220511',
      'Quàng Thị Pấng | BẢN PÁ KHOANG | 0346220512',
      'Lò Thị Chuyên | BẢN PÁ KHOANG | 0382220513',
      'ông Tòng Văn Inh | BẢN PÁ KHOANG | 0865220514',
      'Lường Thị Hiêng | BẢN PÁ KHOANG | ',
      'Bạc Thị Mai | BẢN PÁ KHOANG | 0971220515',
      '0912220516 | | !',
      '0912220517 | | !',
      'Vì Văn Thoan | BẢN PÁ KHOANG | 0338220518',
    ],
  },
  {
    name: 'xã Ia Peng: three hands on one sheet, the second with other columns, the third without headings',
    file: plain(`
DANH SÁCH HỘ DÂN ẤP 5 | | | |
STT | Họ tên | Điện thoại | Ghi chú |
1 | Nguyễn Hoài Thanh | 0868330611 | |
2 | Lâm Thị Diệu | 0904330612 | |

DANH SÁCH HỘ DÂN ẤP 6 | | | |
Stt | SĐT | Tên chủ hộ | Địa chỉ |
1 | 0362330613 | Phạm Minh Khoa | tổ 1 |
2 | 0816330614 | Ngô Thị Xuyến | tổ 2 |

DANH SÁCH HỘ DÂN ẤP 7 (chưa đủ) | | | |
1 | Bùi Văn Rớt | 0764330615 | |
2 | Trương Thị Tuyết | 0813-330-616 | |
3 | Lê Hoàng Ngoan | 0967 330 617 | gọi buổi tối |
4 | Võ Minh Đức | không | |`),
    households: [
      'Nguyễn Hoài Thanh | ẤP 5 | 0868330611',
      'Lâm Thị Diệu | ẤP 5 | 0904330612',
      'Phạm Minh Khoa | ẤP 6 | 0362330613',
      'Ngô Thị Xuyến | ẤP 6 | 0816330614',
      'Bùi Văn Rớt | ẤP 7 | 0764330615',
      'Trương Thị Tuyết | ẤP 7 | 0813330616',
      'Lê Hoàng Ngoan | ẤP 7 | 0967330617',
      'Võ Minh Đức | ẤP 7 | ',
    ],
  },
  {
    name: 'thôn Bản Phố: the officials over the households, a row one column too far to the right, signatures in two columns',
    file: plain(`
THÔN BẢN PHỐ | | | | |
I. BAN CÁN SỰ THÔN | | | | |
STT | Họ và tên | Chức vụ | SĐT | |
1 | Giàng A Phình | Trưởng thôn | 0386550711 | |
2 | Sùng Thị Dợ | Bí thư chi bộ | 0862550712 | |

II. DANH SÁCH HỘ GIA ĐÌNH | | | | |
STT | Chủ hộ | Khẩu | Số điện thoại | Ghi chú |
1 | Giàng A Phình | 5 | 0386550711 | số con trai 0338550713 |
2 | Ma Seo Lử | 4 | 0343550714 | |
 | 3 | Tráng Thị Sâu | 6 | 0375550715 |
4 | Hạng A Chư | 3 | | |
 | Thôn trưởng | | | Người lập |
 | Giàng A Phình | | | Sùng Thị Dợ |`),
    households: [
      'Giàng A Phình | THÔN BẢN PHỐ | !',
      'Sùng Thị Dợ | THÔN BẢN PHỐ | !',
      'Giàng A Phình | THÔN BẢN PHỐ | 0386550711, 0338550713',
      'Ma Seo Lử | THÔN BẢN PHỐ | 0343550714',
      'Tráng Thị Sâu | THÔN BẢN PHỐ | 0375550715',
      'Hạng A Chư | THÔN BẢN PHỐ | ',
    ],
  },
  {
    name: 'khu phố 2: boarding houses with rooms, empty ones between, and relations by their number in a program',
    file: plain(`
SỔ TẠM TRÚ – KHU PHỐ 2 | | | |
Phòng | Họ và tên | Quan hệ với chủ phòng | SĐT | Từ ngày
NHÀ TRỌ BÀ NĂM THU (chủ: Đỗ Thị Thu) – ĐT: 0798660899 | | | |
01 | Thạch Minh Quý | 01 - Chủ phòng | 0986660811 | 15/03/2025
 | Kim Thị Sa Rây | 02 - Vợ | 0347.660.812 | 22/06/2025
02 | Nguyễn Văn Hiền | 01 - Chủ phòng | 0375660813 | 18/05/2025
03 | Phòng trống | | |
04 | Phan Thị Oanh Kiều | 05 - Bạn | 0563660814 | 22/02/2025
 | Hoàng Thị Nhạn | 01 - Chủ phòng | | 26/06/2025`),
    households: [
      'Thạch Minh Quý | KHU PHỐ 2 | 0986660811, 0347660812',
      'Nguyễn Văn Hiền | KHU PHỐ 2 | 0375660813',
      'Phòng trống | KHU PHỐ 2 | !',
      'Hoàng Thị Nhạn | KHU PHỐ 2 | 0563660814',
    ],
  },
];
