/** A text, which is left alone, or a whole number of so many digits that a JavaScript number would round it. */
const TEXT_OR_LONG_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\w.+-])-?\d{16,}(?![\w.])/gs;

/**
 * JSON as operators write it: behind a byte order mark, with ids of more digits than a number holds (2^53), which come
 * out as texts. Undefined where it is no JSON: every reader then says what that means.
 */
export function parseJson(text: string): unknown {
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return JSON.parse(/\d{16}/.test(json) ? json.replace(TEXT_OR_LONG_NUMBER, quoted) : json);
  } catch {
    return undefined;
  }
}

function quoted(found: string): string {
  return found.startsWith('"') ? found : `"${found}"`;
}
