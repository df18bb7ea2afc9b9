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
  {
    name: 'tổ 12: answers to a form, whose times are no addresses and make no second household',
    file: plain(`
Dấu thời gian | Họ tên chủ hộ là gì? | Số điện thoại dùng Zalo? | Nhà mình ở tổ mấy? | Ý kiến
2025/11/08 7:05:12 SA GMT+7 | Trịnh Công Thắng | 0938292911 | Tổ 12 | nhà có 2 người già
2025/11/08 9:40:00 CH GMT+7 | Mạc Thị Lành | 0938292912 | Tổ 12
2025/11/09 6:15:59 SA GMT+7 | Trịnh Công Thắng | 0938.292.911 | Tổ 12 | gửi lần 2
2025/11/10 8:00:01 SA GMT+7 | Đào Văn Bính | 0938292913 | Tổ 13`),
    households: [
      'Trịnh Công Thắng | Tổ 12 | 0938292911',
      'Mạc Thị Lành | Tổ 12 | 0938292912',
      'Đào Văn Bính | Tổ 13 | 0938292913',
      'Trịnh Công Thắng |  | !',
    ],
  },
  {
    name: 'trạm y tế: who is the head stands under Vai trò',
    file: plain(`
SỔ SỨC KHỎE HỘ
STT hộ | Họ tên | Vai trò | Ấp | Số thẻ BHYT | ĐT
1 | Thạch Ngọc Rây | Chủ hộ | Ấp Bà Giam | GD4940001112223 | 0938292921
 | Kim Thị Út | Vợ | Ấp Bà Giam | GD4940001112224 | 0938292922
2 | Lâm Sa Rinh | Chủ hộ | Ấp Bà Giam | GD4940001112225
 | Lâm Thị Na | Con | Ấp Bà Giam | GD4940001112226 | 0938292923
3 | Sơn Ngọc Hải | Chủ hộ | Ấp Ba Tục | GD4940001112227 | 0938292924`),
    households: [
      'Thạch Ngọc Rây | Ấp Bà Giam | 0938292921, 0938292922',
      'Lâm Sa Rinh | Ấp Bà Giam | 0938292923',
      'Sơn Ngọc Hải | Ấp Ba Tục | 0938292924',
    ],
  },
  {
    name: 'ap Phu Loi: headings of hamlets in a list without accents',
    file: plain(`
ho ten chu ho | so dt | ghi chu
Ap Phu Loi
Nguyen Van Sau | 0938292931 | nha gan cho
Tran Thi Lan | 0938292932
Ap Dong Tien
Le Van Bay | 0938292933
Pham Thi Hoa | ko co`),
    households: [
      'Nguyen Van Sau | Ap Phu Loi | 0938292931',
      'Tran Thi Lan | Ap Phu Loi | 0938292932',
      'Le Van Bay | Ap Dong Tien | 0938292933',
      'Pham Thi Hoa | Ap Dong Tien | ',
    ],
  },
  {
    name: 'no headings: a number alone below a household that has none is nobody’s',
    file: plain(`
Lâm Quang Vinh | 0938292941
Tạ Thị Hạnh | 0938292942
Châu Minh Đức | đang xin số
 | 0938292943`),
    households: [
      'Lâm Quang Vinh |  | 0938292941',
      'Tạ Thị Hạnh |  | 0938292942',
      'Châu Minh Đức |  | ',
      '0938292943 |  | !',
    ],
  },
  {
    name: 'khu phố Bình Lợi: numbers that a cell keeps as numbers lost their zero beside texts that have it',
    file: book(
      {
        KP: sheetOf([
          ['STT', 'Chủ hộ', 'Điện thoại'],
          [1, 'Phan Chí Hiếu', 325820299],
          [2, 'Từ Thị Lan', '0938292951'],
          [3, 'Âu Văn Phước', '0938 292 952'],
          [4, 'Hà Thị Sen', 384715062],
        ]),
      },
      'xlsx',
    ),
    households: [
      'Phan Chí Hiếu |  | 0325820299',
      'Từ Thị Lan |  | 0938292951',
      'Âu Văn Phước |  | 0938292952',
      'Hà Thị Sen |  | 0384715062',
    ],
  },
  {
    name: 'kinds of households over those of the kind, letters in several signs, who signs for whom',
    file: plain(
      `
STT | Chủ hộ | Thôn | ĐT
I | HỘ NGHÈO
1 | Lưu Thị Chắt | An Xuân | 0938292961
 | vợ: Lê Thị Xuyến | | 0938292962
II | HỘ CẬN NGHÈO (2 hộ)
1 | Đặng Văn Vui | Đông Cao | 0938292963
2 | Văn Đình Tý | Đông Cao | 0938292964
 | T.M TỔ DÂN PHỐ
 | Nguyễn Thị Hà`.normalize('NFD'),
    ),
    households: [
      'Lưu Thị Chắt | Thôn An Xuân | 0938292961, 0938292962',
      'Đặng Văn Vui | Thôn Đông Cao | 0938292963',
      'Văn Đình Tý | Thôn Đông Cao | 0938292964',
    ],
  },
  {
    name: 'ấp An Lợi: a sheet without headings behind one whose columns it has not',
    file: book(
      {
        'Ấp An Hòa': sheetOf(
          cells(`
Stt | Điện thoại | Chủ hộ | Số khẩu
1 | 0938292971 | Võ Văn Kiệm | 4
2 | 0938292972 | Đặng Thị Ba | 3`),
        ),
        'Ấp An Lợi': sheetOf(
          cells(`
Bà Nguyễn Thị Mừng | 0938292973
Ông Cao Văn Chót | 0938292974
Bà Lý Thị Hai | 0938292975 gọi buổi tối`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Võ Văn Kiệm | Ấp An Hòa | 0938292971',
      'Đặng Thị Ba | Ấp An Hòa | 0938292972',
      'Bà Nguyễn Thị Mừng | Ấp An Lợi | 0938292973',
      'Ông Cao Văn Chót | Ấp An Lợi | 0938292974',
      'Bà Lý Thị Hai | Ấp An Lợi | 0938292975',
    ],
  },
];
