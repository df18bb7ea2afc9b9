import { book, cells, type CorpusList, sheetOf } from './corpus-list.js';

/** Lists of other offices’ making: the Front, the police, the power company. */
export const LISTS_OF_OFFICES: CorpusList[] = [
  {
    name: 'xã Hòa Lợi: a sheet for each hamlet by another hand, before them the counts with the hamlet heads',
    file: book(
      {
        'Tổng hợp': sheetOf(
          cells(`
TỔNG HỢP SỐ HỘ CÁC ẤP - XÃ HÒA LỢI
STT | Ấp | Số hộ | Số khẩu | Trưởng ấp | SĐT trưởng ấp
1 | Bình Hòa | 5 | 21 | Mai Văn Lượm | 0337.000.767
2 | Bình Thạnh | 5 | 18 | Cao Thị Nhiên | 0966.036.697
3 | Ấp 5A | 4 | 16 | Ngô Tấn Phát | 0784.040.269
 | Cộng | 14 | 55`),
        ),
        'Ấp Bình Hòa': sheetOf(
          cells(`
DANH SÁCH HỘ ẤP BÌNH HÒA

Stt | Tên chủ hộ | Số nhà | Số khẩu | SĐT
1 | Mai Văn Lượm | 12/3 | 4 | 0337.000.767
2 | Phan Thị Chín | 15 | 3 | 0908094723
3 | Trương Công Định | 15A | 5 | 0327738186/0856814596
4 | Đỗ Văn Sáng | 21 | 6 | 708633840
5 | Hồ Thị Lẹ | 22/1 | 3 | chưa có`),
        ),
        'Bình Thạnh': sheetOf(
          cells(`
Số điện thoại | Họ tên | Tổ | TT
0966 036 697 | Cao Thị Nhiên | 1 | 1
0964 347 269 | Lý Văn Khỏe | 1 | 2
0817 926 008 Zalo | Dương Thị Bạch Tuyết | 2 | 3
 | Dương Văn Cảnh | 2 | 4
0785 022 731 hoặc 0837 802 376 | Nguyễn Hữu Lộc | 2 | 5`),
        ),
        '5A': sheetOf(
          cells(`
Ấp 5A - danh sách hộ gia đình (Ngô Tấn Phát lập)
STT | Chủ hộ | Điện thoại chồng | Điện thoại vợ | Ghi chú
1 | Ngô Tấn Phát | 784040269 | 368718912 | Trưởng ấp
2 | Lâm Văn Kiệt | 341381448
3 | Phạm Văn Ri |  | 912497571 | chồng đi ghe
4 | Trần Thị Huệ |  |  | già, không xài điện thoại`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Mai Văn Lượm | Ấp Bình Hòa | 0337000767',
      'Phan Thị Chín | Ấp Bình Hòa | 0908094723',
      'Trương Công Định | Ấp Bình Hòa | 0327738186, 0856814596',
      'Đỗ Văn Sáng | Ấp Bình Hòa | 0708633840',
      'Hồ Thị Lẹ | Ấp Bình Hòa | ',
      'Cao Thị Nhiên | Ấp Bình Thạnh | 0966036697',
      'Lý Văn Khỏe | Ấp Bình Thạnh | 0964347269',
      'Dương Thị Bạch Tuyết | Ấp Bình Thạnh | 0817926008',
      'Dương Văn Cảnh | Ấp Bình Thạnh | ',
      'Nguyễn Hữu Lộc | Ấp Bình Thạnh | 0785022731, 0837802376',
      'Ngô Tấn Phát | Ấp 5A | 0368718912, 0784040269',
      'Lâm Văn Kiệt | Ấp 5A | 0341381448',
      'Phạm Văn Ri | Ấp 5A | 0912497571',
      'Trần Thị Huệ | Ấp 5A | ',
    ],
  },
  {
    name: 'ấp Trung 2: no headings, a reminder in between, the son’s phone in a remark',
    file: book(
      {
        'Ấp Trung 2': sheetOf(
          cells(`
1 | Ông Sáu Lèo (Nguyễn Văn Lèo) | tổ 1 | 0799.619.218
2 | Bà Trần Thị Điệp | tổ 1 | 0897.115.088
3 | Ông Lê Văn Phương | tổ 1 | 0983.563.127 | con: 0962.204.131
4 | Ông Đỗ Thành Nhơn | tổ 1 | 0967.284.496
 | nhớ hỏi lại số tổ 2
5 | Bà Nguyễn Thị Hai | tổ 2 | 0
6 | Ông Mai Hoàng Khởi | tổ 2 | 0796.082.900 | đi làm xa
7 | Ông Phạm Văn Tạo | tổ 2 | 0966.702.931
8 | Bà Cao Thị Ánh | tổ 3 | 0581.691.299 0963.363.473
9 | Ông Trịnh Văn Nhớ | tổ 3`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Ông Sáu Lèo (Nguyễn Văn Lèo) | Ấp Trung 2 | 0799619218',
      'Bà Trần Thị Điệp | Ấp Trung 2 | 0897115088',
      'Ông Lê Văn Phương | Ấp Trung 2 | 0962204131, 0983563127',
      'Ông Đỗ Thành Nhơn | Ấp Trung 2 | 0967284496',
      'Bà Nguyễn Thị Hai | Ấp Trung 2 | ',
      'Ông Mai Hoàng Khởi | Ấp Trung 2 | 0796082900',
      'Ông Phạm Văn Tạo | Ấp Trung 2 | 0966702931',
      'Bà Cao Thị Ánh | Ấp Trung 2 | 0581691299, 0963363473',
      'Ông Trịnh Văn Nhớ | Ấp Trung 2 | ',
    ],
  },
  {
    name: 'ấp Khánh Lộc: a second list below the first, in another order of columns',
    file: book(
      {
        'Nghèo - CN': sheetOf(
          cells(`
DANH SÁCH HỘ NGHÈO, CẬN NGHÈO ẤP KHÁNH LỘC NĂM 2024
I. HỘ NGHÈO
STT | Họ tên chủ hộ | Số CCCD | Số tài khoản | Số ĐT | Ghi chú
1 | Danh Văn Hiền | 091075001222 | 0700123456789 | 0765164124
2 | Nguyễn Thị Lụa | 091168004531 | 0700987654321 | 0899910345 | neo đơn
3 | Trần Văn Ngoan | 091060007712 |  |  | bệnh
4 | Lê Thị Bé Sáu | 091172003319 | 0700456123789 | 0395.413.449
5 | Phan Văn Thời | 091080006540 | 0700321654987 | 0853.487.086 (em ruột)
 | Cộng: 5 hộ nghèo

II. HỘ CẬN NGHÈO
Stt | Điện thoại | Chủ hộ | Số khẩu | Ghi chú
1 | 0771348016 | Thị Sà Phên | 4
2 | 0942655983 | Võ Văn Tấn Em | 5 | thoát nghèo 2025
3 | 0349 245 199 | Lâm Thị Ngọc Yến | 3
4 |  | Huỳnh Văn Nhớ | 2
 |  | Cộng: 4 hộ cận nghèo`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Danh Văn Hiền | Ấp Khánh Lộc | 0765164124',
      'Nguyễn Thị Lụa | Ấp Khánh Lộc | 0899910345',
      'Trần Văn Ngoan | Ấp Khánh Lộc | ',
      'Lê Thị Bé Sáu | Ấp Khánh Lộc | 0395413449',
      'Phan Văn Thời | Ấp Khánh Lộc | 0853487086',
      'Thị Sà Phên | Ấp Khánh Lộc | 0771348016',
      'Võ Văn Tấn Em | Ấp Khánh Lộc | 0942655983',
      'Lâm Thị Ngọc Yến | Ấp Khánh Lộc | 0349245199',
      'Huỳnh Văn Nhớ | Ấp Khánh Lộc | ',
    ],
  },
  {
    name: 'khu phố Bình An: heading rows with the leader of each group and their phone, a hotline below',
    file: book(
      {
        'KP Bình An': sheetOf(
          cells(`
KHU PHỐ BÌNH AN - PHƯỜNG TÂN KHÁNH
STT | Chủ hộ | Số nhà | Di động
Tổ 1 - Tổ trưởng: Ông Nguyễn Tri Hùng - 0997.055.346
1 | Nguyễn Tri Hùng | 1/5A | 0997.055.346
2 | Đỗ Thị Ngọc Điệp | 1/6 | 0918.556.000
3 | Trần Quang Vịnh | 1/7 | 0829.344.860
Tổ 2 - Tổ trưởng: Bà Lê Thị Cẩm Vân - 0348.310.291
1 | Lê Thị Cẩm Vân | 2/1 | 0348.310.291
2 | Vương Đình Khang | 2/2
3 | Phạm Ngọc Thể | 2/3B | 0963.051.136
Tổ 3 - Tổ trưởng: Ông Hứa Văn Tài - 0818.694.829
1 | Hứa Văn Tài | 3/9 | 0818.694.829
2 | Mạch Thị Xuyến | 3/10 | 0794.715.724

Trực ban Công an phường: 0274 323 0210 - Điện lực: 19001006
Cấp cứu 115 - Chữa cháy 114`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Nguyễn Tri Hùng | KP Bình An | 0997055346',
      'Đỗ Thị Ngọc Điệp | KP Bình An | 0918556000',
      'Trần Quang Vịnh | KP Bình An | 0829344860',
      'Lê Thị Cẩm Vân | KP Bình An | 0348310291',
      'Vương Đình Khang | KP Bình An | ',
      'Phạm Ngọc Thể | KP Bình An | 0963051136',
      'Hứa Văn Tài | KP Bình An | 0818694829',
      'Mạch Thị Xuyến | KP Bình An | 0794715724',
    ],
  },
  {
    name: 'khóm Mỹ Thọ: the head below his wife, under one household code',
    file: book(
      {
        NK: sheetOf(
          cells(`
DANH SÁCH NHÂN KHẨU KHÓM MỸ THỌ
STT | Mã hộ | Họ và tên | Ngày sinh | Số định danh | Quan hệ với chủ hộ | Số điện thoại
1 | H001 | Lương Văn Cầu | 11/02/1963 | 087063001245 | Chủ hộ | 0773378279
2 | H001 | Trần Thị Lài | 05/06/1965 | 087165003321 | Vợ | 0815823974
3 | H001 | Lương Gia Bảo | 20/09/1992 | 087092007001 | Con | 0563747889
4 | H002 | Nguyễn Thị Tiếp | 01/01/1970 | 087170002219 | Vợ | 0363415358
5 | H002 | Đinh Văn Hòa | 01/01/1968 | 087068005544 | Chủ hộ
6 | H002 | Đinh Thị Hoài | 14/08/1999 | 087199000432 | Con
7 | H003 | Tống Thị Rớt | 1940 | 087140000003 | Chủ hộ
8 | H003 | Phan Thanh Tùng | 03/03/1972 | 087072001111 | Con trai | 0705108088
9 | H004 | Phan Bá Lộc | 12/12/1985 | 087085002876 | Chủ hộ | 0790165708
10 | H004 | Lê Thị Hồng Gấm | 10/10/1987 | 087187003456 | Vợ | 0790165708
11 | H004 | Phan Bá Lâm | 15/05/2012 | 087212000654 | Con
12 | H005 | Khưu Thị Nguyệt | 27/07/1979 | 087179006543 | Chủ hộ | 0339021562
13 | H006 | Trần Hoài Bão | 08/03/1990 | 087090008642 | Chủ hộ
14 | H006 | Mai Thị Thúy | 19/04/1993 | 087193001357 | Vợ`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Lương Văn Cầu | Khóm Mỹ Thọ | 0563747889, 0773378279, 0815823974',
      'Đinh Văn Hòa | Khóm Mỹ Thọ | 0363415358',
      'Tống Thị Rớt | Khóm Mỹ Thọ | 0705108088',
      'Phan Bá Lộc | Khóm Mỹ Thọ | 0790165708',
      'Khưu Thị Nguyệt | Khóm Mỹ Thọ | 0339021562',
      'Trần Hoài Bão | Khóm Mỹ Thọ | ',
    ],
  },
  {
    name: 'ấp Hòa Phú: the old number of eleven figures beside the new one',
    file: book(
      {
        'Hòa Phú': sheetOf(
          cells(`
DANH SÁCH CHUYỂN ĐỔI SỐ ĐIỆN THOẠI HỘ DÂN
Ấp Hòa Phú
Stt | Họ tên | Số cũ (11 số) | Số mới (10 số) | Máy bàn
1 | Trần Văn Lũy | 01246614254 | 0846614254
2 | Nguyễn Thị Thêm | 01280294261 | 0780294261 | 0270 334 5438
3 | Lê Văn Hết | 0166.242.1039
4 | Phạm Thị Tuyết |  | 0799480396
5 | Võ Văn Mót | 1630310452 | 330310452
6 | Đặng Văn Phủ | 1210402272
7 | Huỳnh Thị Xinh | không đổi | 0857035298
8 | Cao Hồng Đào |  |  | cắt máy`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Trần Văn Lũy | Ấp Hòa Phú | 0846614254',
      'Nguyễn Thị Thêm | Ấp Hòa Phú | 0780294261',
      'Lê Văn Hết | Ấp Hòa Phú | 0362421039',
      'Phạm Thị Tuyết | Ấp Hòa Phú | 0799480396',
      'Võ Văn Mót | Ấp Hòa Phú | 0330310452',
      'Đặng Văn Phủ | Ấp Hòa Phú | 0790402272',
      'Huỳnh Thị Xinh | Ấp Hòa Phú | 0857035298',
      'Cao Hồng Đào | Ấp Hòa Phú | ',
    ],
  },
  {
    name: 'trạm Phú Thạnh 2: the power company’s customers, the hamlet in the address',
    file: book(
      {
        KH: sheetOf(
          cells(`
CÔNG TY ĐIỆN LỰC HẬU GIANG
ĐIỆN LỰC CHÂU THÀNH
DANH SÁCH KHÁCH HÀNG TRẠM ẤP PHÚ THẠNH 2
STT | Mã KH | Tên khách hàng | Địa chỉ dùng điện | Số công tơ | Ngày lắp | Tiền điện T9 | Điện thoại | Số hộ dùng chung
1 | PB15030012451 | Nguyễn Văn Thẳng | 12, Ấp Phú Thạnh 2 | 0318124455 | 12/03/2015 | 345000 | 0374979105 | 1
2 | PB15030012452 | Trần Thị Mỹ Hằng | 14, Ấp Phú Thạnh 2 | 0318124456 | 12/03/2015 | 218500 | 0943714553 | 1
3 | PB15030012460 | Lê Văn Sớm | Ấp Phú Thạnh 2 | 0977001234 | 20/06/2018 | 1204000 |  | 2
4 | PB15030012477 | Phạm Văn Sửu | Ấp Phú Xuân | 0318990071 | 01/10/2019 | 98700 | 0965396291 | 1
5 | PB15030012480 | Võ Ngọc Ẩn | Ấp Phú Xuân | 0318990072 | 01/10/2019 | 412300 | 0864699859 | 1
6 | PB15030012499 | Đoàn Thị Út Hậu | Ấp Phú Xuân | 0385120099 | 05/01/2021 | 377000 | 0906632879,0910009384 | 1
 |  | Cộng |  |  |  | 2655500`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Nguyễn Văn Thẳng | Ấp Phú Thạnh 2 | 0374979105',
      'Trần Thị Mỹ Hằng | Ấp Phú Thạnh 2 | 0943714553',
      'Lê Văn Sớm | Ấp Phú Thạnh 2 | ',
      'Phạm Văn Sửu | Ấp Phú Xuân | 0965396291',
      'Võ Ngọc Ẩn | Ấp Phú Xuân | 0864699859',
      'Đoàn Thị Út Hậu | Ấp Phú Xuân | 0906632879, 0910009384',
    ],
  },
];
