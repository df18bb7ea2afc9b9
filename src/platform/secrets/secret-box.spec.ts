import { ConfigSchema } from '../config/config.schema.js';
import { SecretBox, SecretBoxError } from './secret-box.js';

const boxWith = (key: string) => new SecretBox(ConfigSchema.parse({ SECRET_KEY: key }));
const box = boxWith('ab'.repeat(32));

describe('a sealed secret', () => {
  it('opens for its owner and shows nothing of itself', () => {
    const sealed = box.seal('mật khẩu', 'gateway:7');
    expect(sealed.toString('utf8')).not.toContain('mật');
    expect(box.open(sealed, 'gateway:7')).toBe('mật khẩu');
    expect(box.seal('mật khẩu', 'gateway:7')).not.toEqual(sealed);
  });

  it('opens for no other owner and no other key', () => {
    const sealed = box.seal('x', 'gateway:7');
    expect(() => box.open(sealed, 'gateway:8')).toThrow(SecretBoxError);
    expect(() => boxWith('cd'.repeat(32)).open(sealed, 'gateway:7')).toThrow(SecretBoxError);
  });

  it('is refused when a single bit of it has changed', () => {
    const sealed = box.seal('x', 'gateway:7');
    for (let index = 0; index < sealed.length; index++) {
      const damaged = Buffer.from(sealed);
      damaged[index]! ^= 1;
      expect(() => box.open(damaged, 'gateway:7')).toThrow(SecretBoxError);
    }
    expect(() => box.open(Buffer.alloc(0), 'gateway:7')).toThrow(SecretBoxError);
  });
});
