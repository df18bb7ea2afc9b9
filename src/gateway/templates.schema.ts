import { z } from 'zod';

export const TemplateListSchema = z
  .object({
    syncedAt: z.iso.datetime().nullable().describe('When they were last read from the operator'),
    error: z.string().nullable().describe('Why the last try to read them came to nothing'),
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        status: z.string().describe("The operator's word"),
        isUsable: z.boolean(),
        tag: z.string().nullable(),
        quality: z.string().nullable(),
        params: z.array(
          z.object({
            name: z.string(),
            isRequired: z.boolean(),
            type: z.string(),
            minLength: z.int(),
            maxLength: z.int().nullable(),
            mayBeEmpty: z.boolean(),
          }),
        ),
        priceVnd: z.int().nullable(),
        timeoutSeconds: z.int().nullable(),
        previewUrl: z.string().nullable(),
        syncedAt: z.iso.datetime(),
        removedAt: z.iso.datetime().nullable(),
      }),
    ),
  })
  .meta({ id: 'TemplateList' });
export type TemplateList = z.output<typeof TemplateListSchema>;
