import { z } from 'zod';

const seconds = (from: number, to: number) =>
  z
    .number({ error: 'Phải là số giây.' })
    .min(from, `Ít nhất ${from} giây.`)
    .max(to, `Nhiều nhất ${to} giây.`);

/** How an adapter connects. What is left out is the installation's default. */
export const connection = z
  .strictObject({
    connections: z.int().min(1, 'Ít nhất 1 kết nối.').max(512, 'Nhiều nhất 512 kết nối.').optional(),
    connectTimeoutSeconds: seconds(0.1, 60).default(5),
    answerTimeoutSeconds: seconds(0.1, 120).optional(),
    keepAliveSeconds: seconds(0.1, 600).default(4),
  })
  .prefault({});
