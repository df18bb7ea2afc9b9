import type { OperatorRequest } from '../http-client.js';
import type { BodyConfig, RequestConfig } from './request.schema.js';
import { escapeXml, Template, type BoundTemplate, type Escape, type TemplateValues } from './template.js';

export type Secrets = Readonly<Record<string, string>>;

const plain: Escape = (value) => value;
/** For inside a JSON string, without its quotation marks. */
const insideJson: Escape = (value) => JSON.stringify(value).slice(1, -1);

interface Entry {
  name: string;
  value: BoundTemplate;
  needsCallback: boolean;
}

/**
 * Turns the settings of a request into a function of a message. Every value is escaped for where it stands: percent
 * signs in addresses and forms (each value as a whole, so that a callback address inside one is escaped once), JSON and
 * XML escapes in bodies. Entries that name `{callbackUrl}` are left out of a message that wants no receipts.
 */
export class RequestBuilder {
  readonly origin: string;
  private readonly address: BoundTemplate;
  private readonly joiner: string;
  private readonly query: Entry[];
  private readonly headers: { name: string; value: BoundTemplate }[];
  private readonly body: ((values: TemplateValues) => string) | null;
  private readonly fixedHeaders: Record<string, string> = {};

  constructor(
    private readonly config: Omit<RequestConfig, 'method'> & { method: OperatorRequest['method'] },
    secrets: Secrets,
  ) {
    const [, origin, rest] = /^(https?:\/\/[^/?#]+)(.*)$/s.exec(config.url)!;
    this.origin = new URL(origin!).origin;
    const path = rest!.startsWith('/') ? rest! : `/${rest}`;
    this.address = new Template(path).bind(secrets, encodeURIComponent, encodeAddress);
    this.joiner = path.includes('?') ? '&' : '?';
    this.query = entries(config.query, secrets);
    this.headers = Object.entries(config.headers).map(([name, source]) => ({
      name: name.toLowerCase(),
      value: new Template(source).bind(secrets, plain),
    }));
    if (config.basic) this.fixedHeaders.authorization = basicHeader(config.basic, secrets);
    this.body = config.body ? this.compileBody(config.body, secrets) : null;
  }

  build(values: TemplateValues): OperatorRequest {
    const query = urlEncoded(this.query, values);
    const address = this.address(values);
    const headers: Record<string, string> = { ...this.fixedHeaders };
    for (const header of this.headers) headers[header.name] = header.value(values);
    return {
      method: this.config.method,
      path: query === '' ? address : `${address}${this.joiner}${query}`,
      headers,
      body: this.body ? this.body(values) : null,
    };
  }

  private compileBody(body: BodyConfig, secrets: Secrets): (values: TemplateValues) => string {
    switch (body.type) {
      case 'form': {
        this.fixedHeaders['content-type'] = 'application/x-www-form-urlencoded; charset=utf-8';
        const fields = entries(body.fields, secrets);
        return (values) => urlEncoded(fields, values);
      }
      case 'json':
        this.fixedHeaders['content-type'] = 'application/json; charset=utf-8';
        return compileJson(body.value, secrets);
      case 'xml':
        this.fixedHeaders['content-type'] = body.contentType;
        return new Template(body.template).bind(secrets, escapeXml);
    }
  }
}

/** Names of the secrets that a request's templates use. */
export function secretNamesOf(config: Omit<RequestConfig, 'method'>): string[] {
  const sources = [
    config.url,
    ...Object.values(config.headers),
    ...Object.values(config.query),
    ...(config.basic ? Object.values(config.basic) : []),
    ...(config.body ? stringsOf(config.body.type === 'json' ? config.body.value : config.body) : []),
  ];
  return [...new Set(sources.flatMap((source) => new Template(source).secretNames))];
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsOf);
}

function entries(templates: Readonly<Record<string, string>>, secrets: Secrets): Entry[] {
  return Object.entries(templates).map(([name, source]) => {
    const template = new Template(source);
    return {
      name: encodeURIComponent(name),
      value: template.bind(secrets, plain),
      needsCallback: template.needsCallback,
    };
  });
}

function urlEncoded(list: readonly Entry[], values: TemplateValues): string {
  let out = '';
  for (const entry of list) {
    if (entry.needsCallback && values.callbackUrl === '') continue;
    out += `${out === '' ? '' : '&'}${entry.name}=${encodeURIComponent(entry.value(values))}`;
  }
  return out;
}

function compileJson(value: unknown, secrets: Secrets): (values: TemplateValues) => string {
  if (typeof value === 'string') {
    const inside = new Template(value).bind(secrets, insideJson, insideJson);
    return (values) => `"${inside(values)}"`;
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => compileJson(item, secrets));
    return (values) => `[${items.map((item) => item(values)).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, member]) => ({
      name: JSON.stringify(name),
      render: compileJson(member, secrets),
      needsCallback: typeof member === 'string' && new Template(member).needsCallback,
    }));
    return (values) => {
      const present = members.filter((member) => !member.needsCallback || values.callbackUrl !== '');
      return `{${present.map((member) => `${member.name}:${member.render(values)}`).join(',')}}`;
    };
  }
  const constant = JSON.stringify(value);
  return () => constant;
}

function basicHeader(basic: { username: string; password: string }, secrets: Secrets): string {
  const none = {} as TemplateValues; // the schema lets no message field in here
  const [username, password] = [basic.username, basic.password].map((source) =>
    new Template(source).bind(secrets, plain)(none),
  );
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

/** Literal parts of an address: what is not allowed in a request line is escaped, what is there already stays. */
function encodeAddress(literal: string): string {
  return literal.replace(/[^\x21-\x7e]/g, (character) => encodeURIComponent(character));
}
