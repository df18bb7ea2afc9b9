import type { GatewayErrorKind } from '../../domain/retry.js';
import type { GatewayError } from '../gateway-error.js';
import { safeCode } from '../gateway-error.js';
import type { Accepted } from '../gateway.js';
import type { OperatorAnswer } from '../http-client.js';
import { answerError, kindOfStatus } from '../status-error.js';
import type { HttpGatewayConfig, MAPPED_KINDS, Place, SuccessRule } from './http-config.schema.js';
import { pathSteps, textOf, valueAt } from './json-path.js';
import { parseJson } from '../parse-json.js';
import { Pattern } from './pattern.js';

/** Reads values out of one answer; its JSON is parsed at most once. */
export class AnswerReader {
  private parsed: { value: unknown } | null = null;

  constructor(readonly answer: OperatorAnswer) {}

  /** The value at a path; undefined also where the body is no JSON. */
  at(steps: readonly string[]): string | undefined {
    if (this.parsed === null) this.parsed = { value: parseJson(this.answer.body) };
    return textOf(valueAt(this.parsed.value, steps));
  }
}

export type ReadPlace = (reader: AnswerReader) => string | undefined;

export function compilePlace(place: Place): ReadPlace {
  if ('path' in place) {
    const steps = pathSteps(place.path);
    return (reader) => reader.at(steps);
  }
  const pattern = new Pattern(place.pattern);
  return (reader) => pattern.find(reader.answer.body);
}

/** All conditions that the rule names must hold; without `statuses` the answer must be a 2xx. */
export function compileSuccess(rule: SuccessRule): (reader: AnswerReader) => boolean {
  const tests: ((reader: AnswerReader) => boolean)[] = [];
  const { statuses, json, contains, matches } = rule;
  tests.push(
    statuses
      ? ({ answer }) => statuses.includes(answer.status)
      : ({ answer }) => answer.status >= 200 && answer.status < 300,
  );
  if (json) {
    const steps = pathSteps(json.path);
    tests.push((reader) => {
      const value = reader.at(steps);
      return value !== undefined && json.equals.includes(value);
    });
  }
  if (contains !== undefined) tests.push(({ answer }) => answer.body.includes(contains));
  if (matches !== undefined) {
    const pattern = new Pattern(matches);
    tests.push(({ answer }) => pattern.test(answer.body));
  }
  return (reader) => tests.every((test) => test(reader));
}

/**
 * What an operator's answer to a send means, in this order:
 * 1. every condition of `success` holds, and the operator's id is there where one is configured: accepted
 * 2. `errors.codes` knows the code; 3. `errors.contains` finds its words; 4. `errors.statuses` knows the HTTP status
 * 5. not a 2xx: `kindOfStatus`; 6. a 2xx with a code that nothing knows: `errors.otherwise`
 * 7. a 2xx in which not even a code can be read: `unclear`; the operator may have taken the message
 */
export class AnswerRules {
  private readonly isSuccess: (reader: AnswerReader) => boolean;
  private readonly operatorId: ReadPlace | null;
  private readonly parts: ReadPlace | null;
  private readonly costVnd: ReadPlace | null;
  private readonly code: ReadPlace | null;

  constructor(private readonly config: HttpGatewayConfig) {
    this.isSuccess = compileSuccess(config.success);
    this.operatorId = config.operatorId ? compilePlace(config.operatorId) : null;
    this.parts = config.parts ? compilePlace(config.parts) : null;
    this.costVnd = config.costVnd ? compilePlace(config.costVnd) : null;
    this.code = config.errors.code ? compilePlace(config.errors.code) : null;
  }

  /** Returns what was accepted; throws the GatewayError that the answer means. */
  read(answer: OperatorAnswer): Accepted {
    const reader = new AnswerReader(answer);
    const operatorId = this.operatorId?.(reader);
    const code = this.code?.(reader);
    if (this.isSuccess(reader) && (this.operatorId === null || operatorId !== undefined)) {
      return this.accepted(reader, operatorId, code);
    }
    const mapped = this.mapped(answer, code);
    if (mapped === 'accepted') return this.accepted(reader, operatorId, code);
    throw this.refusal(mapped, answer, code);
  }

  private accepted(reader: AnswerReader, operatorId: string | undefined, code: string | undefined): Accepted {
    return {
      operatorId: operatorId?.slice(0, 200),
      parts: wholeNumber(this.parts?.(reader)),
      costVnd: wholeNumber(this.costVnd?.(reader)),
      code: code === undefined ? undefined : safeCode(code),
    };
  }

  private mapped(
    answer: OperatorAnswer,
    code: string | undefined,
  ): (typeof MAPPED_KINDS)[number] | undefined {
    const { codes, contains, statuses } = this.config.errors;
    if (code !== undefined && Object.hasOwn(codes, code)) return codes[code];
    const words = contains.find((rule) => answer.body.includes(rule.text));
    return words?.kind ?? statuses[String(answer.status)];
  }

  private refusal(
    mapped: Exclude<(typeof MAPPED_KINDS)[number], 'accepted'> | undefined,
    answer: OperatorAnswer,
    code: string | undefined,
  ): GatewayError {
    if (mapped !== undefined) return answerError(mapped, answer, code);
    let kind: GatewayErrorKind;
    if (answer.status < 200 || answer.status > 299) kind = kindOfStatus(answer.status);
    else kind = code === undefined ? 'unclear' : this.config.errors.otherwise;
    return answerError(kind, answer, code);
  }
}

function wholeNumber(text: string | undefined): number | undefined {
  const number = Number(text);
  return text === undefined || !Number.isFinite(number) || number < 0 ? undefined : Math.round(number);
}
