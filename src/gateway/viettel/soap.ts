import { SaxesParser } from 'saxes';
import { escapeXml } from '../http/template.js';

const ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';
const BULK_SMS = 'http://impl.bulkSms.ws/';
/** Elements of an answer beyond this are no answer of Viettel's. */
const MAX_ELEMENTS = 200;

/** What SOAP 1.1 wants in the header of a call without an action of its own. */
export const SOAP_HEADERS = {
  'content-type': 'text/xml; charset=utf-8',
  soapaction: '""',
};

/** A call with its arguments in the order in which they are given; every value is escaped. */
export function soapCall(
  operation: string,
  args: readonly (readonly [name: string, value: string])[],
): string {
  const fields = args.map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`).join('');
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    `<soapenv:Envelope xmlns:soapenv="${ENVELOPE}" xmlns:impl="${BULK_SMS}">` +
    '<soapenv:Header/>' +
    `<soapenv:Body><impl:${operation}>${fields}</impl:${operation}></soapenv:Body>` +
    '</soapenv:Envelope>'
  );
}

/**
 * The texts directly below `return` in an answer, by their names without prefix and in lower case. Undefined where it is
 * no XML, breaks off, or has no `return`. Entities of a document type are never looked up.
 */
export function soapReturn(xml: string): Map<string, string> | undefined {
  const parser = new SaxesParser();
  const open: string[] = [];
  const fields = new Map<string, string>();
  let isFound = false;
  let failed = false;
  let elements = 0;
  let text = '';
  parser.on('error', () => (failed = true));
  parser.on('doctype', () => (failed = true));
  parser.on('opentag', ({ name }) => {
    open.push(localName(name));
    if (open.at(-1) === 'return') isFound = true;
    if (++elements > MAX_ELEMENTS) failed = true;
    text = '';
  });
  parser.on('text', (part) => (text += part));
  parser.on('cdata', (part) => (text += part));
  parser.on('closetag', () => {
    const name = open.pop()!;
    if (open.at(-1) === 'return' && open.includes('body')) fields.set(name, text.trim());
    text = '';
  });
  parser.write(xml).close();
  return failed || !isFound || open.length > 0 ? undefined : fields;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase();
}
