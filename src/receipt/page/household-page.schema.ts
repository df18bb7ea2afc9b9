import { z } from 'zod';

export const CodeParams = z.object({ code: z.string().max(100) });

/** What the buttons of a page send. */
export const NumberForm = z.object({
  so: z.coerce.number().int().min(0).max(32_767),
  dau: z.string().max(100),
});
export type NumberForm = z.output<typeof NumberForm>;

export const PageQuery = z.object({ co: z.string().max(20).optional().catch(undefined) });

/** What somebody asks about a message. */
export const QuestionForm = z.object({
  tin: z.string().trim().max(3_000).default(''),
  nguoi: z.string().trim().max(60).default(''),
});
export type QuestionForm = z.output<typeof QuestionForm>;

export interface Question {
  /** The text, its link, or the code of the link. */
  text: string;
  /** The name or number above the message; empty where nobody asked. */
  sender: string;
}
