import { TextDecoder } from 'node:util';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { SheetError } from './sheet-error.js';

export interface XmlHandlers {
  /** An opening tag: its name without prefix, its attributes with the prefixes of the file. */
  open(name: string, attributes: Record<string, string>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/**
 * The parser holds a tag, a text or a comment whole until its end. No real one comes near this; a longer one is a
 * trick to fill the memory.
 */
const MAX_SILENCE_CHARS = 1024 * 1024;

/**
 * Feeds XML to handlers chunk by chunk and yields after each chunk, so the caller can hand on what it has.
 * DOCTYPE (and with it every entity bomb) is refused, as is XML that is not well-formed.
 */
export async function* parseXml(
  chunks: AsyncIterable<Buffer>,
  handlers: XmlHandlers,
): AsyncGenerator<number> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let spoke = false;
  parser.on('doctype', () => {
    throw new SheetError('forbidden-xml');
  });
  parser.on('opentag', (tag: SaxesTagPlain) => {
    spoke = true;
    handlers.open(localName(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag: SaxesTagPlain) => {
    spoke = true;
    handlers.close?.(localName(tag.name));
  });
  parser.on('text', (text) => handlers.text?.(text));
  parser.on('cdata', (text) => handlers.text?.(text));
  let silence = 0;
  let decoder: TextDecoder | null = null;
  for await (const chunk of chunks) {
    decoder ??= decoderFor(chunk);
    const text = decoder.decode(chunk, { stream: true });
    spoke = false;
    write(parser, text);
    silence = spoke ? 0 : silence + text.length;
    if (silence > MAX_SILENCE_CHARS) throw new SheetError('damaged');
    yield chunk.length;
  }
  write(parser, decoder?.decode() ?? '');
  try {
    parser.close();
  } catch (error) {
    throw asSheetError(error);
  }
}

/** Reads a small XML file to its end. */
export async function readXml(chunks: AsyncIterable<Buffer>, handlers: XmlHandlers): Promise<void> {
  const parsing = parseXml(chunks, handlers);
  while (!(await parsing.next()).done);
}

/** The attribute with this local name, whatever prefix the file uses for its namespace. */
export function attribute(attributes: Record<string, string>, name: string): string | undefined {
  if (attributes[name] !== undefined) return attributes[name];
  const prefixed = Object.keys(attributes).find((candidate) => localName(candidate) === name);
  return prefixed === undefined ? undefined : attributes[prefixed];
}

function write(parser: SaxesParser, text: string): void {
  try {
    parser.write(text);
  } catch (error) {
    throw asSheetError(error);
  }
}

function asSheetError(error: unknown): SheetError {
  return error instanceof SheetError ? error : new SheetError('damaged', undefined, { cause: error });
}

function decoderFor(first: Buffer): TextDecoder {
  if (first[0] === 0xff && first[1] === 0xfe) return new TextDecoder('utf-16le');
  if (first[0] === 0xfe && first[1] === 0xff) return new TextDecoder('utf-16be');
  return new TextDecoder('utf-8');
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
