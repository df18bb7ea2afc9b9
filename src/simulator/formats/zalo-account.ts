import { createHash } from 'node:crypto';

/** A template of the simulated OA, as `GET /template/info/v2` shows it. */
export interface SimulatedTemplate {
  id: string;
  name: string;
  price: number;
  params: { name: string; type: string; maxLength: number; require: boolean }[];
}

const TEMPLATES: readonly SimulatedTemplate[] = [
  {
    id: '345678',
    name: 'Thông báo pháp luật',
    price: 120,
    params: [
      { name: 'chu_ho', type: 'STRING', maxLength: 30, require: true },
      { name: 'dia_ban', type: 'STRING', maxLength: 50, require: true },
      { name: 'noi_dung', type: 'STRING', maxLength: 200, require: false },
    ],
  },
  {
    id: '345679',
    name: 'Mời họp khu dân cư',
    price: 120,
    params: [
      { name: 'chu_ho', type: 'STRING', maxLength: 30, require: true },
      { name: 'thoi_gian', type: 'DATE', maxLength: 20, require: true },
    ],
  },
];

/** The simulated app and OA: tokens that rotate, the day's quota, what was called. */
export class ZaloAccount {
  readonly appId = '1000000000000000001';
  readonly oaId = '2000000000000000001';
  readonly templates = TEMPLATES;
  dailyQuota = 0;
  remainingQuota = 0;
  /** Token calls that gave out a pair, and those that were refused. */
  refreshes = 0;
  refusedRefreshes = 0;
  /** Messages that were refused because the day's quota was used up. */
  overQuota = 0;
  private pairs = 0;
  private isExpired = false;
  private code: { value: string; challenge: string } | null = null;

  constructor(private readonly key: string) {
    this.reset();
  }

  reset(): void {
    this.setQuota(500_000);
    this.refreshes = this.refusedRefreshes = this.overQuota = 0;
    this.pairs = 0;
    this.isExpired = false;
    this.code = null;
  }

  setQuota(messages: number): void {
    this.dailyQuota = this.remainingQuota = messages;
  }

  /** The access token dies; the refresh token lives. */
  expire(): void {
    this.isExpired = true;
  }

  get accessToken(): string {
    return `${this.key}-access-${this.pairs}`;
  }

  get refreshToken(): string {
    return `${this.key}-refresh-${this.pairs}`;
  }

  isGood(token: unknown): boolean {
    return !this.isExpired && token === this.accessToken;
  }

  /** A consent: the code that the browser brings back. */
  consent(challenge: string): string {
    const value = `code-${this.pairs}-${Date.now().toString(36)}`;
    this.code = { value, challenge };
    return value;
  }

  /** `POST /v4/oa/access_token`: each refresh token works once. */
  grant(form: URLSearchParams, secret: unknown): Record<string, unknown> {
    if (secret !== this.key || form.get('app_id') !== this.appId) return this.refuse(-14_004);
    if (form.get('grant_type') === 'refresh_token') {
      if (form.get('refresh_token') !== this.refreshToken) return this.refuse(-14_014);
    } else if (!this.redeem(form)) return this.refuse(-14_003);
    this.pairs++;
    this.refreshes++;
    this.isExpired = false;
    return { access_token: this.accessToken, refresh_token: this.refreshToken, expires_in: '90000' };
  }

  private redeem(form: URLSearchParams): boolean {
    const { code } = this;
    this.code = null;
    if (!code || form.get('code') !== code.value) return false;
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    return challenge === code.challenge;
  }

  private refuse(error: number): Record<string, unknown> {
    this.refusedRefreshes++;
    return { error, error_name: 'Invalid grant', error_description: 'Invalid grant' };
  }
}
