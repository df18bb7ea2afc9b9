import type { Config } from '../../src/platform/config/config.schema.js';
import type { ApiAnswer } from '../support/app.js';
import type { TestDatabase } from '../support/database.js';
import { type Story, startStory } from './story.js';

const KEY = 'khoa-thu-nghiem';

/** A commune with an OA beside its SMS account. */
export interface ZaloStory extends Story {
  /** The account that sends templates by phone. */
  templatesId: string;
  /** One household for each ending of a phone, over and over. */
  households(count: number): Promise<void>;
  /** How an operator treats the numbers with an ending, or all of them. */
  behave(format: string, ending: number | '*', behaviour: string): Promise<void>;
  /** A command to the simulated Zalo; answers how it stands. */
  zalo(command: Record<string, unknown>): Promise<Record<string, number | string>>;
  summary(): Promise<{ messages: number }>;
  /** Adds an account of Zalo. */
  account2(
    kind: 'zalo-template' | 'zalo-oa',
    change?: Record<string, unknown>,
  ): Promise<ApiAnswer<{ id: string }>>;
}

export const TEMPLATE = {
  templateId: '345678',
  templateData: { chu_ho: '{chủ hộ}', dia_ban: '{khu dân cư}', noi_dung: 'Cảnh giác lừa đảo' },
};

/** Zalo's template first, an SMS then. */
export function ladderOf(story: ZaloStory, change: Record<string, unknown> = {}) {
  return {
    steps: [
      { channel: 'zalo', gatewayId: story.templatesId, ...TEMPLATE, ...change },
      { channel: 'sms', gatewayId: story.gatewayId, text: 'Gửi hộ {chủ hộ}: hãy cảnh giác.' },
    ],
  };
}

export async function zaloStory({
  database,
  config = {},
  zalo: change = {},
}: {
  database?: TestDatabase;
  config?: Partial<Config>;
  zalo?: Record<string, unknown>;
} = {}): Promise<ZaloStory> {
  const story = await startStory({ config: { ...config, ...(database && { database }) } });
  const { url } = story.simulator;
  const post = async (path: string, body: object) => {
    const response = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return (await response.json()) as Record<string, number | string>;
  };
  const zalo = (command: Record<string, unknown>) => post('/admin/formats/zalo', command);
  const state = await zalo({});
  const account2: ZaloStory['account2'] = (kind, over = {}) =>
    story.api('/gateways', {
      method: 'POST',
      as: 'admin',
      body: {
        name: `Zalo ${kind}`,
        kind,
        config: {
          appId: state.appId,
          oaId: state.oaId,
          url,
          oauthUrl: url,
          ...(kind === 'zalo-oa' && { templatesUrl: url }),
        },
        secrets: {
          appSecret: KEY,
          oaSecretKey: KEY,
          accessToken: state.accessToken,
          refreshToken: state.refreshToken,
        },
        partsPerSecond: 400,
        pricePerPartVnd: 200,
        hours: { open: '00:00', close: '24:00' },
        ...change,
        ...over,
      },
    });
  const made = await account2('zalo-template');
  const { id, webhookUrl } = made.body as { id: string; webhookUrl: string };
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  await post('/admin/callback', { format: 'zalo', url: webhookUrl });
  const synced = await story.api(`/gateways/${id}/templates/sync`, { method: 'POST', as: 'admin' });
  if (synced.status !== 200 && synced.status !== 201) throw new Error(JSON.stringify(synced.body));
  return {
    ...story,
    templatesId: id,
    account2,
    zalo,
    summary: async () => (await (await fetch(`${url}/admin/summary`)).json()) as { messages: number },
    behave: async (format, ending, behaviour) => {
      const named = ending === '*' ? ending : String(ending).padStart(2, '0');
      await post('/admin/behaviour', { format, ending: named, behaviour });
    },
    households: async (count) => {
      await story.sql.execute(
        `with made as (
           insert into households (area_id, head_name, head_name_folded, match_key)
           select $1, 'Nguyễn Văn An', 'nguyen van an', 'nguyen van an|' || n from generate_series(0, $2::int - 1) n
           returning id, split_part(match_key, '|', 2)::int as n)
         insert into contacts (household_id, phone) select id, '+849' || lpad(n::text, 8, '0') from made`,
        [story.hamletId, count],
      );
    },
  };
}
