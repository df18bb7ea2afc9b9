import { z } from 'zod';

export const SignInMethods = z.object({
  oidc: z
    .object({ label: z.string(), startUrl: z.string().describe('Where a link leads the browser') })
    .nullable()
    .describe('Signing in through an identity provider; null where there is none'),
});

export const OidcCallbackQuery = z.object({
  state: z.string().max(200).optional(),
  code: z.string().max(4000).optional(),
  error: z.string().max(200).optional(),
  iss: z.string().max(500).optional(),
});
export type OidcCallback = z.output<typeof OidcCallbackQuery>;

export const OidcLink = z.object({ url: z.string().describe('Where to send the browser') });

export const OidcLinkStatus = z.object({ linkedAt: z.iso.datetime().nullable() });
