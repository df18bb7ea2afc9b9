import { book, cells, type CorpusList, sheetOf, typed } from './corpus-list.js';

const plain = (text: string, name = 'Sheet1') => book({ [name]: sheetOf(cells(text)) }, 'xlsx');

/** Lists whose cells are the trouble: what stands for a phone, and what only looks like one. */
export const LISTS_OF_NUMBERS: CorpusList[] = [
  {
    name: 'ấp Hòa Phú: every way to write a phone that six clerks had',
    file: book(
      {
        'Ấp Hòa Phú': sheetOf(
          typed(`
STT | HỌ VÀ TÊN CHỦ HỘ | SỐ ĐIỆN THOẠI
1 | Lê Văn Một | 912171701
2 | Lê Văn Hai | 9.12171702E8
3 | Lê Văn Ba | 9.12346E+08
4 | Lê Văn Tư | 0912.171.704/0987171704
5 | Lê Văn Năm | '0912171705
6 | Lê Văn Sáu | 0912 17 17 06
7 | Lê Văn Bảy | (0912) 171 707
8 | Lê Văn Tám | 84-912-171-708
9 | Lê Văn Chín | ０９１２１７１７０９
10 | Lê Văn Mười | 0912\u00a0171\u00a0710
11 | Trần Văn Một | 0912171711 hoặc 0987171711
12 | Trần Văn Hai | 912,171,712
13 | Trần Văn Ba | O9l2171713
14 | Trần Văn Tư | 09121717
15 | Trần Văn Năm | 0912171715 (mất máy)
16 | Trần Văn Sáu | 0084912171716
17 | Trần Văn Bảy | ĐT:0912171717
18 | Trần Văn Tám | 0912-171-718, zalo 0987171718
19 | Trần Văn Chín | 091217171900
20 | Trần Văn Mười | 0912 171 720 - 0987 171 720 - 0377 171 720`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Lê Văn Một | Ấp Hòa Phú | 0912171701',
      'Lê Văn Hai | Ấp Hòa Phú | 0912171702',
      'Lê Văn Ba | Ấp Hòa Phú | !',
      'Lê Văn Tư | Ấp Hòa Phú | 0912171704, 0987171704',
      'Lê Văn Năm | Ấp Hòa Phú | 0912171705',
      'Lê Văn Sáu | Ấp Hòa Phú | 0912171706',
      'Lê Văn Bảy | Ấp Hòa Phú | 0912171707',
      'Lê Văn Tám | Ấp Hòa Phú | 0912171708',
      'Lê Văn Chín | Ấp Hòa Phú | 0912171709',
      'Lê Văn Mười | Ấp Hòa Phú | 0912171710',
      'Trần Văn Một | Ấp Hòa Phú | 0912171711, 0987171711',
      'Trần Văn Hai | Ấp Hòa Phú | 0912171712',
      'Trần Văn Ba | Ấp Hòa Phú | 0912171713',
      'Trần Văn Tư | Ấp Hòa Phú | !',
      'Trần Văn Năm | Ấp Hòa Phú | 0912171715',
      'Trần Văn Sáu | Ấp Hòa Phú | 0912171716',
      'Trần Văn Bảy | Ấp Hòa Phú | 0912171717',
      'Trần Văn Tám | Ấp Hòa Phú | 0912171718, 0987171718',
      'Trần Văn Chín | Ấp Hòa Phú | !',
      'Trần Văn Mười | Ấp Hòa Phú | 0912171720, 0987171720, 0377171720',
    ],
  },
  {
    name: 'thôn 7: the phone over two columns, the network’s number and the rest',
    file: book(
      {
        'Thôn 7': sheetOf(
          typed(`
TT | Chủ hộ | Số điện thoại | | Địa bàn
1 | Triệu Văn Phú | 0984 | 181801 | Xóm Trên
2 | Nông Thị Bảy | 0984 | 181802 | Xóm Trên
3 | Bàn Thị Mùi | 0367 | 181803 | Xóm Dưới
4 | Đặng Tòn Khuôn | | | Xóm Dưới
5 | Phùng Chòi Mềnh | 984 | 181805 | Xóm Dưới`),
          { merged: ['C1:D1'] },
        ),
      },
      'xlsx',
    ),
    households: [
      'Triệu Văn Phú | Xóm Trên | 0984181801',
      'Nông Thị Bảy | Xóm Trên | 0984181802',
      'Bàn Thị Mùi | Xóm Dưới | 0367181803',
      'Đặng Tòn Khuôn | Xóm Dưới | ',
      'Phùng Chòi Mềnh | Xóm Dưới | 0984181805',
    ],
  },
  {
    name: 'khu 3: cards, insurance, tax and bank numbers that look like phones beside the phone',
    file: book(
      {
        'Khu 3': sheetOf(
          cells(`
STT | Họ và tên chủ hộ | Số CMND | Mã số BHXH | MST cá nhân | Số tài khoản | Số sổ hộ khẩu | SĐT
1 | Hoàng Gia Bách | 351191901 | 0912191901 | 0900191901 | 0971191901 | 320191901 | 0962191901
2 | Lại Thị Thoa | 331191902 | 7909191902 | 8091191902 | 0362191902 | 320191902 | 0962191902
3 | Mạc Thị Bưởi | 362191903 | 0388191903 | | 1903191903 | 320191903 |
4 | Tống Duy Tân | 385191904 | | 0316191904 | | | 0962191904`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Hoàng Gia Bách | Khu 3 | 0962191901',
      'Lại Thị Thoa | Khu 3 | 0962191902',
      'Mạc Thị Bưởi | Khu 3 | ',
      'Tống Duy Tân | Khu 3 | 0962191904',
    ],
  },
  {
    name: 'ấp Xẻo Lá: no headings, cards of nine digits that could be phones without their zero',
    file: book(
      {
        Sheet1: sheetOf(
          typed(`
1 | Nguyễn Văn Út | 331202001 | Tổ 1 | 0944202001
2 | Trần Thị Mười | 362202002 | Tổ 1 | 0944202002
3 | Lâm Văn Đời | 385202003 | Tổ 2 |
4 | Danh Thị Thol | 371202004 | Tổ 2 | 0944202004
5 | Hứa Văn Nhàn | 341202005 | Tổ 3 | 944202005`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Nguyễn Văn Út |  | 0944202001',
      'Trần Thị Mười |  | 0944202002',
      'Lâm Văn Đời |  | ',
      'Danh Thị Thol |  | 0944202004',
      'Hứa Văn Nhàn |  | 0944202005',
    ],
  },
  {
    name: 'ấp Cái Nai: a card of nine digits that slipped into the column of phones, which keeps its zeros',
    file: book(
      {
        'Ấp Cái Nai': sheetOf(
          cells(`
STT | Họ tên chủ hộ | Số ĐT
1 | Lê Hoàng Ân | 0917212101
2 | Lê Thị Phấn | 0917212102
3 | Mai Văn Lành | 362212103
4 | Quách Văn Hiếu | 0332212104
5 | Từ Thị Lệ | 0917212105
6 | Đỗ Văn Mạnh | 0377212106`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Lê Hoàng Ân | Ấp Cái Nai | 0917212101',
      'Lê Thị Phấn | Ấp Cái Nai | 0917212102',
      'Mai Văn Lành | Ấp Cái Nai | ?',
      'Quách Văn Hiếu | Ấp Cái Nai | 0332212104',
      'Từ Thị Lệ | Ấp Cái Nai | 0917212105',
      'Đỗ Văn Mạnh | Ấp Cái Nai | 0377212106',
    ],
  },
  {
    name: 'ấp Kinh Cùng: a column that lost all its zeros is believed',
    file: book(
      {
        'Ấp Kinh Cùng': sheetOf(
          typed(`
STT | Họ tên chủ hộ | Số ĐT
1 | Ngô Văn Rô | 917222201
2 | Tiêu Thị Hai | 332222202
3 | Giang Văn Bé | 862222203
4 | Thái Thị Xuân | 368222204
5 | Bành Văn Trạng | 917222205`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Ngô Văn Rô | Ấp Kinh Cùng | 0917222201',
      'Tiêu Thị Hai | Ấp Kinh Cùng | 0332222202',
      'Giang Văn Bé | Ấp Kinh Cùng | 0862222203',
      'Thái Thị Xuân | Ấp Kinh Cùng | 0368222204',
      'Bành Văn Trạng | Ấp Kinh Cùng | 0917222205',
    ],
  },
  {
    name: 'thôn Hạ: several people of a household in a cell, each with a name',
    file: plain(`
DANH SÁCH HỘ THÔN HẠ
Số nhà | Hộ ông/bà | Điện thoại những người trong nhà
1 | Ông Đoàn Văn Quyết | Ông Quyết 0983232301, bà Hà 0983232311
2 | Bà Lã Thị Ngân | 0983232302 (bà Ngân); 0983232312 (anh Tuấn)
3 | Ông Giáp Văn Khang | anh Dũng: 0983232303⏎chị Mơ: 0983232313
5 | Bà Nghiêm Thị Tý | (không nghe máy) 0983232304
7 | Ông Ứng Hòe | cô Lài 0983 232 305 / chú Ba 02432323305`),
    households: [
      'Ông Đoàn Văn Quyết | THÔN HẠ | 0983232301, 0983232311',
      'Bà Lã Thị Ngân | THÔN HẠ | 0983232302, 0983232312',
      'Ông Giáp Văn Khang | THÔN HẠ | 0983232303, 0983232313',
      'Bà Nghiêm Thị Tý | THÔN HẠ | 0983232304',
      'Ông Ứng Hòe | THÔN HẠ | 0983232305',
    ],
  },
  {
    name: 'tổ 4: owners of boarding houses, with the name of the place and the guests counted',
    file: plain(`
PHƯỜNG LINH XUÂN - KHU PHỐ 2
THỐNG KÊ NHÀ TRỌ TRÊN ĐỊA BÀN
TT | Tên cơ sở | Chủ cơ sở (đại diện) | Địa chỉ | Tổ | Số phòng | Số người ở | Điện thoại liên hệ
1 | Nhà trọ Minh Châu | Tạ Minh Châu | 12/4 đường số 8 | 4 | 20 | 45 | 0933242401
2 | Nhà trọ Hoa Hồng | Ôn Thị Hồng | 14 đường số 8 | 4 | 8 | 0 | 0933242402 - 0907242402
3 | Phòng trọ 79 | Kha Văn Tấn | 79 đường số 9 | 4 | 6 | 11 | 0283242403
 | Tổng | | | | 34 | 56 | `),
    households: [
      'Tạ Minh Châu | KHU PHỐ 2 | 0933242401',
      'Ôn Thị Hồng | KHU PHỐ 2 | 0933242402, 0907242402',
      'Kha Văn Tấn | Tổ 4 | !',
    ],
  },
];
