/** Folded parts of names and addresses, the most common first. */
export const NAMES = {
  families:
    'nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly mai trinh dinh lam danh thach son cao luong'.split(
      ' ',
    ),
  middles: 'van thi huu duc minh ngoc thanh quoc kim my xuan hoang anh cong tuan bao dinh phuong'.split(' '),
  givens:
    'an anh binh bao canh chi chien cuong dat diem diep dung duc dung em gam giang ha hai hang hanh hieu hoa hong hue hung huong huyen khanh khoa kiet lan lien linh loan long mai minh my nam nga ngan nghia ngoc nguyet nhan nhung nu oanh phat phong phuc phuong quan quang quy quynh rinh sang sau sinh son suong tai tam tan thai thang thanh thao thi thinh tho thu thuy tien tin toan trang tri trinh trung truong tu tuan tung tuyet uyen van viet vinh vy xuan yen'.split(
      ' ',
    ),
  streets: [
    'tran phu',
    'le loi',
    'nguyen hue',
    'hung vuong',
    'ly thuong kiet',
    'quang trung',
    'hai ba trung',
    'tran hung dao',
    'duong cho cu',
    'kenh xang',
    'cau sat',
    'dinh tien hoang',
  ],
} as const;
