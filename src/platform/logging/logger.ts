import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';

/** Nest token of the logger. */
export const LOGGER = Symbol('LOGGER');

/**
 * One JSON line per event: `logger.info({ event: 'chunk.sent', campaignId, chunkId, … })`.
 * Ids only: never a phone number, a message text, a name or a secret. A test greps for it.
 */
export type Logger = PinoLogger;

/** A logger writing to standard error (or `destination`), so that standard output stays free for what a person reads. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { error: describeError },
      redact: {
        paths: [
          'password',
          'secrets',
          'phone',
          'text',
          'authorization',
          'cookie',
          '*.password',
          '*.secrets',
          '*.phone',
          '*.text',
        ],
        remove: true,
      },
    },
    destination ?? pino.destination({ dest: 2, sync: false }),
  );
}

/** Name, code, message and stack of an error; a database error's detail (which quotes row values) is left out. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack } = error;
  const code = 'code' in error ? error.code : undefined;
  return { name, code, message: withoutNumbers(message), stack: stack && withoutNumbers(stack) };
}

/** Masks runs of digits that could be a phone number. */
function withoutNumbers(text: string): string {
  return text.replace(/(?<![\w:])\+?\d[\d .-]{7,13}\d(?![\w])/g, '[number]');
}

/** Nest's own messages through the same logger, at the levels that matter. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: unknown): void {
    this.logger.debug({ event: 'nest', context, message });
  }

  warn(message: unknown, context?: unknown): void {
    this.logger.warn({ event: 'nest', context, message });
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error({ event: 'nest', message, rest });
  }
}
