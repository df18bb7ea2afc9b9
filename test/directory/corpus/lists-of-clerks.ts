import { book, cells, type CorpusList, sheetOf } from './corpus-list.js';

/** Lists of clerks who leave out what they think is plain. */
export const LISTS_OF_CLERKS: CorpusList[] = [
  {
    name: 'ấp Giồng Lớn: a lodger’s phone without a name, no numbering',
    file: book(
      {
        Sheet1: sheetOf(
          cells(`
Ho va ten chu ho | So dien thoai | Ap | Ghi chu
Thạch Thị Sa Mết | 0709810710 | Ấp Sóc Chà
Sơn Văn Đen | 965476413 | Ấp Sóc Chà
Kim Ngọc Thái | ="0389951540" | Ấp Sóc Chà
Lâm Thị Sà Vươl | +84 395045169 | Ấp Giồng Lớn
 | 0342337770 | Ấp Giồng Lớn | người thuê trọ
Nguyễn Văn Tèo | 09123 | Ấp Giồng Lớn | thiếu số
Trần Văn Tý | 098 728 4562 | Ấp Giồng Lớn

Nguoi lap |  | Truong ap
Kim Sa Vi |  | Thach Rone`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Thạch Thị Sa Mết | Ấp Sóc Chà | 0709810710',
      'Sơn Văn Đen | Ấp Sóc Chà | 0965476413',
      'Kim Ngọc Thái | Ấp Sóc Chà | 0389951540',
      'Lâm Thị Sà Vươl | Ấp Giồng Lớn | 0395045169',
      'Trần Văn Tý | Ấp Giồng Lớn | 0987284562',
      ' 0342337770 Ấp Giồng Lớn người thuê trọ |  | !',
      'Nguyễn Văn Tèo 09123 Ấp Giồng Lớn thiếu số |  | !',
    ],
  },
  {
    name: 'Sheet1: no headings, letters for figures, remarks on few rows',
    file: book(
      {
        Sheet1: sheetOf(
          cells(`
Nguyễn Văn Hậu | 15 | O888O629O1
Trần Ngọc Diệp | 15A | 0826 536 671
Lý Cẩm Hường | 17 | 0983982086 | bán tạp hóa
Quách Tấn Lực | 19/2 | ０７８９１２１７５４
Tăng Muội | 21 | 0 7 8 9 8 3 2 0 3 7
Huỳnh Kim Phụng | 23 | O865857094
Dương Chí Cường | 25 | 0906588992
Phan Thị Tư | 27
Lê Văn Ba | 29 | 0913 410 827
Mạch Vĩnh Quang | 31 | 0908l13305`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Nguyễn Văn Hậu |  | 0888062901',
      'Trần Ngọc Diệp |  | 0826536671',
      'Lý Cẩm Hường |  | 0983982086',
      'Quách Tấn Lực |  | 0789121754',
      'Tăng Muội |  | 0789832037',
      'Huỳnh Kim Phụng |  | 0865857094',
      'Dương Chí Cường |  | 0906588992',
      'Phan Thị Tư |  | ',
      'Lê Văn Ba |  | 0913410827',
      'Mạch Vĩnh Quang |  | 0908113305',
    ],
  },
  {
    name: 'TDP Phước Hải: chủ hộ and vợ/chồng under merged Họ và tên and Điện thoại',
    file: book(
      {
        'TDP Phước Hải': sheetOf(
          cells(`
PHƯỜNG PHƯỚC HẢI - TỔ DÂN PHỐ SỐ 7
DANH SÁCH HỘ GIA ĐÌNH PHỤC VỤ PHÒNG CHỐNG THIÊN TAI

Stt | Họ và tên |  | Số CCCD | Địa chỉ |  | Điện thoại |  | Ghi chú
 | Chủ hộ | Vợ/chồng |  | Số nhà | Đường | Chủ hộ | Vợ/chồng
(1) | (2) | (3) | (4) | (5) | (6) | (7) | (8) | (9)
1 | Nguyễn Hữu Trí | Lê Thị Diễm | 056174793017 | 8 | Ngô Đến | 938721509 | 834962206
2 | Phạm Quý Đôn |  | 056065749964 | 8A | Ngô Đến | 912651877
3 | Trần Đình Lộc | Nguyễn Thị Sang | 056090912292 | 10 | Ngô Đến |  | 768259114
4 | Hồ Văn Thế | Trần Thị Xuân | 056184228935 | 12/1 | Ngô Đến | 888246328 | 888246328
5 | Lê Thị Thanh Tuyền |  | 056066388986 | 14 | Tô Hiệu | 826354187
6 | Đặng Ngọc Hiền | Phạm Thị Út | 056060179466 | 16 | Tô Hiệu | 968213140 | 899867062
7 | Cao Minh Tiến | Đỗ Thị Nhạn | 056067138638 | 18 | Tô Hiệu
8 | Ngô Văn Lanh |  | 056175274808 | 18B | Tô Hiệu | 562323945
9 | Võ Đức Huy | Bùi Thị Ngát | 056174685909 | 20 | Tô Hiệu | 0912.360.045 | 968947355`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Nguyễn Hữu Trí | TDP Phước Hải | 0834962206, 0938721509',
      'Phạm Quý Đôn | TDP Phước Hải | 0912651877',
      'Trần Đình Lộc | TDP Phước Hải | 0768259114',
      'Hồ Văn Thế | TDP Phước Hải | 0888246328',
      'Lê Thị Thanh Tuyền | TDP Phước Hải | 0826354187',
      'Đặng Ngọc Hiền | TDP Phước Hải | 0899867062, 0968213140',
      'Cao Minh Tiến | TDP Phước Hải | ',
      'Ngô Văn Lanh | TDP Phước Hải | 0562323945',
      'Võ Đức Huy | TDP Phước Hải | 0912360045, 0968947355',
    ],
  },
  {
    name: 'KP3: the person to be reached with the phone in one cell, insurance numbers beside',
    file: book(
      {
        BHYT: sheetOf(
          cells(`
TRẠM Y TẾ PHƯỜNG TÂN HIỆP
Số điện thoại trạm: 028.3715.4402

DANH SÁCH LẬP HỒ SƠ SỨC KHỎE HỘ GIA ĐÌNH

STT | Chủ hộ | Ngày sinh chủ hộ | Mã số BHXH | KP | Người liên hệ | Ghi chú
1 | Nguyễn Thị Năm | 05/05/1938 | 0838423292 | KP3 | Chị Hoa (con) 0976879783 | HA cao
2 | Trần Văn Hưởng | 1940 | 7937850441 | KP3 | Bản thân: 0938.131.521
3 | Lê Thị Xiếu | 12/12/1935 | 0835217145 | KP3 | Anh Tài 0562525661 hoặc chị Thủy 0906979894
4 | Phạm Văn Bé | 01/01/1942 | 7939734107 | KP4 | 028 6159 8994 | HA cao
5 | Huỳnh Thị Sáu | 1939 | 0838545858 | KP4 | Không có người thân
6 | Võ Văn Liêm | 20/10/1937 | 7937384349 | KP4 | con dâu - 0888 091 285
7 | Mai Thị Tỵ | 1941 | 0835297497 | KP5 | 0918612108 | HA cao
8 | Đặng Văn Ngôn | 02/09/1936 | 7939549850 | KP5 | cháu nội Khang (+84865877147)`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Nguyễn Thị Năm | Kp3 | 0976879783',
      'Trần Văn Hưởng | Kp3 | 0938131521',
      'Lê Thị Xiếu | Kp3 | 0562525661, 0906979894',
      'Huỳnh Thị Sáu | Kp4 | ',
      'Võ Văn Liêm | Kp4 | 0888091285',
      'Mai Thị Tỵ | Kp5 | 0918612108',
      'Đặng Văn Ngôn | Kp5 | 0865877147',
      '4 Phạm Văn Bé 01/01/1942 7939734107 KP4 028 6159 8994 HA cao |  | !',
    ],
  },
  {
    name: 'thôn Đại Phong: lines of a chat with the xóm behind the phone, one without a name',
    file: book(
      {
        Sheet1: sheetOf(
          cells(`
Dạ em gửi danh sách hộ thôn Đại Phong ạ
1. Ông Nguyễn Văn Lộc - 0768946468 - xóm 1
2. Bà Lê Thị Diệp - 0983 872 054 - xóm 1
3. Hoàng Minh Tú: 0817749644, xóm 1
4. Võ Hồng Phúc - 0976.011.566 - xóm 2
5. Bà Trần Thị Gái - không có đt - xóm 2
6. Anh Phan Xuân Hải – 0968409527/0387660951 – xóm 2
7. Đỗ Thị Vẻ ( 0967917801 ) xóm 3
8. Chú - 0968705634 - xóm 3
9. Nguyễn Quốc Bảo +84888060670 xóm 3
Cảm ơn các bác ạ!`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Ông Nguyễn Văn Lộc | xóm 1 | 0768946468',
      'Bà Lê Thị Diệp | xóm 1 | 0983872054',
      'Hoàng Minh Tú | xóm 1 | 0817749644',
      'Võ Hồng Phúc | xóm 2 | 0976011566',
      'Bà Trần Thị Gái |  | ',
      'Anh Phan Xuân Hải | xóm 2 | 0387660951, 0968409527',
      'Đỗ Thị Vẻ | xóm 3 | 0967917801',
      'Nguyễn Quốc Bảo | xóm 3 | 0888060670',
      '8. Chú - 0968705634 - xóm 3 |  | !',
    ],
  },
  {
    name: 'TDP 9: the name over two columns, ditto marks, a short second number',
    file: book(
      {
        'Danh sach': sheetOf(
          cells(`
PHƯỜNG VỸ DẠ
DANH SÁCH CHỦ HỘ

STT | Họ và đệm | Tên | TDP | Số nhà | Điện thoại nhà | Di động
1 | Tôn Thất | Lập | TDP 9 | 1/2 | 0234.3771409 | 0598319484
2 | Công Tằng Tôn Nữ Diệu | Trang | nt | 3 | 2343127207
3 | Nguyễn Khoa | Diễm | nt | 5 |  | 0826.821.128
4 | Hồ Đắc | Di | nt | 7 |  | (0)326634282
5 | Lê Thị | Gái | TDP 10 | 9
6 | Phan Văn | Vững | nt | 11 |  | +84 (0)387232322
7 | Trần Thị Kim | Cúc | nt | 13/1 |  | 0775 367 284 - 421
8 | Nguyễn Phúc | Bửu | nt | 15 | 02343882946 | 703986983`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Tôn Thất Lập | Tdp 9 | 0598319484',
      'Nguyễn Khoa Diễm | Tdp 9 | 0826821128',
      'Hồ Đắc Di | Tdp 9 | 0326634282',
      'Lê Thị Gái | Tdp 10 | ',
      'Phan Văn Vững | Tdp 10 | 0387232322',
      'Trần Thị Kim Cúc | Tdp 10 | 0775367284',
      'Nguyễn Phúc Bửu | Tdp 10 | 0703986983',
      '2 Công Tằng Tôn Nữ Diệu Trang nt 3 2343127207 |  | !',
    ],
  },
];
