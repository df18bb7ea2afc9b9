import { sources } from './sources.js';

const CALL = /\b(?:logger|log)\.(?:fatal|error|warn|info|debug|trace)\(/g;
const PRIVATE =
  /[{,]\s*(phones?|text|password|secrets?|token|key|cookie|authorization|body|raw|headName|displayName|username)\s*[:,}]/;
/** A row spread into a log line brings whatever the row holds. */
const SPREAD =
  /\.\.\.[\w.]*(row|rows|delivery|household|contact|message|receipt|user|body|data|input|config)\b/i;

/** The arguments of every log call of a text: from each opening parenthesis to its own closing one. */
function logCalls(text: string): string[] {
  return [...text.matchAll(CALL)].map(({ index, 0: start }) => {
    let depth = 1;
    let end = index + start.length;
    for (; depth > 0 && end < text.length; end += 1) {
      if (text[end] === '(') depth += 1;
      if (text[end] === ')') depth -= 1;
    }
    return text.slice(index + start.length, end - 1);
  });
}

describe('log lines', () => {
  it('carry ids, never numbers of people, texts, names or secrets', () => {
    const found = sources()
      .filter(({ path }) => !path.endsWith('.spec.ts') && !path.startsWith('src/simulator/'))
      .flatMap(({ path, text }) => logCalls(text).map((call) => ({ path, call })));
    expect(found.length).toBeGreaterThan(5);
    expect(found.filter(({ call }) => PRIVATE.test(call) || SPREAD.test(call))).toEqual([]);
  });

  it('each name their event', () => {
    const nameless = sources()
      .filter(({ path }) => !path.endsWith('.spec.ts') && !path.startsWith('src/simulator/'))
      .flatMap(({ path, text }) => logCalls(text).map((call) => ({ path, call })))
      .filter(({ call }) => !/\bevent:/.test(call));
    expect(nameless).toEqual([]);
  });

  it.each([
    "logger.info({ event: 'x', phone: row.phone })",
    "this.logger.warn({ event: 'x', id, text })",
    "logger.error({ event: 'x', ...row })",
    "logger.debug({\n  event: 'x',\n  password,\n})",
  ])('would be seen with something private: %s', (line) => {
    const [call] = logCalls(line);
    expect(PRIVATE.test(call!) || SPREAD.test(call!)).toBe(true);
  });
});
