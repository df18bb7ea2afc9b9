/**
 * The short link in a message that leads its household to the full text: `https://xa.gov.vn/l/7k2m9xq4c0vd`. Every code
 * is of one length, so that the parts of a message can be counted before anybody's link exists.
 */

/** Crockford's base 32: no letter that is read or typed as another. */
export const LINK_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** 60 bits. */
export const LINK_CODE_LENGTH = 12;

const PATH = '/l/';
const CODE = new RegExp(`^[${LINK_ALPHABET}]{${LINK_CODE_LENGTH}}$`);

/** The link of a code. `base` is the server's public address, with or without a slash at its end. */
export function linkTo(base: string, code: string): string {
  return `${base.replace(/\/+$/, '')}${PATH}${code}`;
}

/** How many characters a link has, whoever it is for. */
export function linkLength(base: string): number {
  return linkTo(base, '').length + LINK_CODE_LENGTH;
}

/**
 * The code in what a person typed or an application cut out of a text: capitals, spaces, dashes and a full stop at the end
 * do not matter, `o` is 0, `i` and `l` are 1. Null where it is none.
 */
export function readLinkCode(typed: string): string | null {
  const code = typed
    .toLowerCase()
    .replace(/[\s.,;:!?()'"<>-]+/g, '')
    .replaceAll('o', '0')
    .replace(/[il]/g, '1');
  return CODE.test(code) ? code : null;
}

/** The codes of the links to `base` in a text, in its order; a link to any other server is none of ours. */
export function linkCodesIn(text: string, base: string): string[] {
  const wanted = linkTo(base, '').toLowerCase();
  return [...text.matchAll(/https?:\/\/[^\s"'<>]+/gi)].flatMap(([found]) => {
    if (!found.toLowerCase().startsWith(wanted)) return [];
    const code = readLinkCode(found.slice(wanted.length));
    return code === null ? [] : [code];
  });
}
