/**
 * Why the embedded database cannot start: one Vietnamese sentence for the person at the machine, and below it,
 * indented, the last lines that Postgres itself wrote.
 */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';

  constructor(
    readonly sentence: string,
    readonly lastLines: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super([sentence, ...lastLines.map((line) => `    ${line}`)].join('\n'), options);
  }
}

const SIGNS: readonly [RegExp, (folder: string) => string][] = [
  [/EEXIST|ENOTDIR/, (folder) => `Đường dẫn ${folder} không phải là thư mục; hãy đặt DATA_DIR khác.`],
  [
    /ENOSPC|EDQUOT|No space left on device|Check free disk space|Disk quota exceeded/,
    (folder) => `Ổ đĩa chứa ${folder} đã đầy; hãy giải phóng dung lượng rồi chạy lại.`,
  ],
  [
    /lock file ".*" already exists|pre-existing shared memory block/,
    (folder) => `Cơ sở dữ liệu trong ${folder} đang được một tiến trình PostgreSQL khác sử dụng.`,
  ],
  [
    /database files are incompatible with server|not compatible with this version/,
    (folder) => `Dữ liệu trong ${folder} do một phiên bản PostgreSQL khác tạo ra nên không mở được.`,
  ],
  [
    /could not locate a valid checkpoint record|invalid checkpoint record|is not a valid data directory|could not open (file|directory) "(global|pg_wal)|required WAL directory/,
    (folder) => `Dữ liệu trong ${folder} đã hỏng; hãy khôi phục từ bản sao lưu gần nhất.`,
  ],
  [
    /ENOMEM|Cannot allocate memory|could not map anonymous shared memory/,
    () => 'Máy không còn đủ bộ nhớ để chạy PostgreSQL đi kèm.',
  ],
  [
    /effective user ID .* does not exist|user does not exist/,
    () =>
      'Người dùng đang chạy chương trình không có tên trong hệ thống (/etc/passwd) nên PostgreSQL không tạo được dữ liệu.',
  ],
  [
    /EACCES|EPERM|EROFS|Permission denied|Operation not permitted|Read-only file system|wrong ownership|invalid permissions/,
    (folder) =>
      `Không có quyền đọc hoặc ghi trong ${folder}; hãy cấp quyền hoặc đặt DATA_DIR ở thư mục khác.`,
  ],
];

/**
 * Turns what the system or Postgres said into an EmbeddedPostgresError about `folder`.
 * An EmbeddedPostgresError comes back as it is; a text of several lines is kept as the last lines.
 */
export function explainTrouble(cause: unknown, folder: string): EmbeddedPostgresError {
  if (cause instanceof EmbeddedPostgresError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  const sign = SIGNS.find(([pattern]) => pattern.test(text));
  const sentence = sign?.[1](folder) ?? `PostgreSQL đi kèm không khởi động được với dữ liệu trong ${folder}.`;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return new EmbeddedPostgresError(sentence, lines.slice(-12), { cause });
}
