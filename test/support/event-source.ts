/** One server-sent event. */
export interface ServerEvent {
  type: string;
  id: string | undefined;
  retry: string | undefined;
  // oxlint-disable-next-line typescript/no-explicit-any
  data: any;
}

/** A stream of events that is being read. */
export interface EventReader {
  status: number;
  contentType: string | null;
  events: ServerEvent[];
  /** Resolves when the server has ended the stream; rejects where it broke off. */
  ended: Promise<void>;
  close(): void;
}

/** Reads server-sent events from `url` as they come. */
export async function readEvents(url: string, headers: Record<string, string>): Promise<EventReader> {
  const abort = new AbortController();
  const response = await fetch(url, { headers, signal: abort.signal });
  const events: ServerEvent[] = [];
  const ended = (async () => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? []) {
      text += decoder.decode(bytes as Uint8Array, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop()!;
      for (const block of blocks) {
        const event = eventOf(block);
        if (event) events.push(event);
      }
    }
  })();
  ended.catch(() => undefined); // whoever is interested awaits it
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    events,
    ended,
    close: () => abort.abort(),
  };
}

/** Null for a comment, which readers pass over. */
function eventOf(block: string): ServerEvent | null {
  const fields = new Map(
    block
      .split('\n')
      .filter((line) => /^\w/.test(line))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  const data = fields.get('data');
  if (data === undefined) return null;
  return {
    type: fields.get('event') ?? 'message',
    id: fields.get('id'),
    retry: fields.get('retry'),
    data: JSON.parse(data) as unknown,
  };
}
