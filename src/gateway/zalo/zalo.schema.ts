import { z } from 'zod';
import { Id } from '../../platform/http/page.js';

const Token = z
  .string({ error: 'hãy dán token' })
  .trim()
  .min(1, { error: 'hãy dán token' })
  .max(4_096, { error: 'token quá dài' })
  .regex(/^[\x21-\x7e]+$/, { error: 'token có dấu cách hoặc ký tự lạ' });

/** Tokens by hand, from the API Explorer of Zalo's developer console. */
export const ZaloTokensBody = z.strictObject({
  accessToken: Token,
  refreshToken: Token,
  expiresInSeconds: z
    .int()
    .min(1)
    .max(90_000)
    .default(90_000)
    .describe('How long the access token still lives; 25 hours where it has just been made'),
});
export type ZaloTokens = z.output<typeof ZaloTokensBody>;

export const ZaloConsentSchema = z
  .object({
    url: z.string().describe('Where an administrator of the OA gives the consent'),
    callbackUrl: z.string().describe('To be saved as callback address in the console of the app'),
    codeChallenge: z.string().describe('To be saved there too, where `pkce` is `fixed`'),
    expiresAt: z.iso.datetime().describe('The address works until then, once'),
  })
  .meta({ id: 'ZaloConsent' });

export const ZaloStateSchema = z
  .object({
    consent: z.enum(['none', 'given', 'lost']),
    lostCode: z.string().nullable().describe("Zalo's own word for why the consent is lost"),
    lostAt: z.iso.datetime().nullable(),
    accessExpiresAt: z.iso.datetime().nullable(),
    renewsAt: z.iso.datetime().nullable(),
    renewedAt: z.iso.datetime().nullable(),
    failures: z.int().describe('Renewals in a row that came to nothing'),
    callbackUrl: z.string(),
    webhookUrl: z.string().nullable(),
    users: z
      .object({ known: z.int(), withPhone: z.int(), linked: z.int() })
      .describe('People whom the OA knows, with a phone, and with a phone of the directory'),
  })
  .meta({ id: 'ZaloState' });
export type ZaloState = z.output<typeof ZaloStateSchema>;

export const ZaloParams = z.object({ id: Id });
