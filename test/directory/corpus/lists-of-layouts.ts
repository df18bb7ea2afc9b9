import { book, cells, type CorpusList, sheetOf, typed } from './corpus-list.js';

const plain = (text: string, name = 'Sheet1') => book({ [name]: sheetOf(cells(text)) }, 'xlsx');

/** Lists laid out for paper. */
export const LISTS_OF_LAYOUTS: CorpusList[] = [
  {
    name: 'xã Bình Trung: hamlets in cells merged over their block',
    file: book(
      {
        'DS hộ': sheetOf(
          typed(`
 | DANH SÁCH HỘ DÂN NHẬN TIN NHẮN | | | |
 | (Kèm theo Công văn số 45/UBND ngày 12/3/2024) | | | |
Thôn/Ấp | Stt | Chủ hộ | Đ/c | ĐTDĐ | Zalo
Bình Đông | 1 | Nguyễn Thành Tâm | Tổ 1 | 0911770801 | 0911770801
 | 2 | Trịnh Thị Hoài | Tổ 1 | 0911770802 |
 | 3 | Lưu Văn Khải | Tổ 2 | | 0567770803
Bình Tây | 1 | Dương Minh Chiến | Tổ 3 | 911770804 |
 | 2 | Châu Thị Ngọc | Tổ 3 | 0911770805 | x
Bình Nam | 1 | Tô Vĩnh Lộc | Tổ 5 | 0911770806 | có`),
          { merged: ['A4:A6', 'A7:A8', 'B1:F1', 'B2:F2'] },
        ),
      },
      'xlsx',
    ),
    households: [
      'Nguyễn Thành Tâm | Thôn Bình Đông | 0911770801',
      'Trịnh Thị Hoài | Thôn Bình Đông | 0911770802',
      'Lưu Văn Khải | Thôn Bình Đông | 0567770803',
      'Dương Minh Chiến | Thôn Bình Tây | 0911770804',
      'Châu Thị Ngọc | Thôn Bình Tây | 0911770805',
      'Tô Vĩnh Lộc | Thôn Bình Nam | 0911770806',
    ],
  },
  {
    name: 'tổ 12: two tables side by side, of unequal length, to save paper',
    file: plain(`
DANH SÁCH LIÊN LẠC TỔ DÂN PHỐ 12 | | | | | |
TT | Chủ hộ | Điện thoại | | TT | Chủ hộ | Điện thoại
1 | Nguyễn Thị Hiền | 0982880901 | | 5 | Lê Mạnh Cường | 0982880905
2 | Trương Công Định | 0982880902 | | 6 | Phùng Thị Mùi | 0982.880.906
3 | Đinh Văn Sáu | chưa có | | 7 | Hà Thúc Kháng | 01662880907
4 | Cao Thị Tuyết | 0982880904 | | | |
Tổ trưởng | | | | | |
Nguyễn Văn Trưởng | | | | | |`),
    households: [
      'Nguyễn Thị Hiền | TỔ DÂN PHỐ 12 | 0982880901',
      'Trương Công Định | TỔ DÂN PHỐ 12 | 0982880902',
      'Đinh Văn Sáu | TỔ DÂN PHỐ 12 | ',
      'Cao Thị Tuyết | TỔ DÂN PHỐ 12 | 0982880904',
      'Lê Mạnh Cường | TỔ DÂN PHỐ 12 | 0982880905',
      'Phùng Thị Mùi | TỔ DÂN PHỐ 12 | 0982880906',
      'Hà Thúc Kháng | TỔ DÂN PHỐ 12 | 0362880907',
    ],
  },
  {
    name: 'khu phố 4: totals in the middle, notes and a hotline under the table, blank rows',
    file: plain(`
ỦY BAN NHÂN DÂN PHƯỜNG 8
KHU PHỐ 4

DANH SÁCH HỘ GIA ĐÌNH VĂN HÓA NĂM 2023

STT | Họ tên chủ hộ | Tổ | Số điện thoại | Điểm | Xếp loại

1 | Vương Quốc Bảo | 1 | 0708991001 | 95 | Xuất sắc

2 | Tăng Thị Mỹ Linh | 1 | 0708991002 | 88 | Khá

| Cộng tổ 1: 02 hộ | | | 183 |

3 | La Chí Hùng | 2 | 0708991003 | 90 | Tốt
4 | Quách Thị Ba | 2 | 0708 991 O04 | 72 | Đạt

| Cộng tổ 2: 02 hộ | | | 162 |
| TỔNG CỘNG: 04 HỘ | | | |

Ghi chú: hộ số 4 đề nghị xét lại vào kỳ sau.
Mọi thắc mắc xin liên hệ ông Trưởng khu phố, điện thoại 0911222333 (giờ hành chính).
| | | Phường 8, ngày 15 tháng 12 năm 2023
| | | TRƯỞNG KHU PHỐ
| | | (Ký, ghi rõ họ tên)

| | | Nguyễn Văn Khánh`),
    households: [
      'Vương Quốc Bảo | KHU PHỐ 4 | 0708991001',
      'Tăng Thị Mỹ Linh | KHU PHỐ 4 | 0708991002',
      'La Chí Hùng | KHU PHỐ 4 | 0708991003',
      'Quách Thị Ba | KHU PHỐ 4 | 0708991004',
    ],
  },
  {
    name: 'thôn Trung: the letterhead and headings again on every page, signatures on each',
    file: plain(`
UBND XÃ QUẢNG HỢP | | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
THÔN TRUNG | | Độc lập - Tự do - Hạnh phúc |
DANH SÁCH CHỦ HỘ
Số TT | Tên chủ hộ | Năm sinh | Số liên lạc | Chữ ký
1 | Hồ Sỹ Quân | 1955 | 0359101101 |
2 | Hồ Thị Lài | 1962 | 0359101102 |
Người lập | | Xác nhận của thôn
Trang 1

UBND XÃ QUẢNG HỢP | | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |
THÔN TRUNG | | Độc lập - Tự do - Hạnh phúc |
DANH SÁCH CHỦ HỘ (tiếp theo)
Số TT | Tên chủ hộ | Năm sinh | Số liên lạc | Chữ ký
3 | Nguyễn Hữu Chắt | 1949 | | đã nhận
4 | Phan Xuân Hòe | 1971 | 0359101104 |
Người lập | | Xác nhận của thôn
Trang 2`),
    households: [
      'Hồ Sỹ Quân | THÔN TRUNG | 0359101101',
      'Hồ Thị Lài | THÔN TRUNG | 0359101102',
      'Nguyễn Hữu Chắt | THÔN TRUNG | ',
      'Phan Xuân Hòe | THÔN TRUNG | 0359101104',
    ],
  },
  {
    name: 'ấp 2: husband and wife in columns of their own, under headings over two rows',
    file: book(
      {
        'Ấp 2': sheetOf(
          cells(`
DANH SÁCH CÁC CẶP VỢ CHỒNG THAM GIA CÂU LẠC BỘ
TT | Chồng | | | Vợ | | | Chỗ ở
 | Họ tên | Năm sinh | SĐT | Họ tên | Năm sinh | SĐT |
1 | Trần Hữu Nhân | 1980 | 0777121201 | Lê Thị Cúc | 1983 | 0777121211 | Tổ 1
2 | Võ Thành Long | 1976 | 0777121202 | Đỗ Thị Hạnh | 1979 | | Tổ 1
3 | Mã Văn Tư | 1969 | | Ngô Thị Lan | 1971 | 0777121213 | Tổ 2`),
          { merged: ['A2:A3', 'B2:D2', 'E2:G2', 'H2:H3'] },
        ),
      },
      'xlsx',
    ),
    households: [
      'Trần Hữu Nhân | Ấp 2 | 0777121201, 0777121211',
      'Võ Thành Long | Ấp 2 | 0777121202',
      'Mã Văn Tư | Ấp 2 | 0777121213',
    ],
  },
  {
    name: 'buôn Ea Tul: members of a household in rows below, the head named once, phones of the children',
    file: plain(`
TT hộ | Họ và tên thành viên | Quan hệ với chủ hộ | Ngày sinh | Số CCCD | Điện thoại | Buôn
1 | Y Blim Niê | Chủ hộ | 01/01/1960 | 066060001301 | | Buôn Ea Tul
 | H Nuôn Ayŭn | Vợ | 02/02/1962 | 066162001302 | 0865131302 |
 | Y Kuen Ayŭn | Con | 1990 | 066090001303 | 0865131303 |
2 | H Bia Mlô | Chủ hộ | 1975 | 066175001304 | 0865131304 | Buôn Ea Tul
3 | Y Thịnh Êban | CH | 1982 | 066082001305 | 865131305 | Buôn Ea Tul
 | H Lan Kbuôr | Vợ | 1985 | 066185001306 | |`),
    households: [
      'Y Blim Niê | Buôn Ea Tul | 0865131302, 0865131303',
      'H Bia Mlô | Buôn Ea Tul | 0865131304',
      'Y Thịnh Êban | Buôn Ea Tul | 0865131305',
    ],
  },
  {
    name: 'nhóm 3: no headings, the phone first, addresses in between, no numbering',
    file: plain(`
0798 141 401 | Ngõ 5, xóm Chùa | Bạch Văn Tiến
0798 141 402 | Ngõ 5, xóm Chùa | Ninh Thị Thơm
 | Ngõ 7, xóm Chùa | Khuất Duy Hải
0798141404; 0243 861 1234 | Ngõ 9, xóm Chùa | Đàm Thị Sen
0798.141.405 | Ngõ 9, xóm Chùa | Chử Đình Tứ`),
    households: [
      'Bạch Văn Tiến | xóm Chùa | 0798141401',
      'Ninh Thị Thơm | xóm Chùa | 0798141402',
      'Khuất Duy Hải | xóm Chùa | ',
      'Đàm Thị Sen | xóm Chùa | 0798141404',
      'Chử Đình Tứ | xóm Chùa | 0798141405',
    ],
  },
  {
    name: 'tổ tự quản: one column copied from a chat group, name and phone in a cell',
    file: plain(`
Danh sách tổ tự quản số 6
1. Nguyễn Văn Hợi - 0816151501
2. Trần Thị Mận: 0816151502
3. Lê Quang Hải 0816 151 503
4. Phan Thị Tẻo (0816151504)`),
    households: [
      'Nguyễn Văn Hợi | tổ tự quản số 6 | 0816151501',
      'Trần Thị Mận | tổ tự quản số 6 | 0816151502',
      'Lê Quang Hải | tổ tự quản số 6 | 0816151503',
      'Phan Thị Tẻo | tổ tự quản số 6 | 0816151504',
    ],
  },
  {
    name: 'làng Kon: a hidden column of old numbers, hidden rows, a filter left behind',
    file: book(
      {
        'Làng Kon': sheetOf(
          cells(`
STT | Họ tên chủ hộ | Số ĐT cũ | Số ĐT mới | Ghi chú
1 | A Thút | 01655161601 | 0866161601 |
2 | Y Blơi | 0905161602 | 0866161602 |
3 | A Chiến | | 0866161603 | đi làm xa
4 | Y Nhung | 0905161604 | |`),
          { hidden: ['C'], hiddenRows: [4] },
        ),
      },
      'xlsx',
    ),
    // What the list itself calls old is nobody's number any more.
    households: [
      'A Thút | Làng Kon | 0866161601',
      'Y Blơi | Làng Kon | 0866161602',
      'A Chiến | Làng Kon | 0866161603',
      'Y Nhung | Làng Kon | ',
    ],
  },
];
