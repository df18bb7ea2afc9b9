import { readFile } from 'node:fs/promises';
import { CreateGatewayBody } from '../../src/gateway/gateway.schema.js';
import { HttpGatewayConfig } from '../../src/gateway/http/http-config.schema.js';
import { SimulatorConfig } from '../../src/gateway/simulator/simulator-config.schema.js';
import { behaviourHelp } from '../../src/simulator/behaviours.js';

const blocks = async (page: string, language: string) =>
  [...(await readFile(`docs/gateways/${page}.md`, 'utf8')).matchAll(/```(\w*)\n([\s\S]*?)```/g)]
    .filter((match) => match[1] === language)
    .map((match) => match[2]!);

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

  it('show what the simulator does by the ending of a number', async () => {
    const [table] = await blocks('simulator', '');
    expect(table!.trim()).toBe(behaviourHelp().replace(/^ {2}/gm, '').trim());
  });
});
