import { parser } from '@prometheus-io/lezer-promql';

/** One line of a scrape. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const LINE = /^([a-z_:][\w:]*)(?:\{(.*)\})? (\S+)$/i;

/** The samples of a scrape, in Prometheus' text format. */
export async function scrape(url: string): Promise<Sample[]> {
  const response = await fetch(`${url}/metrics`);
  const text = await response.text();
  if (response.status !== 200) throw new Error(text);
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name, labels = '', value] = LINE.exec(line)!;
      return {
        name: name!,
        labels: Object.fromEntries(
          [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, word]) => [key!, word!]),
        ),
        value: Number(value),
      };
    });
}

/** The sum of the samples that have these labels; undefined where there is none. */
export function total(
  samples: readonly Sample[],
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const found = samples.filter(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
  return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
}

/** One choice of series in a query: `name{label="value"}`. */
export interface Selector {
  name: string;
  matchers: { label: string; operator: string; value: string }[];
}

/** The selectors of a query in PromQL. Throws where it is none. */
export function selectorsOf(query: string): Selector[] {
  const selectors: Selector[] = [];
  const textOf = ({ from, to }: { from: number; to: number }) => query.slice(from, to);
  parser.parse(query).iterate({
    enter: ({ node }) => {
      if (node.type.isError) throw new Error(`no query at ${node.from}: ${query}`);
      if (node.name === 'VectorSelector')
        selectors.push({ name: textOf(node.getChild('Identifier')!), matchers: [] });
      if (node.name === 'UnquotedLabelMatcher') {
        selectors.at(-1)!.matchers.push({
          label: textOf(node.getChild('LabelName')!),
          operator: textOf(node.getChild('MatchOp')!),
          value: textOf(node.getChild('StringLiteral')!).slice(1, -1),
        });
      }
    },
  });
  return selectors;
}

/** Whether a sample is one of those that a selector chooses. A `$variable` of a dashboard stands for anything. */
export function isChosen({ name, labels }: Sample, selector: Selector): boolean {
  return (
    name === selector.name &&
    selector.matchers.every(({ label, operator, value }) => {
      const is = new RegExp(`^(?:${value.startsWith('$') ? '.*' : value})$`).test(labels[label] ?? '');
      return operator.startsWith('!') ? !is : is;
    })
  );
}

/**
 * Whether a rule of the form `absent(selector == 1)` comes at these samples. Any other rule asks for series that are there, and
 * says nothing where there are none.
 */
export function isAbsent(query: string, samples: readonly Sample[]): boolean {
  const name = parser.parse(query).topNode.firstChild?.getChild('FunctionIdentifier');
  if (!name?.getChild('Absent')) return false;
  const [selector, ...others] = selectorsOf(query);
  if (others.length > 0 || !/ == 1\)\s*$/.test(query)) throw new Error(`not absent(selector == 1): ${query}`);
  return !samples.some((sample) => isChosen(sample, selector!) && sample.value === 1);
}
