/** A JSON object of a request; empty for everything else, whose missing fields the format then names. */
export function jsonBody(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** An answer of 200 in JSON, which is how most of these operators also say no. */
export function jsonReply(value: unknown, status = 200): { status: number; type: string; body: string } {
  return {
    status,
    type: 'application/json; charset=utf-8',
    body: JSON.stringify(value),
  };
}
