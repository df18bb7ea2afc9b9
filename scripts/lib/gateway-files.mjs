/** `sms-pigeon` → `smsPigeon`. @param {string} name */
const camel = (name) => name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());

/**
 * The files of a new kind of gateway, by their paths, and the name of its entry in the registry.
 * @param {string} name
 * @returns {{files: Record<string, string>, variable: string}}
 */
export function filesOf(name) {
  const variable = camel(name);
  const type = variable[0].toUpperCase() + variable.slice(1);
  const upper = name.replaceAll('-', '_').toUpperCase();
  const folder = `src/gateway/${name}`;
  return {
    variable,
    files: {
      [`${folder}/${name}-config.schema.ts`]: config(type),
      [`${folder}/${name}.codes.ts`]: codes(name, upper),
      [`${folder}/${name}.gateway.ts`]: gateway(name, variable, type, upper),
      [`${folder}/${name}.kind.ts`]: kind(name, variable, type),
      [`${folder}/${name}.contract.ts`]: contract(name, upper),
      [`docs/gateways/${name}.md`]: page(name),
    },
  };
}

const config = (type) => `import { z } from 'zod';
import { ownErrorCodes } from '../code-table.js';
import { connection } from '../connection.schema.js';
import { operatorUrl, shortText } from '../operator-url.schema.js';

/** Settings of an account; its key is the secret \`key\`. */
export const ${type}Config = z.strictObject({
  url: operatorUrl('https://operator.invalid'),
  brandname: shortText('brandname đã đăng ký', 30),
  errorCodes: ownErrorCodes,
  connection,
});
export type ${type}Config = z.infer<typeof ${type}Config>;
`;

const codes = (name, upper) => `import type { CodeTable } from '../code-table.js';

/** The operator took the message. */
export const ${upper}_ACCEPTED = 'the code that the operator documents';

/** Codes of ${name}, from its documents. A code that is not here is \`rejected\`: say here why that is certain. */
export const ${upper}_CODES: CodeTable = {};
`;

const gateway = (name, variable, type, upper) => `/**
 * Owns the adapter to ${name}.
 * Emits what it answers.
 * Never takes an answer for a yes that is not documented as one.
 */
import { kindOfCode } from '../code-table.js';
import type { GatewaySecrets } from '../gateway-kind.js';
import type { Accepted, Capabilities, GatewayHealth, OutboundMessage } from '../gateway.js';
import type { ConnectionDefaults, OperatorAnswer } from '../http-client.js';
import { textOf } from '../http/json-path.js';
import { jsonObject } from '../json-answer.js';
import { operatorAddress } from '../operator-address.js';
import { JSON_HEADERS, OperatorGateway } from '../operator-gateway.js';
import { phone84 } from '../phone-forms.js';
import { answerError, kindOfStatus } from '../status-error.js';
import type { ${type}Config } from './${name}-config.schema.js';
import { ${upper}_ACCEPTED, ${upper}_CODES } from './${name}.codes.js';

export class ${type}Gateway extends OperatorGateway {
  readonly kind = '${name}';
  readonly capabilities: Capabilities = ${variable}Capabilities();

  constructor(
    private readonly config: ${type}Config,
    private readonly secrets: GatewaySecrets,
    defaults: ConnectionDefaults,
  ) {
    super('${name}', operatorAddress(config.url, ''), config.connection, defaults);
  }

  async send(message: OutboundMessage, signal: AbortSignal): Promise<Accepted> {
    const body = {
      key: this.secrets.key ?? '',
      from: this.config.brandname,
      to: phone84(message.phone),
      text: message.text,
      reference: message.reference,
    };
    const answer = await this.client.request(
      { method: 'POST', path: \`\${this.address.path}/send\`, headers: JSON_HEADERS, body: JSON.stringify(body) },
      signal,
    );
    return this.readSend(answer);
  }

  protected askHealth(signal: AbortSignal): Promise<GatewayHealth> {
    return this.askReachable(signal);
  }

  private readSend(answer: OperatorAnswer): Accepted {
    const body = jsonObject(answer.body);
    const code = textOf(body?.code);
    if (code === ${upper}_ACCEPTED) return { operatorId: textOf(body?.id)?.slice(0, 200), code };
    if (code !== undefined) {
      throw answerError(kindOfCode(code, ${upper}_CODES, this.config.errorCodes) ?? 'rejected', answer, code);
    }
    const isRefused = answer.status < 200 || answer.status > 299;
    throw answerError(isRefused ? kindOfStatus(answer.status) : 'unclear', answer);
  }
}

export function ${variable}Capabilities(): Capabilities {
  return {
    idempotencyWindowSeconds: 0,
    statusQuery: false,
    unknownMeansNotSent: false,
    receipts: 'none',
    inbound: false,
    batch: 1,
  };
}
`;

const kind = (name, variable, type) => `import type { GatewayKindEntry } from '../gateway-kind.js';
import { ${type}Config } from './${name}-config.schema.js';
import { ${variable}Capabilities, ${type}Gateway } from './${name}.gateway.js';

export const ${variable}: GatewayKindEntry<${type}Config> = {
  channel: 'sms',
  config: ${type}Config,
  capabilities: ${variable}Capabilities,
  secretNames: () => ['key'],
  create: (config, secrets, defaults) => new ${type}Gateway(config, secrets, defaults),
};
`;

const contract = (
  name,
  upper,
) => `import { type GatewayContract, jsonReply, rawRequest } from '../gateway.contract.js';
import { ${upper}_ACCEPTED } from './${name}.codes.js';

const SECRETS = { key: 'khoa-cua-${name}' };

const contract: GatewayContract = {
  kind: '${name}',
  config: (url) => ({ url, brandname: 'UBND-XA' }),
  secrets: SECRETS,
  // Write this from the operator's documents: the suite compares all of it, and fails until it is true.
  request: ({ reference, text }) => ({
    method: 'POST',
    path: '/the/path/that/the/operator/documents',
    headers: { 'content-type': 'application/json' },
    body: { json: { key: SECRETS.key, from: 'UBND-XA', to: '84912345678', text, reference } },
  }),
  accepted: {
    reply: jsonReply({ code: ${upper}_ACCEPTED, id: 'm-1' }),
    result: { operatorId: 'm-1', code: ${upper}_ACCEPTED },
  },
  // Every code of the table, and one that nobody knows.
  errors: [['a code that nobody knows', jsonReply({ code: '998' }), 'rejected', '998']],
  receipts: [],
  forged: [],
  unreadable: [['any call, as long as the operator makes none', rawRequest({ body: '{}' })]],
  checks: [['finds the host', () => ({ status: 404 }), { ok: true }]],
};

export const contracts = [contract];
`;

const page = (name) => `# ${name} (\`kind: "${name}"\`)

Which operator it is, and where the facts below come from.

\`\`\`json
{
  "name": "Cổng ${name} của xã",
  "kind": "${name}",
  "config": { "brandname": "UBND-XA" },
  "secrets": { "key": "…" },
  "partsPerSecond": 5
}
\`\`\`

## How to get an account

## What it promises, and what not

## What is assumed
`;
