import { book, cells, type CorpusList, sheetOf } from './corpus-list.js';

/** Lists of many hands: the police, forms, chats. */
export const LISTS_OF_HANDS: CorpusList[] = [
  {
    name: 'xã Bình Chuẩn: everybody in a row, a number for each household, the head not always first',
    file: book(
      {
        'CU TRU': sheetOf(
          cells(`
CÔNG AN TỈNH NGHỆ AN |  |  |  | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
CÔNG AN XÃ BÌNH CHUẨN |  |  |  | Độc lập - Tự do - Hạnh phúc

DANH SÁCH NHÂN KHẨU THƯỜNG TRÚ (rà soát đến 15/10/2025)

Số hộ | Họ, chữ đệm và tên khai sinh | Ngày sinh | Giới tính | Số ĐDCN | Quan hệ với chủ hộ | Nơi thường trú | Số hồ sơ cư trú | SĐT liên hệ
1 | Lô Văn Thắng | 12/03/1971 | Nam | 038290394988 | Chủ hộ | Bản Quẹ, xã Bình Chuẩn | 40.00137.0011 | 0979772122
 | Vi Thị Lan | 02/09/1974 | Nữ | 042190965348 | Vợ | Bản Quẹ, xã Bình Chuẩn | 40.00137.0011 | 0866210352
 | Lô Văn Hùng | 19/05/1998 | Nam | 042390876607 | Con đẻ | Bản Quẹ, xã Bình Chuẩn | 40.00137.0011
2 | Kha Thị Mùi | 1965 | Nữ | 038072866967 | Chủ hộ | Bản Quẹ, xã Bình Chuẩn | 40.00274.0022
 | Lương Văn Toàn | 11/11/1990 | Nam | 046262267762 | Con đẻ | Bản Quẹ, xã Bình Chuẩn | 40.00274.0022 | 0372037406
 | Hà Thị Xuân | 07/07/1993 | Nữ | 048310751959 | Con dâu | Bản Quẹ, xã Bình Chuẩn | 40.00274.0022
 | Lương Bảo Nam | 30/01/2019 | Nam | 040072962730 | Cháu ruột | Bản Quẹ, xã Bình Chuẩn | 40.00274.0022
3 | Ngân Thị Hoài | 15/08/1980 | Nữ | 048297193546 | Vợ | Bản Quẹ, xã Bình Chuẩn | 40.00411.0033 | 0912533278
 | Vi Văn Đức | 20/10/1977 | Nam | 044366518819 | Chủ hộ | Bản Quẹ, xã Bình Chuẩn | 40.00411.0033 | 0385946215
4 | Lô Thị Bảy | 01/01/1948 | Nữ | 044153963696 | Chủ hộ | Bản Quẹ, xã Bình Chuẩn | 40.00548.0044
5 | Nguyễn Đình Sơn | 24/12/1969 | Nam | 040334133046 | Chủ hộ | Bản Đình, xã Bình Chuẩn | 40.00685.0055 | 0348121149
 | Nguyễn Đình Hải | 03/04/2001 | Nam | 048385418496 | Con đẻ | Bản Đình, xã Bình Chuẩn | 40.00685.0055 | 0963162745
6 | Lương Văn Ọt | 1959 | Nam | 001291071374 | Chủ hộ | Bản Đình, xã Bình Chuẩn | 40.00822.0066
 | Vi Thị Chiên | 1962 | Nữ | 044265611631 | Vợ | Bản Đình, xã Bình Chuẩn | 40.00822.0066
7 | Hà Văn Tuyên | 09/06/1985 | Nam | 044208089940 | Chủ hộ | Bản Đình, xã Bình Chuẩn | 40.00959.0077 | 0978348393
 | Lò Thị Thu | 18/02/1988 | Nữ | 001054386811 | Vợ | Bản Đình, xã Bình Chuẩn | 40.00959.0077 | 0978348393
 | Hà Gia Huy | 12/12/2012 | Nam | 042234740731 | Con đẻ | Bản Đình, xã Bình Chuẩn | 40.00959.0077

 | Tổng cộng: 07 hộ, 17 nhân khẩu

 | CÁN BỘ LẬP BIỂU |  |  |  |  | TRƯỞNG CÔNG AN XÃ

 | Đại úy Trần Quốc Việt |  |  |  |  | Thiếu tá Phan Bá Lộc`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Lô Văn Thắng | Bản Quẹ | 0866210352, 0979772122',
      'Kha Thị Mùi | Bản Quẹ | 0372037406',
      'Vi Văn Đức | Bản Quẹ | 0385946215, 0912533278',
      'Lô Thị Bảy | Bản Quẹ | ',
      'Nguyễn Đình Sơn | Bản Đình | 0348121149, 0963162745',
      'Lương Văn Ọt | Bản Đình | ',
      'Hà Văn Tuyên | Bản Đình | 0978348393',
    ],
  },
  {
    name: 'tổ dân phố Hoàng Xá: answers to a form, its questions as headings',
    file: book(
      {
        Sheet1: sheetOf(
          cells(`
Dấu thời gian | Họ và tên chủ hộ (viết có dấu) | Hộ ông/bà thuộc tổ dân phố nào? | Số điện thoại (có Zalo càng tốt) | Số điện thoại người thân khi cần báo gấp | Gia đình có mấy người? | Ý kiến khác
12/08/2025 19:02:11 | Nguyễn Bá Khiêm | Tổ dân phố Hoàng Xá 1 | 0984377417 |  | 4
12/08/2025 19:15:40 | nguyễn thị thanh tâm | Tổ dân phố Hoàng Xá 1 | 0362 429 937 | 0946759066 (anh trai) | 3 | Đề nghị sửa đèn ngõ 12
12/08/2025 20:41:07 | ĐÀO XUÂN TRƯỜNG | Tổ dân phố Hoàng Xá 2 | +84 327 440 332 |  | 5
13/08/2025 06:30:55 | Nguyễn Bá Khiêm | Tổ dân phố Hoàng Xá 1 | 0984377417 |  | 4 | em gửi lại, lần trước không biết được chưa
13/08/2025 07:12:19 | Bùi Thị Kim Oanh | Tổ dân phố Hoàng Xá 2 | 0989157407 | không có | 2
13/08/2025 12:00:03 | Trịnh Đình Luyện | Tổ dân phố Hoàng Xá 2 | 097812345 | 0858672419 | 6 | số kia là của con gái
14/08/2025 21:47:58 | Lê Thị Hiền | Tổ dân phố Hoàng Xá 1 | 0971275254, 0334049800 |  | 4
15/08/2025 08:08:08 | Phùng Văn Tố | Tổ dân phố Hoàng Xá 1 | tôi không dùng điện thoại |  | 1`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Nguyễn Bá Khiêm | Tổ dân phố Hoàng Xá 1 | 0984377417',
      'nguyễn thị thanh tâm | Tổ dân phố Hoàng Xá 1 | 0362429937, 0946759066',
      'ĐÀO XUÂN TRƯỜNG | Tổ dân phố Hoàng Xá 2 | 0327440332',
      'Bùi Thị Kim Oanh | Tổ dân phố Hoàng Xá 2 | 0989157407',
      'Trịnh Đình Luyện | Tổ dân phố Hoàng Xá 2 | 0858672419',
      'Lê Thị Hiền | Tổ dân phố Hoàng Xá 1 | 0334049800, 0971275254',
      'Phùng Văn Tố | Tổ dân phố Hoàng Xá 1 | ',
      'Nguyễn Bá Khiêm |  | !',
    ],
  },
  {
    name: 'xóm Chùa: no headings, titles before names, a row without a name',
    file: book(
      {
        Sheet1: sheetOf(
          cells(`
1 | Ông Đào Duy Tý | 0983659224 | Xóm Chùa
2 | Bà Lưu Thị Gấm | 0376 466 251 | Xóm Chùa

3 | Ông Khổng Văn Lịch | 912661027 | Xóm Đình
4 | Bà Tạ Thị Thìn | 098765432 | Xóm Đình
5 | Anh Khổng Minh Chính | 0866525882 | Xóm Đình

6 | Chị Nguyễn Thị Nhàn | 0353553911 0947972488 | Xóm Gò
7 | Cụ Tạ Văn Bảo |  | Xóm Gò
8 |  | 0389241017 | Xóm Gò`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Ông Đào Duy Tý | Xóm Chùa | 0983659224',
      'Bà Lưu Thị Gấm | Xóm Chùa | 0376466251',
      'Ông Khổng Văn Lịch | Xóm Đình | 0912661027',
      'Anh Khổng Minh Chính | Xóm Đình | 0866525882',
      'Chị Nguyễn Thị Nhàn | Xóm Gò | 0353553911, 0947972488',
      'Cụ Tạ Văn Bảo | Xóm Gò | ',
      '4 Bà Tạ Thị Thìn 098765432 Xóm Đình |  | !',
      '8  0389241017 Xóm Gò |  | !',
    ],
  },
  {
    name: 'xóm Đồng Găng: lines of a chat, one without a phone, a greeting at the end',
    file: book(
      {
        'Trang tính1': sheetOf(
          cells(`
Danh sách bà con xóm mình ạ
Xóm Đồng Găng
1. Ông Bùi Văn Thiềng - 0975742402
2. Bà Quách Thị Ển - 0338987303
3. Ông Bùi Văn Nhạn - 0916.778.886 (vợ: 0862321846)
4. Bà Bùi Thị Nẻo - chưa có điện thoại
Xóm Bậy
5. Ông Đinh Công Sứ: 0349 452 777
6. Anh Quách Đình Nhâm, 0987442380
7. Chị Bùi Thị Hiệng 0395053736
Ai thiếu thì nhắn em bổ sung nhé`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Ông Bùi Văn Thiềng | Xóm Đồng Găng | 0975742402',
      'Bà Quách Thị Ển | Xóm Đồng Găng | 0338987303',
      'Ông Bùi Văn Nhạn | Xóm Đồng Găng | 0862321846, 0916778886',
      'Bà Bùi Thị Nẻo | Xóm Đồng Găng | ',
      'Ông Đinh Công Sứ | Xóm Bậy | 0349452777',
      'Anh Quách Đình Nhâm | Xóm Bậy | 0987442380',
      'Chị Bùi Thị Hiệng | Xóm Bậy | 0395053736',
    ],
  },
  {
    name: 'khóm 1: the phone in the note, amounts of money beside',
    file: book(
      {
        Sheet1: sheetOf(
          cells(`
MẶT TRẬN TỔ QUỐC XÃ BÌNH THẠNH
DS hộ vận động quỹ "Vì người nghèo" 2023
Stt | H.tên chủ hộ | Khóm | Số tiền (đ) | ĐT | G.chú
1 | Nguyễn Ngọc Ẩn | Khóm 1 | 200.000 | 0367752738
2 | Trần Thị Bưởi | nt | 500.000 | 0844360742
3 | Lê Văn Kỉnh | nt | 1.000.000 |  | ĐT 0354236780
4 | Phạm Thị Nhãn | nt | 50.000
 | Cộng khóm 1 |  | 1.750.000
5 | Đỗ Hữu Nhẫn | Khóm 2 | 300.000 | 0825.913.563
6 | Võ Thị Xuyến | -nt- | 100.000 | 984927254
7 | Huỳnh Ngọc Diễm | -nt- | 2.000.000 | 0949716135,0869001457
8 | Thạch Sà Rịt | -nt- | 100.000 | 0935480790 | dân tộc Khmer
 | Cộng khóm 2 |  | 2.500.000
 | TỔNG CỘNG |  | 4.250.000
 | (Bốn triệu hai trăm năm mươi ngàn đồng)`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Nguyễn Ngọc Ẩn | Khóm 1 | 0367752738',
      'Trần Thị Bưởi | Khóm 1 | 0844360742',
      'Lê Văn Kỉnh | Khóm 1 | 0354236780',
      'Phạm Thị Nhãn | Khóm 1 | ',
      'Đỗ Hữu Nhẫn | Khóm 2 | 0825913563',
      'Võ Thị Xuyến | Khóm 2 | 0984927254',
      'Huỳnh Ngọc Diễm | Khóm 2 | 0869001457, 0949716135',
      'Thạch Sà Rịt | Khóm 2 | 0935480790',
    ],
  },
];
