import { createContext, Script } from 'node:vm';
import ts from 'typescript';
import { type Source, sources } from '../house/sources.js';

interface Pattern {
  where: string;
  source: string;
  flags: string;
}

/** No pattern may work longer than this at a text of the length that a field may have; time of the processor, not of the clock. */
const LIMIT_MS = 1_000;
/** The longest is longer than any field of a form. */
const LENGTHS = [30, 4_000];

/** Patterns that see shorter texts only: how long at most, and why. */
const BOUNDED: readonly { where: string; begins: string; most: number }[] = [
  // parsePhones refuses a cell of more (MAX_CELL_CHARS); notes are pieces of such a cell.
  { where: 'src/domain/phone-cell.ts', begins: '', most: 500 },
  { where: 'src/domain/phone-note.ts', begins: '', most: 500 },
  // nameAndPhones looks at no longer cell.
  { where: 'src/directory/import/name-cell.ts', begins: '[\\s([:;,./–—-]*(?:(?:s?đt', most: 300 },
  { where: 'src/directory/import/name-cell.ts', begins: '[\\s,;:.(–-]+(?:chưa', most: 300 },
  // besidePhones leaves a longer cell as it is (MAX_CELL_CHARS).
  { where: 'src/domain/beside-phones.ts', begins: '[\\s,;:/(–-]*', most: 500 },
];

/** Every pattern that stands in a file: as a literal, or as the text of `new RegExp('…')`. */
function patternsIn({ path, text }: Source): Pattern[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: Pattern[] = [];
  const add = (node: ts.Node, source: string, flags: string) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    found.push({ where: `${path}:${line + 1}`, source, flags });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const [, source, flags] = /^\/(.*)\/([a-z]*)$/s.exec(node.text)!;
      add(node, source!, flags!);
    } else if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') {
      const [source, flags] = node.arguments ?? [];
      if (source && ts.isStringLiteralLike(source))
        add(node, source.text, flags && ts.isStringLiteralLike(flags) ? flags.text : '');
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Pieces that a pattern may be made to go over again and again: its own characters, and those that stand for classes. */
function pumpsFor(source: string): string[] {
  const own = [...source.replaceAll(/\\[a-zA-Z](?:\{[^}]*\})?|[()[\]{}|*+?^$\\]/g, '')];
  const each = new Set([...own, ...'a0 .-_/,\n\tă"=<&']);
  const pairs = own.slice(1).map((character, i) => own[i]! + character);
  return [...each, ...pairs.slice(0, 8), 'a0', 'a ', '0 ', 'a.', '0.'];
}

/** The first text at which a pattern works too long, or null. Runs where it can be interrupted. */
function slowAt({ where, source, flags }: Pattern): string | null {
  const bound = BOUNDED.find((each) => where.startsWith(`${each.where}:`) && source.startsWith(each.begins));
  const most = bound?.most ?? Infinity;
  const lengths = LENGTHS.map((length) => Math.min(length, most));
  const workedMs = () => process.cpuUsage().user / 1_000;
  const context = createContext({ pumps: pumpsFor(source), lengths, workedMs, at: null as unknown });
  const script = new Script(`
    const pattern = new RegExp(${JSON.stringify(source)}, ${JSON.stringify(flags.replaceAll(/[gy]/g, ''))});
    for (const length of lengths)
      for (const pump of pumps)
        for (const end of ['', '!']) {
          at = JSON.stringify(pump) + ' times ' + length + ' and ' + JSON.stringify(end);
          const started = workedMs();
          pattern.test(pump.repeat(Math.ceil(length / pump.length)).slice(0, length) + end);
          if (workedMs() - started > ${LIMIT_MS}) throw new Error('slow');
        }
    at = null;`);
  try {
    script.runInContext(context, { timeout: 8_000 });
  } catch {
    // Too slow, or interrupted: `at` says where.
  }
  return context.at as string | null;
}

describe('the patterns of the product', () => {
  // The simulator is a program for trying things out; the parts of tests see no user.
  const patterns = sources()
    .filter(({ path }) => !path.endsWith('.spec.ts') && !path.startsWith('src/simulator/'))
    .flatMap(patternsIn);

  it('are found', () => {
    expect(patterns.length).toBeGreaterThan(100);
    expect(patternsIn({ path: 'x.ts', text: "const a = /b+/gu; const c = new RegExp('d', 'i');" })).toEqual([
      { where: 'x.ts:1', source: 'b+', flags: 'gu' },
      { where: 'x.ts:1', source: 'd', flags: 'i' },
    ]);
  });

  it('include none that a text of a user could keep busy', () => {
    const slow = patterns.flatMap((pattern) => {
      const at = slowAt(pattern);
      return at === null ? [] : [`${pattern.where} /${pattern.source}/ at ${at}`];
    });
    expect(slow).toEqual([]);
  });

  it.each(['^(a+)+$', '(a|a)*b', '(.*)*x', '^(\\d+\\s?)+$'])('would be caught if they had %s', (source) => {
    expect(slowAt({ where: '', source, flags: '' })).not.toBeNull();
  });
});
