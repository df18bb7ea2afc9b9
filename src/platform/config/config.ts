import { loadEnvFile } from 'node:process';
import { existsSync } from 'node:fs';
import { speakVietnamese } from '../vietnamese-issues.js';
import { type Config, ConfigSchema } from './config.schema.js';

speakVietnamese();

/** Nest token of the configuration. */
export const CONFIG = Symbol('CONFIG');

/** A setting that cannot be used; the message names every such variable in a Vietnamese sentence. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the configuration from `env` (default: `.env` beside the process, then the environment, which wins).
 * An empty variable counts as unset. Throws ConfigError naming every bad variable, never its value.
 */
export function readConfig(env: NodeJS.ProcessEnv = environment()): Config {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = ConfigSchema.safeParse(set);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(`Cấu hình không dùng được:\n${lines.join('\n')}`);
}

function environment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) loadEnvFile('.env');
  return process.env;
}
