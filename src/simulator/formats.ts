import { kannelFormat } from './formats/kannel.format.js';
import { nativeFormat } from './formats/native.format.js';
import type { FormatEntry } from './operator-format.js';

/** Every wire format that the simulator speaks; a new one is a file in `formats/` and an entry here. */
export const FORMATS: readonly FormatEntry[] = [nativeFormat, kannelFormat];

/** The lines of all formats for `--help`. */
export function formatHelp(): string {
  return FORMATS.flatMap(({ name, help }) => [`  ${name}`, ...help.map((line) => `    ${line}`)]).join('\n');
}
