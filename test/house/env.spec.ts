import { ConfigSchema } from '../../src/platform/config/config.schema.js';
import { configurationPage, envExample } from '../../src/platform/config/config-docs.js';
import { readConfig } from '../../src/platform/config/config.js';
import { readProjectFile, sources } from './sources.js';

/** Programs of their own, and the one reader of the app. */
const READERS = /^src\/(platform\/config\/config|cli(\.[a-z]+)?|simulator\/[\w.-]+)\.ts$/;

/** Whether code reads a variable. Handing the whole environment on to a child process is no reading. */
function readsEnvironment(text: string): boolean {
  const code = text.replace(/\/\*.*?\*\/|\/\/.*$/gms, '').replaceAll('...process.env,', '');
  return /\bprocess\s*(\.|\?\.|\[['"])env\b/.test(code);
}

describe('settings', () => {
  it('are read from the environment in one place', () => {
    const others = sources()
      .filter(({ path, text }) => readsEnvironment(text) && !READERS.test(path))
      .map(({ path }) => path);
    expect(others).toEqual([]);
  });

  it('stand in .env.example and docs/configuration.md as the schema has them', () => {
    expect(readProjectFile('.env.example')).toBe(envExample());
    expect(readProjectFile('docs/configuration.md')).toBe(configurationPage());
  });

  it('each say what they mean', () => {
    const silent = Object.entries(ConfigSchema.shape).filter(([, schema]) => !schema.description);
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it('work as .env.example gives them once their # is taken away', () => {
    const env = Object.fromEntries(
      envExample()
        .split('\n')
        .flatMap((line) => {
          const match = /^#([A-Z_]+)=(.*)$/.exec(line);
          return match ? [[match[1]!, match[2]!]] : [];
        }),
    );
    expect(readConfig(env)).toEqual(readConfig({}));
  });

  it('that cannot be used are named, without their value', () => {
    const read = () => readConfig({ PORT: 'ba nghìn', ADMIN_PASSWORD: 'ngan', SECRET_KEY: 'khong-phai-hex' });
    expect(read).toThrow(/PORT: phải là số\n.*SECRET_KEY: phải là 64 .*\n.*ADMIN_PASSWORD: phải dài/s);
    expect(read).not.toThrow(/ba nghìn|ngan|khong-phai-hex/);
  });
});
