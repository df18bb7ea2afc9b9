import { book, cells, type CorpusList, sheetOf } from './corpus-list.js';

/** Lists of unions, stations and groups of neighbours: a chat, branches, loan groups. */
export const LISTS_OF_UNIONS: CorpusList[] = [
  {
    name: 'XOM 3B: capitals without accents, a place abbreviated, a word before a number, TONG below',
    file: book(
      {
        Sheet1: sheetOf(
          cells(`
DANH SACH HO DAN VUNG NGAP LUT - XA NAM CUONG
(Doi xung kich PCTT cap nhat truoc mua bao 2022)
STT | HO TEN CHU HO | XOM | SO NHAN KHAU | SDT | NGUOI CAN HO TRO
1 | NGUYEN CANH HOA | XOM 2 | 4 | O768449823 | 0
2 | TRAN THI LIEU | XOM 2 | 3 | 0846581231/368 | 1
3 | HO VAN NUOI | XOM 2 | 6 | 0930285843/0328394309 | 2
4 | PHAN VAN CHAU | XOM 2 | 2 |  | 1
5 | DAU VAN LUONG | XOM 3A | 5 | 0399610068 0779652058 | 0
6 | LE THI TOAN | XOM 3A | 1 | 085-141-1750 (goi chau Hung) | 1
7 | BUI DINH SAM | XOM 3A | 4 | +84949418890 | 0
8 | VO THI CAM | X3A | 2 | 335149116 | 0
9 | NGUYEN DUY TAN | XOM 3B | 3 | so 0522044216 | 0
10 | CHU THI HONG | XOM 3B | 2 | 00789205302 | 0
11 | TRUONG VAN BINH | -nt- | 5 | 0860263119 | 1
 | TONG |  | 37 |  | 6`),
        ),
      },
      'xlsx',
    ),
    households: [
      'NGUYEN CANH HOA | Xom 2 | 0768449823',
      'TRAN THI LIEU | Xom 2 | 0846581231',
      'HO VAN NUOI | Xom 2 | 0328394309, 0930285843',
      'PHAN VAN CHAU | Xom 2 | ',
      'DAU VAN LUONG | Xom 3A | 0399610068, 0779652058',
      'LE THI TOAN | Xom 3A | 0851411750',
      'BUI DINH SAM | Xom 3A | 0949418890',
      'VO THI CAM | Xom X3A | 0335149116',
      'NGUYEN DUY TAN | Xom 3B | 0522044216',
      'TRUONG VAN BINH | Xom 3B | 0860263119',
      '10 CHU THI HONG XOM 3B 2 00789205302 0 |  | !',
    ],
  },
  {
    name: 'ven sông: hamlets with bullets, headings under each, two phones and one of a relative',
    file: book(
      {
        'Ven sông': sheetOf(
          cells(`
XÃ TÂN ÂN TÂY
Danh bạ các hộ ven sông (gọi khi có triều cường)

* Ấp Ông Quyền (Trưởng ấp: Tư Đen)
Số TT | Tên chủ hộ | ĐT 1 | ĐT 2 | ĐT người thân | Ghi chú
1 | Phan Văn Đức | 0331744428 | 0528282690
2 | Trần Thị Nhiên |  | 0783 743 808
3 | Nguyễn Văn Dô | 0863657005 |  | 0968919289 (em ruột)
4 | Lê Chí Nguyện |  |  |  | ĐT 0349.536.569

* Ấp Dinh Hạn
Số TT | Tên chủ hộ | ĐT 1 | ĐT 2 | ĐT người thân | Ghi chú
1 | Võ Thị Rớt | 01221774888 | 0563514218
2 | Trịnh Hoàng Em | 079659751x
3 | Quách Văn Mừng |  |  |  | đi biển, không có máy
4 | Đỗ Văn Cò | 887292996 | 972673639

* Ấp Nhà Hội
Số TT | Tên chủ hộ | ĐT 1 | ĐT 2 | ĐT người thân | Ghi chú
1 | Tạ Thị Bích Trâm | ０３５３２５３６０５
2 | Ngô Hồng Khanh | 0585676314 | 0585676314
 | Tổng cộng 10 hộ`),
        ),
      },
      'ods',
    ),
    households: [
      'Phan Văn Đức | Ấp Ông Quyền | 0331744428, 0528282690',
      'Trần Thị Nhiên | Ấp Ông Quyền | 0783743808',
      'Nguyễn Văn Dô | Ấp Ông Quyền | 0863657005, 0968919289',
      'Lê Chí Nguyện | Ấp Ông Quyền | 0349536569',
      'Võ Thị Rớt | Ấp Dinh Hạn | 0563514218, 0771774888',
      'Quách Văn Mừng | Ấp Dinh Hạn | ',
      'Đỗ Văn Cò | Ấp Dinh Hạn | 0887292996, 0972673639',
      'Tạ Thị Bích Trâm | Ấp Nhà Hội | 0353253605',
      'Ngô Hồng Khanh | Ấp Nhà Hội | 0585676314',
      '2 Trịnh Hoàng Em 079659751x |  | !',
    ],
  },
  {
    name: 'khu phố Mỹ Khê: what people wrote into a chat, in one column',
    file: book(
      {
        Sheet1: sheetOf(
          cells(`
Danh sách bà con khu phố Mỹ Khê gửi nhóm Zalo
TỔ 1
1. Nguyễn Văn Lành (Tư Lành) - 0883143058
2. Trần Thị Thu Hà: 0976.720.270
3. Lê Bá Sơn 0352 332 176 vk 0581 480 428
4. Võ Thị Ngọc Hân - chưa có sđt
TỔ 2
1/ Phạm Đức Thịnh. +84813655783
2/ Cô Đinh Thị Nguyệt O8967139O1
3/ Nguyễn Hoàng Phi Long - 0988200970
4/ - 0369137083
5/ Hồ Ngọc Châu, 059-942-0110
TỔ 3
1) Đỗ Thị Cúc 08209881
2) Bùi Khắc Hiếu-0901123807
3) Trương Mỹ Lệ 0994253063
Tổng: 12 hộ. Mọi người bổ sung giúp KP nhé!`),
        ),
      },
      'biff8',
    ),
    households: [
      'Nguyễn Văn Lành (Tư Lành) | khu phố Mỹ Khê | 0883143058',
      'Trần Thị Thu Hà | khu phố Mỹ Khê | 0976720270',
      'Lê Bá Sơn | khu phố Mỹ Khê | 0352332176, 0581480428',
      'Võ Thị Ngọc Hân | khu phố Mỹ Khê | ',
      'Phạm Đức Thịnh | khu phố Mỹ Khê | 0813655783',
      'Cô Đinh Thị Nguyệt | khu phố Mỹ Khê | 0896713901',
      'Nguyễn Hoàng Phi Long | khu phố Mỹ Khê | 0988200970',
      'Hồ Ngọc Châu | khu phố Mỹ Khê | 0599420110',
      'Bùi Khắc Hiếu | khu phố Mỹ Khê | 0901123807',
      'Trương Mỹ Lệ | khu phố Mỹ Khê | 0994253063',
      '4/ - 0369137083 |  | !',
      '1) Đỗ Thị Cúc 08209881 |  | !',
    ],
  },
  {
    name: 'chi hội phụ nữ: the branches are the hamlets, two members of one household',
    file: book(
      {
        Sheet1: sheetOf(
          cells(`
DS HỘI VIÊN PHỤ NỮ XÃ TÂN THẠNH NĂM 2022
TT | Họ tên hội viên | NS | Chủ hộ | Chi hội (ấp) | ĐT | Zalo | Ghi chú
1 | Đặng Thị Thu Phượng | 1978 | Trần Quốc Sơn | Ấp Tân Bình | 0351.785.160 | nt
2 | Dương Thị Mỹ Cúc | 1985 | Trương Văn Toàn | Ấp Tân Bình | 0776526649 | 0896885232 | chi hội phó
3 | Đặng Thị Hồng Hoa | 1952 | Trần Xuân Lộc | Ấp Tân Bình | 0902282077 | không | mẹ chồng
4 | Vũ Thị Nga | 1983 | Trần Xuân Lộc | Ấp Tân Bình | 0568467031 | nt | con dâu
5 | Vũ Thị Mỹ Tuyết | 1967 | Vũ Thị Mỹ Tuyết | Ấp Tân Phú | 0585 721 329 | x | đơn thân
6 | Lương Thị Thu Trang | 1990 | Lê Xuân Hải | Ấp Tân Phú |  | 0826889947 | chỉ dùng zalo
7 | Đặng Thị Thu Nga | 1971 | Tô Xuân Lâm | Ấp Tân Phú | 0830-928-990 | nt
8 | Ngô Thị Nguyệt | 1949 | Phan Quốc Dũng | Ấp Tân Phú
9 | Võ Thị Thu Nguyệt | 1974 | Võ Thị Thu Nguyệt | Ấp Tân Hiệp | +84 785 600 952 | x | hội viên nòng cốt
10 | Ngô Thị Kim Nguyệt | 1988 | Ngô Ngọc Lộc | Ấp Tân Hiệp | 00832747734
11 | Trần Thị Kim Sáu | 1969 | Phạm Công Khánh | Ấp Tân Hiệp | 0918517804 (con gái) |  | mù chữ
 | Cộng: 11 hội viên`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Trần Quốc Sơn | Ấp Tân Bình | 0351785160',
      'Trương Văn Toàn | Ấp Tân Bình | 0776526649, 0896885232',
      'Trần Xuân Lộc | Ấp Tân Bình | 0568467031, 0902282077',
      'Vũ Thị Mỹ Tuyết | Ấp Tân Phú | 0585721329',
      'Lê Xuân Hải | Ấp Tân Phú | 0826889947',
      'Tô Xuân Lâm | Ấp Tân Phú | 0830928990',
      'Phan Quốc Dũng | Ấp Tân Phú | ',
      'Võ Thị Thu Nguyệt | Ấp Tân Hiệp | 0785600952',
      'Phạm Công Khánh | Ấp Tân Hiệp | 0918517804',
      '10 Ngô Thị Kim Nguyệt 1988 Ngô Ngọc Lộc Ấp Tân Hiệp 00832747734 |  | !',
    ],
  },
  {
    name: 'Tổ TK&VV số 07: a loan group of a thôn, old prefixes',
    file: book(
      {
        Sheet1: sheetOf(
          cells(`
HỘI NÔNG DÂN XÃ EA TU
Tổ TK&VV số 07 - Thôn Liên Sơn - Tổ trưởng: Hà Văn Quyết
STT | Họ và tên chủ hộ | Số sổ vay | Số tiền vay (đ) | Ngày vay | Hạn trả | Đ.thoại | Mục đích
1 | Lý Bá Lộc | 6654373499 | 35.000.000 | 17/02/2016 | 13/08/2019 | 01642.627.147 | Nuôi bò
2 | Lương Xuân Vinh | 6652220522 | 45.000.000 | 16/07/2016 | 16/08/2019 | 01884.922.744 | Trồng tiêu
3 | Vũ Thanh Tư | 6695217781 | 50.000.000 | 15/03/2016 | 11/03/2019 | 0944.457.412 | Chăm cà phê
4 | Dương Thị Thu Yến | 6641829591 | 40.000.000 | 16/06/2016 | 13/01/2019 | 01998.248.629 | Nuôi bò
5 | Dương Hữu Rỡ | 6660940674 | 35.000.000 | 15/09/2016 | 13/03/2019 | 01640.144.598; 01636.586.688 | Trồng tiêu
6 | Ngô Minh Hải | 6654237329 | 25.000.000 | 16/04/2016 | 15/08/2019 | 0909.584.056 | Chăm cà phê
7 | Đoàn Hữu Lâm | 6642351367 | 25.000.000 | 10/07/2016 | 17/08/2019 | 01278.948.988 | Nuôi bò
8 | Nguyễn Thị Hồng Nga | 6660408974 | 45.000.000 | 11/02/2016 | 10/01/2019 |  | Trồng tiêu
9 | Trương Công Bảy | 6612586765 | 45.000.000 | 14/06/2016 | 12/04/2019 | 0947.776.969 | Chăm cà phê
10 | Dương Xuân Chiến | 6623998952 | 45.000.000 | 14/07/2016 | 14/02/2019 | 01218.021.589 | Nuôi bò
11 | Trần Bá Khánh | 6656950308 | 40.000.000 | 12/02/2016 | 18/07/2019 | 0188864379 | Trồng tiêu
12 | Phạm Thị Thảo | 6646896509 | 20.000.000 | 11/04/2016 | 15/02/2019 | 0916.236.374 | Chăm cà phê
 | Tổng cộng |  | 450.000.000`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Lý Bá Lộc | Thôn Liên Sơn | 0342627147',
      'Lương Xuân Vinh | Thôn Liên Sơn | 0584922744',
      'Vũ Thanh Tư | Thôn Liên Sơn | 0944457412',
      'Dương Thị Thu Yến | Thôn Liên Sơn | 0598248629',
      'Dương Hữu Rỡ | Thôn Liên Sơn | 0336586688, 0340144598',
      'Ngô Minh Hải | Thôn Liên Sơn | 0909584056',
      'Đoàn Hữu Lâm | Thôn Liên Sơn | 0818948988',
      'Nguyễn Thị Hồng Nga | Thôn Liên Sơn | ',
      'Trương Công Bảy | Thôn Liên Sơn | 0947776969',
      'Dương Xuân Chiến | Thôn Liên Sơn | 0798021589',
      'Phạm Thị Thảo | Thôn Liên Sơn | 0916236374',
      '11 Trần Bá Khánh 6656950308 40.000.000 12/02/2016 18/07/2019 0188864379 Trồng tiêu |  | !',
    ],
  },
  {
    name: 'cách ly tại nhà: F1 is nobody’s name, headings again in the middle',
    file: book(
      {
        Sheet1: sheetOf(
          cells(`
DANH SACH HO CACH LY TAI NHA - TRAM Y TE XA HUNG MY
STT | HO TEN CHU HO | AP | SO F0 | NGAY TEST | CT | SDT LIEN HE | GHI CHU
1 | Trần Bá Thắng | Ấp Cây Sộp | 4 | 24/8/2021 | CT 21,2 | 0354268602
2 | Lý Quốc Chiến | Ấp Cây Sộp | 4 | 25/8/2021 | CT 30,9 | 0377756818 (chồng) 0760414986 (vợ)
3 | Dương Thị Thu Sáu | Ấp Cây Sộp | 1 | 6/9/2021 | CT 25,3 | 0322 812 309 | đã hoàn thành CL
4 | Đỗ Văn Chiến | Ấp Cây Sộp | 4 | 21/8/2021 | CT 25,1 | ko có đt
5 | F1 | Ấp Cây Sộp | 2 | 2/8/2021 | CT 24,8 | 0765742512 | tiếp xúc chợ
STT | HO TEN CHU HO | AP | SO F0 | NGAY TEST | CT | SDT LIEN HE | GHI CHU
6 | Phan Thị Kim Nguyệt | Ấp Đại Thôn | 1 | 2/9/2021 | CT 26,3 | 0774.194.705
7 | Đỗ Công Rỡ | Ấp Đại Thôn | 3 | 2/9/2021 | CT 23,7 | ĐTDĐ: 0897922398; Zalo: 0353281184
8 | Tô Văn Vinh | Ấp Đại Thôn | 3 | 21/9/2021 | CT 22,6 | 0845995546. | chuyển BV 20/9/2021
9 | Tô Thị Hồng Đào | Ấp Đại Thôn | 4 | 24/8/2021 | CT 28,4 | 819308815
10 | Lý Minh Được | Ấp Đại Thôn | 1 | 1/9/2021 | CT 26,3 | 02943 827 511`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Trần Bá Thắng | Ấp Cây Sộp | 0354268602',
      'Lý Quốc Chiến | Ấp Cây Sộp | 0377756818, 0760414986',
      'Dương Thị Thu Sáu | Ấp Cây Sộp | 0322812309',
      'Đỗ Văn Chiến | Ấp Cây Sộp | ',
      'Phan Thị Kim Nguyệt | Ấp Đại Thôn | 0774194705',
      'Đỗ Công Rỡ | Ấp Đại Thôn | 0353281184, 0897922398',
      'Tô Văn Vinh | Ấp Đại Thôn | 0845995546',
      'Tô Thị Hồng Đào | Ấp Đại Thôn | 0819308815',
      '5 F1 Ấp Cây Sộp 2 2/8/2021 CT 24,8 0765742512 tiếp xúc chợ |  | !',
      '10 Lý Minh Được Ấp Đại Thôn 1 1/9/2021 CT 26,3 02943 827 511 |  | !',
    ],
  },
  {
    name: 'Nghĩa Tân: two tables side by side, each with a tổ dân phố of its own',
    file: book(
      {
        'Danh bạ': sheetOf(
          cells(`
PHƯỜNG NGHĨA TÂN - CỤM DÂN CƯ SỐ 3⏎DANH BẠ ĐIỆN THOẠI CÁC HỘ
TỔ DÂN PHỐ 6 |  |  |  | TỔ DÂN PHỐ 7
STT | Tên chủ hộ | ĐT |  | STT | Tên chủ hộ | ĐT
1 | Mai Thị Ngọc Huệ | 0911.601.221 |  | 1 | Bùi Thị Thu Nga | 0783.024.011
2 | Dương Văn Quý | 0857.349.271 |  | 2 | Hồ Bá Bảy | 0794.130.662
3 | Trương Ngọc Long |  |  | 3 | Hồ Thanh Sơn
4 | Mai Thị Hồng Nguyệt | 0335.017.073 |  | 4 | Huỳnh Thị Hồng Hoa | 0913.230.242
5 | Đặng Hữu Thuận | 0910953759 / 0381320301 |  | 5 | Đặng Xuân Hải | 0588872640 / 0812606534
6 | Dương Minh Khánh | 0785.186.639 |  | 6 | Phạm Đình Hùng | 0704.041.868
7 | Phan Thị Thu Phượng | 389447243 |  | 7 | Phan Thị Cúc | 798038697
8 | Nguyễn Minh Lộc | 0765.660.613 |  | 8 | Phan Công Nghĩa | 0372.202.957
9 | Đặng Bá Khánh | 0706.000.040

Trực ban phường: 024 3756 1122 - Công an: 113 - Cứu hỏa: 114`),
        ),
      },
      'ods',
    ),
    households: [
      'Mai Thị Ngọc Huệ | Tổ Dân Phố 6 | 0911601221',
      'Bùi Thị Thu Nga | Tổ Dân Phố 7 | 0783024011',
      'Dương Văn Quý | Tổ Dân Phố 6 | 0857349271',
      'Hồ Bá Bảy | Tổ Dân Phố 7 | 0794130662',
      'Trương Ngọc Long | Tổ Dân Phố 6 | ',
      'Hồ Thanh Sơn | Tổ Dân Phố 7 | ',
      'Mai Thị Hồng Nguyệt | Tổ Dân Phố 6 | 0335017073',
      'Huỳnh Thị Hồng Hoa | Tổ Dân Phố 7 | 0913230242',
      'Đặng Hữu Thuận | Tổ Dân Phố 6 | 0381320301, 0910953759',
      'Đặng Xuân Hải | Tổ Dân Phố 7 | 0588872640, 0812606534',
      'Dương Minh Khánh | Tổ Dân Phố 6 | 0785186639',
      'Phạm Đình Hùng | Tổ Dân Phố 7 | 0704041868',
      'Phan Thị Thu Phượng | Tổ Dân Phố 6 | 0389447243',
      'Phan Thị Cúc | Tổ Dân Phố 7 | 0798038697',
      'Nguyễn Minh Lộc | Tổ Dân Phố 6 | 0765660613',
      'Đặng Bá Khánh | Tổ Dân Phố 6 | 0706000040',
      'Phan Công Nghĩa | Tổ Dân Phố 7 | 0372202957',
    ],
  },
];
