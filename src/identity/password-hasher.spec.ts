import { PasswordHasher, STANDARD_COST } from './password-hasher.js';

const CHEAP = { N: 1024, r: 1, p: 1 };

describe('passwords', () => {
  const hasher = new PasswordHasher(CHEAP);

  it('match their own hash and no other', async () => {
    const stored = await hasher.hash('tuyên truyền pháp luật');
    expect(stored).toMatch(/^scrypt\$1024\$1\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(await hasher.verify('tuyên truyền pháp luật', stored)).toBe(true);
    expect(await hasher.verify('tuyên truyền pháp luậT', stored)).toBe(false);
  });

  it('are salted: the same password never has the same hash', async () => {
    expect(await hasher.hash('mot-hai-ba')).not.toBe(await hasher.hash('mot-hai-ba'));
  });

  it('match however a keyboard composes Vietnamese letters', async () => {
    const stored = await hasher.hash('đường lối'.normalize('NFD'));
    expect(await hasher.verify('đường lối'.normalize('NFC'), stored)).toBe(true);
  });

  it('are checked at the cost that stands in the hash, and hashed anew when it is not today’s', async () => {
    const dear = new PasswordHasher({ N: 2048, r: 1, p: 1 });
    const stored = await hasher.hash('mot-hai-ba');
    expect(await dear.verify('mot-hai-ba', stored)).toBe(true);
    expect([dear.isOutdated(stored), hasher.isOutdated(stored)]).toEqual([true, false]);
  });

  it('of nobody never match, after the same work', async () => {
    expect(await hasher.verify('mot-hai-ba', null)).toBe(false);
    const real = new PasswordHasher({ N: 2 ** 14, r: 8, p: 1 });
    const stored = await real.hash('mot-hai-ba');
    const timed = async (against: string | null) => {
      const rounds: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        const start = performance.now();
        await real.verify('khac', against);
        rounds.push(performance.now() - start);
      }
      // The shortest is what the work takes; the others had to wait for the machine.
      return Math.min(...rounds);
    };
    const ratio = (await timed(null)) / (await timed(stored));
    expect(ratio).toBeGreaterThan(1 / 3);
    expect(ratio).toBeLessThan(3);
  });

  it('cost what OWASP asks for', () => {
    expect(STANDARD_COST).toEqual({ N: 32768, r: 8, p: 3 });
  });

  it('all come out of a crowd that signs in at once', async () => {
    const stored = await hasher.hash('mot-hai-ba');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => hasher.verify(index % 2 ? 'sai' : 'mot-hai-ba', stored)),
    );
    expect(answers.filter(Boolean)).toHaveLength(10);
  });

  it('of a flood are refused beyond the queue, so that it never grows without bound', async () => {
    const stored = await hasher.hash('mot-hai-ba');
    const outcomes = await Promise.allSettled(
      Array.from({ length: 80 }, () => hasher.verify('mot-hai-ba', stored)),
    );
    const refused = outcomes.filter((each) => each.status === 'rejected');
    expect(refused).toHaveLength(80 - 52);
    expect(refused[0]!.reason).toMatchObject({ status: 503, code: 'busy' });
    expect(await hasher.verify('mot-hai-ba', stored)).toBe(true);
  });
});
