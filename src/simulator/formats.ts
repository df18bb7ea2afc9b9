import { esmsFormat } from './formats/esms.format.js';
import { fptFormat } from './formats/fpt.format.js';
import { kannelFormat } from './formats/kannel.format.js';
import { nativeFormat } from './formats/native.format.js';
import { smsgateFormat } from './formats/smsgate.format.js';
import { speedsmsFormat } from './formats/speedsms.format.js';
import { stringeeFormat } from './formats/stringee.format.js';
import { vietguysFormat } from './formats/vietguys.format.js';
import { viettelFormat } from './formats/viettel.format.js';
import { vnptFormat } from './formats/vnpt.format.js';
import { zaloFormat } from './formats/zalo.format.js';
import type { FormatEntry } from './operator-format.js';

/** Every wire format that the simulator speaks; a new one is a file in `formats/` and an entry here. */
export const FORMATS: readonly FormatEntry[] = [
  nativeFormat,
  kannelFormat,
  esmsFormat,
  speedsmsFormat,
  vietguysFormat,
  fptFormat,
  vnptFormat,
  viettelFormat,
  stringeeFormat,
  smsgateFormat,
  zaloFormat,
];

/** The lines of all formats for `--help`. */
export function formatHelp(): string {
  return FORMATS.flatMap(({ name, help }) => [`  ${name}`, ...help.map((line) => `    ${line}`)]).join('\n');
}
