import { RE2JS } from 're2js';

const MAX_PATTERN_LENGTH = 200;
const MAX_PROGRAM = 2_000;

/**
 * A regular expression from a gateway's settings. It is run by RE2 (re2js), whose time is linear in the text whatever
 * the pattern, so neither an administrator's slip nor an operator's odd answer can hold the process; texts are 64 kB at
 * most. Look-around and back-references do not exist in RE2 and are refused when the settings are saved.
 */
export class Pattern {
  private readonly compiled: RE2JS;

  /** Throws RangeError (Vietnamese) for a pattern that is too long, too large or not RE2. */
  constructor(source: string) {
    if (source.length > MAX_PATTERN_LENGTH) {
      throw new RangeError(`Biểu thức dài quá ${MAX_PATTERN_LENGTH} ký tự.`);
    }
    try {
      this.compiled = RE2JS.compile(source);
    } catch {
      throw new RangeError(
        'Biểu thức chính quy không hợp lệ (cú pháp RE2; không dùng được lookaround và \\1).',
      );
    }
    if (this.compiled.programSize() > MAX_PROGRAM) throw new RangeError('Biểu thức chính quy quá lớn.');
  }

  test(text: string): boolean {
    return this.compiled.matcher(text).find();
  }

  /** The first group of the first match (the whole match where there is no group), or undefined. */
  find(text: string): string | undefined {
    const matcher = this.compiled.matcher(text);
    if (!matcher.find()) return undefined;
    return matcher.group(matcher.groupCount() > 0 ? 1 : 0) ?? undefined;
  }
}
