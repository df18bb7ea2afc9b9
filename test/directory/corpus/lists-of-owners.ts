import { xml2003 } from '../files.js';
import { book, cells, type CorpusList, sheetOf } from './corpus-list.js';
import { vni } from './old-fonts.js';

/** Lists with the numbers and names of others beside the household's, and places that are named in one spot only. */
export const LISTS_OF_OWNERS: CorpusList[] = [
  {
    name: 'HTX điện Đông Lỗ: the collector and his number on every row, meters that look like phones',
    file: book(
      {
        'Tháng 4': sheetOf(
          cells(`
HTX DỊCH VỤ ĐIỆN ĐÔNG LỖ
BẢNG KÊ THU TIỀN ĐIỆN THÁNG 4 - THÔN CẨM BÀO
Mã KH | Tên khách hàng | Số công tơ | Số tiền | ĐT khách hàng | Người thu tiền | ĐT
CB01 | Ngô Văn Tuyển | 0972310011 | 86000 | 0986.339.001 | Dương Văn Thắng | 0982.440.771
CB02 | Nguyễn Thị Lụa | 0972310012 | 112000 |  | Dương Văn Thắng | 0982.440.771
CB03 | Hoàng Đức Quý | 0972310013 | 54000 | 0356.112.908 | Dương Văn Thắng | 0982.440.771
CB04 | Dương Thị Nhàn | 0972310014 | 91000 | 0867.220.145 | Dương Văn Thắng | 0982.440.771`),
        ),
      },
      'biff8',
    ),
    households: [
      'Ngô Văn Tuyển | Thôn Cẩm Bào | 0986339001',
      'Nguyễn Thị Lụa | Thôn Cẩm Bào | ',
      'Hoàng Đức Quý | Thôn Cẩm Bào | 0356112908',
      'Dương Thị Nhàn | Thôn Cẩm Bào | 0867220145',
    ],
  },
  {
    name: 'bản Pá Khoang: the number of the head of the hamlet for who has none, his own stays his',
    file: book(
      {
        'DS hộ': sheetOf(
          cells(`
BAN NHÂN DÂN BẢN TRƯỜNG SƠN
STT | Chủ hộ | Điện thoại | Ghi chú
1 | Lò Văn Pánh | 0971.220.345 | Trưởng bản
2 | Quàng Thị Ín | 0971220345 |
3 | Lường Văn Hặc | 0971220345 | 
4 | Cà Văn Thoan | 0362.778.115 | số hàng xóm
5 | Tòng Thị Pâng (chồng: Lò Văn Ọi 0388.145.902) | 0868 115 274 |
6 | Vì Văn Yêu (vợ Lò Thị Xương) | 0332/617/884 |
7 | (nhà trống) | 0915 220 118 | 
 | 8 | Lò Thị Chương | 0328.119.446`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Lò Văn Pánh | Bản Trường Sơn | 0971220345',
      'Quàng Thị Ín | Bản Trường Sơn | ?',
      'Lường Văn Hặc | Bản Trường Sơn | ?',
      'Cà Văn Thoan | Bản Trường Sơn | ',
      'Tòng Thị Pâng | Bản Trường Sơn | 0388145902, 0868115274',
      'Vì Văn Yêu | Bản Trường Sơn | 0332617884',
      '(nhà trống) | | !',
      'Lò Thị Chương | Bản Trường Sơn | 0328119446',
    ],
  },
  {
    name: 'chi hội khóm 6: a name in two columns under one heading, the phones of the wives under none, a telephone on the table',
    file: book(
      {
        CCB: sheetOf(
          cells(`
CHI HỘI CỰU CHIẾN BINH KHÓM 6
TT | Họ và tên hội viên |  | Năm sinh | Di động | Bàn | Vợ |  | SMS
1 | Đoàn Minh | Tấn | 1952 | 0913.774.120 |  | Lê Thị Sáu | 0346.889.012 |
2 | Huỳnh | Phước | 1949 | 0777 402 316 | 02943 861 277 | Phan Thị Thơ |  |
3 | Thạch Sa | Rươne | 1961 |  | 02943 861 912 | Kim Thị Hên | 0938.441.570 | 0388.102.664
4 | Nguyễn Thị | Đẹt | 1958 | 0859.117.336 |  |  |  |`),
        ),
      },
      'xlsx',
    ),
    households: [
      'Đoàn Minh Tấn | Khóm 6 | 0346889012, 0913774120',
      'Huỳnh Phước | Khóm 6 | 0777402316',
      'Thạch Sa Rươne | Khóm 6 | 0388102664, 0938441570',
      'Nguyễn Thị Đẹt | Khóm 6 | 0859117336',
    ],
  },
  {
    name: 'xã Minh Tân: sheets that are named after hamlets, the last two without the word, and a sheet of who paid',
    file: book(
      {
        'Thôn Duyên Linh': sheetOf(
          cells(`
STT | Chủ hộ | SĐT
1 | Vũ Đình Khoát | 0362.118.904
2 | Phạm Thị Mơ | 0915.660.237`),
        ),
        'Kính Dương': sheetOf(
          cells(`
STT | Chủ hộ | SĐT
1 | Đào Xuân Lợi | 0979.341.665
2 | Vũ Thị Hến |`),
        ),
        'Đã nộp': sheetOf(
          cells(`
THU QUỸ PHÒNG CHỐNG THIÊN TAI
STT | Họ và tên | Số tiền
1 | Vũ Đình Khoát | 50000
2 | Vũ Thị Hến | 50000`),
        ),
      },
      'ods',
    ),
    households: [
      'Vũ Đình Khoát | Thôn Duyên Linh | 0362118904',
      'Phạm Thị Mơ | Thôn Duyên Linh | 0915660237',
      'Đào Xuân Lợi | Thôn Kính Dương | 0979341665',
      'Vũ Thị Hến | Thôn Kính Dương | ',
      'Vũ Đình Khoát | | !',
      'Vũ Thị Hến | | !',
    ],
  },
  {
    name: 'phường Kiến Bình: XML of Excel 2003, several tổ in the title, the number of the tổ in its column',
    file: xml2003(
      [
        ['DANH SÁCH HỘ DÂN - TỔ DÂN PHỐ 1, 2, 3'],
        ['Tổ', 'Chủ hộ', 'Điện thoại', 'Liên lạc qua người thân'],
        ['1', 'Bùi Quang Hưng&#10;vợ: Đỗ Thị Thơm', '912445310&#10;0348.227.190', ''],
        ['2', 'H&apos;Yam Bkrông', '', 'con gái 0977.310.428'],
        ['3', 'Vũ Thị Nguyệt', 'O9O4 118 235', ''],
        ['3', 'Trần Khắc Duy', '', 'gọi tổ trưởng 0912.668.301'],
      ]
        .map(
          (row) =>
            `<Row>${row.map((text, i) => (text === '' ? '' : `<Cell ss:Index="${i + 1}"><Data ss:Type="${/^\d{9}$/.test(text) ? 'Number' : 'String'}">${text}</Data></Cell>`)).join('')}</Row>`,
        )
        .join(''),
    ),
    households: [
      'Bùi Quang Hưng | Tổ 1 | 0348227190, 0912445310',
      "H'Yam Bkrông | Tổ 2 | 0977310428",
      'Vũ Thị Nguyệt | Tổ 3 | 0904118235',
      'Trần Khắc Duy | Tổ 3 | ',
    ],
  },
  {
    name: 'a page of the old fonts: letters by their names, a name that is no Vietnamese syllable, the hamlet under the address',
    file: `<html><meta charset="utf-8"><table><tr><th>STT</th><th>H&#7885; v&agrave; t&ecirc;n ch&#7911; h&#7897;</th><th>N&#417;i &#7903; (th&ocirc;n/bu&ocirc;n)</th><th>&#272;i&#7879;n tho&#7841;i</th></tr>${[
      ['1', vni('Nguyễn Hữu Đường'), vni('Tân Rờng'), '0918.227.330'],
      ['2', vni('Ka Brèo'), vni('Tân Rờng'), '0364.118.702'],
      ['3', vni('Lương Thị Ửng'), vni('Đăng Dờng'), '0971.553.299'],
      ['4', vni('Trịnh Quốc Sự'), vni('Đăng Dờng'), ''],
    ]
      .map((row) => `<tr>${row.map((text) => `<td>${text}</td>`).join('')}</tr>`)
      .join('')}</table></html>`,
    households: [
      'Nguyễn Hữu Đường | Thôn Tân Rờng | 0918227330',
      'Ka Brèo | Thôn Tân Rờng | 0364118702',
      'Lương Thị Ửng | Thôn Đăng Dờng | 0971553299',
      'Trịnh Quốc Sự | Thôn Đăng Dờng | ',
    ],
  },
];
