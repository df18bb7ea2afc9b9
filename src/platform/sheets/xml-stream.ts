import { TextDecoder } from 'node:util';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { SheetError } from './sheet-error.js';

export interface XmlHandlers {
  /** An opening tag: its name without prefix, its attributes with the prefixes of the file. */
  open(name: string, attributes: Record<string, string>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** No tag and no text of a real workbook comes near this; a longer one would be held in memory whole. */
const MAX_STRETCH_CHARS = 1024 * 1024;

/**
 * Feeds XML to handlers chunk by chunk and yields after each chunk, so the caller can hand on what it has.
 * DOCTYPE (and with it every entity bomb) is refused, as is XML that is not well-formed.
 */
export async function* parseXml(
  chunks: AsyncIterable<Buffer>,
  handlers: XmlHandlers,
): AsyncGenerator<number> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('doctype', () => {
    throw new SheetError('forbidden-xml');
  });
  parser.on('opentag', (tag: SaxesTagPlain) => handlers.open(localName(tag.name), tag.attributes));
  if (handlers.close) parser.on('closetag', (tag: SaxesTagPlain) => handlers.close!(localName(tag.name)));
  if (handlers.text) {
    parser.on('text', (text) => handlers.text!(text));
    parser.on('cdata', (text) => handlers.text!(text));
  }
  const tagless = new Stretch('<');
  const endless = new Stretch('>');
  let decoder: TextDecoder | null = null;
  for await (const chunk of chunks) {
    decoder ??= decoderFor(chunk);
    const text = decoder.decode(chunk, { stream: true });
    tagless.pass(text);
    endless.pass(text);
    write(parser, text);
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
  for await (const _ of parseXml(chunks, handlers));
}

/** The attribute with this local name, whatever prefix the file uses for its namespace. */
export function attribute(attributes: Record<string, string>, name: string): string | undefined {
  if (attributes[name] !== undefined) return attributes[name];
  const prefixed = Object.keys(attributes).find((candidate) => localName(candidate) === name);
  return prefixed === undefined ? undefined : attributes[prefixed];
}

/** Counts the characters since the last `mark` and refuses an endless text or tag before it fills the memory. */
class Stretch {
  private length = 0;

  constructor(private readonly mark: string) {}

  pass(text: string): void {
    const last = text.lastIndexOf(this.mark);
    this.length = last < 0 ? this.length + text.length : text.length - last;
    if (this.length > MAX_STRETCH_CHARS) throw new SheetError('damaged');
  }
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
