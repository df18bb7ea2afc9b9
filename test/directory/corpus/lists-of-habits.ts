import { book, cells, type CorpusList, sheetOf } from './corpus-list.js';

const plain = (text: string, name = 'Sheet1') => book({ [name]: sheetOf(cells(text)) }, 'xlsx');

/** Lists with a habit of their own: of the clerk, of the form, of the program that made them. */
export const LISTS_OF_HABITS: CorpusList[] = [
  {
    name: 'thôn Thượng: everybody in a row, the head marked with an x',
    file: plain(`
DANH SÁCH NHÂN KHẨU THÔN THƯỢNG
STT | Số hộ | Họ và tên | Chủ hộ | Năm sinh | Điện thoại
1 | 1 | Lương Văn Tỵ | x | 1958 | 0985252501
2 | 1 | Hà Thị Đào | | 1960 | 0985252511
3 | 2 | Sầm Văn Bằng | x | 1972 |
4 | 2 | Lộc Thị Nga | | 1975 | 0985252512
5 | 3 | Vi Văn Quý | x | 1980 | 0985252503`),
    households: [
      'Lương Văn Tỵ | THÔN THƯỢNG | 0985252501, 0985252511',
      'Sầm Văn Bằng | THÔN THƯỢNG | 0985252512',
      'Vi Văn Quý | THÔN THƯỢNG | 0985252503',
    ],
  },
  {
    name: 'khóm 1: the second phone on a line of its own under the first',
    file: plain(
      `
TT | Họ tên chủ hộ | Địa chỉ | Số điện thoại
1 | Trịnh Công Hậu | 12 Lê Lợi | 0946262601
 | | | 0906262611
2 | Cù Thị Huệ | 14 Lê Lợi | 0946262602
3 | Đàm Quang Lộc | 16 Lê Lợi | Nhà: 0296 3826 2603
 | | | DĐ: 0946262603`,
      'Khóm 1',
    ),
    households: [
      'Trịnh Công Hậu | Khóm 1 | 0946262601, 0906262611',
      'Cù Thị Huệ | Khóm 1 | 0946262602',
      'Đàm Quang Lộc | Khóm 1 | 0946262603',
    ],
  },
  {
    name: 'tổ 21: networks, titles and country codes around the numbers',
    file: plain(
      `
Stt | Chủ hộ | Số ĐTDĐ | Số ĐT người thân | Máy bàn
1 | Từ Công Phụng | Viettel: 0966272701 | 0966272711 (con gái) | 02363272701
2 | Khổng Thị Lý | (+84)966272702 | |
3 | Mẫn Văn Hòa | +84 0966272703 | chị Lan 0966272713 |
4 | Nhâm Thị Quế | 0966272704(MB) | 0966 272 714 Hùng 0966 272 724 Huệ |
5 | Viên Đình Tú | Mobi 0906272705 - Vina 0916272705 | |`,
      'Tổ 21',
    ),
    households: [
      'Từ Công Phụng | Tổ 21 | 0966272701, 0966272711',
      'Khổng Thị Lý | Tổ 21 | 0966272702',
      'Mẫn Văn Hòa | Tổ 21 | 0966272703, 0966272713',
      'Nhâm Thị Quế | Tổ 21 | 0966272704, 0966272714, 0966272724',
      'Viên Đình Tú | Tổ 21 | 0906272705, 0916272705',
    ],
  },
  {
    name: 'ấp Tân Thuận: what a clerk writes who has no number, or knows that it is wrong',
    file: plain(
      `
STT | Họ và tên chủ hộ | SĐT | Ghi chú
1 | Ngụy Văn Ba | đang cập nhật |
2 | Thân Thị Tư | 0 |
3 | Phú Văn Năm | x |
4 | Lều Thị Sáu | 0977282804 (sai số) |
5 | Đới Văn Bảy | 0977282805 số cũ, mới: 0977282815 |
6 | Quản Thị Tám | 0977282806 không liên lạc được |
7 | Ngạc Văn Chín | ??? |
8 | Tiếp Thị Mười | 09772828xx |
9 | Ninh Văn Tý | ko dùng ĐT |`,
      'Ấp Tân Thuận',
    ),
    households: [
      'Ngụy Văn Ba | Ấp Tân Thuận | ',
      'Thân Thị Tư | Ấp Tân Thuận | ',
      'Phú Văn Năm | Ấp Tân Thuận | ',
      'Lều Thị Sáu | Ấp Tân Thuận | !',
      'Đới Văn Bảy | Ấp Tân Thuận | 0977282815',
      'Quản Thị Tám | Ấp Tân Thuận | 0977282806',
      'Ngạc Văn Chín | Ấp Tân Thuận | ',
      'Tiếp Thị Mười | Ấp Tân Thuận | !',
      'Ninh Văn Tý | Ấp Tân Thuận | ',
    ],
  },
  {
    name: 'mẫu 03: a form with asterisks, a line of instructions and an example',
    file: plain(`
BIỂU MẪU 03 - CẬP NHẬT THÔNG TIN HỘ GIA ĐÌNH
STT (*) | Họ và tên chủ hộ (*) | Số điện thoại (*) | Khu phố (*) | Số nhà | Tên đường
 | Nhập chữ in hoa có dấu | Nhập 10 chữ số | Chọn từ danh mục | Không bắt buộc | Không bắt buộc
VD | NGUYỄN VĂN A | 0901234567 | Khu phố 1 | 12 | Lê Lợi
1 | ÂU DƯƠNG MINH | 0938292901 | Khu phố 1 | 5 | Lê Lợi
2 | TÔN NỮ THỊ NGA | 0938292902 | Khu phố 2 | 7/2 | Hàm Nghi
3 | LƯƠNG THẾ VINH | 0938292903 | KP2 | 9 | Hàm Nghi`),
    households: [
      'ÂU DƯƠNG MINH | Khu phố 1 | 0938292901',
      'TÔN NỮ THỊ NGA | Khu phố 2 | 0938292902',
      'LƯƠNG THẾ VINH | Khu phố 2 | 0938292903',
    ],
  },
  {
    name: 'đội 8: the address and the phone in one column',
    file: plain(`
TT | Họ tên | Địa chỉ, số điện thoại
1 | Hàn Mạnh Thắng | Đội 8, ngõ 12 - 0975303001
2 | Lục Thị Hiên | Đội 8, ngõ 14 - ĐT 0975 303 002
3 | Cung Đình Vận | Đội 8, ngõ 14
4 | Kim Văn Đạt | Đội 8, số 36, 0975.303.004`),
    households: [
      'Hàn Mạnh Thắng |  | 0975303001',
      'Lục Thị Hiên |  | 0975303002',
      'Cung Đình Vận |  | ',
      'Kim Văn Đạt |  | 0975303004',
    ],
  },
];
