import axios, { type AxiosInstance } from 'axios';
import type { OutgoingGuard } from '../platform/http-client/outgoing-guard.js';
import { GatewayError } from './gateway-error.js';
import type { OperatorAnswer } from './http-client.js';
import { transportError } from './transport-error.js';

export interface ControlRequest {
  method: 'GET' | 'POST';
  /** Path and query. */
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

/**
 * Low-rate calls to an operator that send no message (balance, credentials, status): axios, as the design says. Like
 * the send path it calls one host, follows no redirect and uses no proxy from the environment.
 */
export class ControlClient {
  private readonly http: AxiosInstance;

  constructor(
    private readonly origin: string,
    timeoutMs: number,
    private readonly guard?: OutgoingGuard,
  ) {
    this.http = axios.create({
      baseURL: origin,
      ...guard?.agents(),
      allowAbsoluteUrls: false,
      timeout: timeoutMs,
      maxRedirects: 0,
      maxContentLength: 1024 * 1024,
      proxy: false,
      responseType: 'text',
      transformResponse: (body: unknown) => body,
      validateStatus: () => true,
    });
  }

  /** Any status is an answer. Throws GatewayError: `unreachable`, or `misconfigured` for a certificate. */
  async request(request: ControlRequest, signal: AbortSignal): Promise<OperatorAnswer> {
    try {
      this.guard?.requireHost(new URL(this.origin).hostname);
      const answer = await this.http.request<string>({
        method: request.method,
        url: request.path,
        headers: request.headers,
        data: request.body,
        signal,
      });
      return {
        status: answer.status,
        headers: Object.fromEntries(
          Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
        ),
        body: answer.data ?? '',
      };
    } catch (error) {
      if (error instanceof GatewayError) throw error;
      // Nothing is sent by these calls, so a lost answer is no doubt about a message.
      throw transportError(error, false);
    }
  }
}
