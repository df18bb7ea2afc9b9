const SENTENCES = {
  'empty-file': 'Tệp trống, không có nội dung nào.',
  'empty-sheet': 'Tệp không có dòng dữ liệu nào.',
  'too-large': 'Tệp quá lớn. Hãy tách thành nhiều tệp nhỏ hơn.',
  'not-a-sheet':
    'Tệp này không phải bảng tính. Hãy dùng tệp Excel (.xlsx, .xls), OpenDocument (.ods) hoặc CSV.',
  'password-protected':
    'Tệp được bảo vệ bằng mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu mở tệp (Tệp → Thông tin → Bảo vệ sổ làm việc), lưu rồi tải lên lại.',
  'web-page':
    'Tệp này thực ra là trang web được đặt đuôi .xls. Hãy mở bằng Excel, lưu thành .xlsx rồi tải lên lại.',
  'xml-spreadsheet':
    'Đây là tệp bảng tính dạng XML chưa đọc được. Hãy mở bằng Excel, lưu thành .xlsx rồi tải lên lại.',
  'binary-workbook': 'Đây là tệp Excel nhị phân (.xlsb). Hãy mở bằng Excel, lưu thành .xlsx rồi tải lên lại.',
  'word-document': 'Đây là tệp Word, không phải bảng tính. Hãy chép bảng sang Excel rồi lưu thành .xlsx.',
  truncated: 'Tệp bị cụt: phần cuối không có. Hãy chép hoặc tải lại tệp gốc.',
  damaged: 'Tệp bị hỏng, không đọc được. Hãy mở bằng Excel, lưu lại rồi tải lên.',
  'no-workbook': 'Tệp nén này không chứa bảng tính nào.',
  'zip-bomb': 'Tệp nén phình ra quá lớn khi mở nên bị từ chối.',
  'forbidden-xml': 'Tệp chứa khai báo XML không được phép (DOCTYPE) nên bị từ chối.',
  'too-many-sheets': 'Tệp có quá nhiều trang tính.',
  'too-many-rows': 'Tệp có quá nhiều dòng. Hãy tách thành nhiều tệp nhỏ hơn.',
  'too-many-columns': 'Bảng có quá nhiều cột.',
  'cell-too-long': 'Một ô có nội dung quá dài.',
  'quote-not-closed': 'Tệp CSV có dấu ngoặc kép mở mà không đóng.',
  'too-many-texts': 'Tệp chứa quá nhiều chữ khác nhau. Hãy tách thành nhiều tệp, hoặc lưu thành CSV.',
  'too-slow': 'Đọc tệp mất quá nhiều thời gian nên đã dừng. Hãy tách thành nhiều tệp nhỏ hơn.',
  'too-much-memory': 'Đọc tệp tốn quá nhiều bộ nhớ nên đã dừng. Hãy tách thành nhiều tệp nhỏ hơn.',
} as const;

export type SheetErrorCode = keyof typeof SENTENCES;

/** A file that is refused whole. `code` is stable; `message` is the Vietnamese sentence for the person. */
export class SheetError extends Error {
  constructor(
    readonly code: SheetErrorCode,
    /** Replaces the code's usual sentence where the place in the file is known. */
    sentence?: string,
    options?: ErrorOptions,
  ) {
    super(sentence ?? SENTENCES[code], options);
    this.name = 'SheetError';
  }
}
