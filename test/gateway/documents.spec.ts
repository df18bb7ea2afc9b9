import { readFile } from 'node:fs/promises';
import { GATEWAY_KINDS, kindEntry } from '../../src/gateway/gateway.registry.js';
import { CreateGatewayBody } from '../../src/gateway/gateway.schema.js';
import { HttpGatewayConfig } from '../../src/gateway/http/http-config.schema.js';
import { SimulatorConfig } from '../../src/gateway/simulator/simulator-config.schema.js';
import { behaviourHelp } from '../../src/simulator/behaviours.js';

const blocks = async (page: string, language: string) =>
  [...(await readFile(`docs/gateways/${page}.md`, 'utf8')).matchAll(/```(\w*)\n([\s\S]*?)```/g)]
    .filter((match) => match[1] === language)
    .map((match) => match[2]!);

/** The account that a page shows. */
async function accountOf(page: string): Promise<{ config: unknown }> {
  return JSON.parse((await blocks(page, 'json'))[0]!) as { config: unknown };
}

describe('the pages about gateways', () => {
  it('show settings that the product takes', async () => {
    const examples = (await blocks('http', 'json')).map((block) => JSON.parse(block) as object);
    expect(examples).toHaveLength(2);
    HttpGatewayConfig.parse(Object.assign({ success: { statuses: [200] } }, ...examples));
    const [account] = (await blocks('simulator', 'json')).map(
      (block) => JSON.parse(block) as { config: unknown },
    );
    SimulatorConfig.parse(account!.config);
    for (const page of ['zalo-template', 'zalo-oa'])
      for (const block of await blocks(page, 'json')) CreateGatewayBody.parse(JSON.parse(block));
  });

  it.each(GATEWAY_KINDS.filter((kind) => kind !== 'http'))('show an account of the kind %s', async (kind) => {
    expect(CreateGatewayBody.parse(await accountOf(kind))).toMatchObject({ kind });
  });

  it('say in one table what each kind can do, as the adapters say it themselves', async () => {
    const page = await readFile('docs/gateways/README.md', 'utf8');
    const rows = [...page.matchAll(/^\| `([\w-]+)` +\|(.*)\|$/gm)].map(([, kind, cells]) => [
      kind,
      cells!
        .split('|')
        .slice(1)
        .map((cell) => cell.trim()),
    ]);
    const expected = await Promise.all(
      [...GATEWAY_KINDS].sort().map(async (kind) => {
        const entry = kindEntry(kind);
        const { config } = await accountOf(kind === 'http' ? 'kannel' : kind);
        const can = entry.capabilities(entry.config.parse(config));
        const hours = can.idempotencyWindowSeconds / 3_600;
        const asked = [can.statusQuery && 'by our reference', can.statusById && 'by its own id'];
        return [
          kind,
          [
            entry.channel,
            hours > 0 ? `recognised for ${hours} h` : 'no',
            asked.filter(Boolean).join(', ') || 'no',
            { push: 'come', poll: 'asked for', none: 'no' }[can.receipts],
            can.inbound ? 'yes' : 'no',
          ],
        ];
      }),
    );
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(expected));
  });

  it('show what the simulator does by the ending of a number', async () => {
    const [table] = await blocks('simulator', '');
    expect(table!.trim()).toBe(behaviourHelp().replace(/^ {2}/gm, '').trim());
  });
});
