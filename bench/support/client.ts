import { setTimeout as sleep } from 'node:timers/promises';

/** Calls the product's HTTP API as a person would, with a session cookie. */
export class Client {
  private cookie = '';

  constructor(private readonly baseUrl: string) {}

  async login(username: string, password: string): Promise<this> {
    const answer = await this.raw('POST', '/auth/login', { username, password });
    this.keepCookie(answer);
    return this;
  }

  /**
   * Makes a person with these rights, who signs in and chooses `password`, as everybody does whose first one somebody else
   * made; answers their client.
   */
  async engage(
    person: { username: string; displayName: string; roles: string[] },
    password: string,
  ): Promise<Client> {
    const made = await this.post<{ password: string }>('/users', person);
    const own = await new Client(this.baseUrl).login(person.username, made.password);
    own.keepCookie(
      await own.raw('POST', '/auth/password', { currentPassword: made.password, newPassword: password }),
    );
    return own;
  }

  private keepCookie(answer: Response): void {
    this.cookie = answer.headers
      .getSetCookie()
      .map((each) => each.split(';')[0]!)
      .join('; ');
  }

  async post<Answer>(path: string, body?: unknown): Promise<Answer> {
    return (await (await this.raw('POST', path, body)).json()) as Answer;
  }

  async get<Answer>(path: string): Promise<Answer> {
    return (await (await this.raw('GET', path)).json()) as Answer;
  }

  /** Sends a file as the import page does. */
  async upload<Answer>(
    path: string,
    file: Blob,
    name: string,
    fields: Record<string, string>,
  ): Promise<Answer> {
    const form = new FormData();
    for (const [key, value] of Object.entries(fields)) form.append(key, value);
    form.append('file', file, name);
    return (await (await this.raw('POST', path, form)).json()) as Answer;
  }

  /** Any call; throws with the product's own sentence when it refuses. */
  async raw(method: string, path: string, body?: unknown): Promise<Response> {
    const isForm = body instanceof FormData;
    const answer = await fetch(`${this.baseUrl}/api/v1${path}`, {
      method,
      headers: {
        origin: this.baseUrl,
        ...(this.cookie && { cookie: this.cookie }),
        ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}

/** Asks again until `look` answers something, at most for `timeoutMs`. */
export async function until<T>(
  look: () => Promise<T | undefined>,
  timeoutMs: number,
  everyMs = 250,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`nothing after ${timeoutMs} ms`);
    await sleep(everyMs);
  }
}
