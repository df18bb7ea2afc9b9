/** The frame of the plain pages that households open: no script, one file, large type, fit to be printed. */
import { createHash } from 'node:crypto';
import { blocksOf } from '../../domain/full-text.js';

/** Text that is safe where it stands in a page. */
export class Html {
  constructor(readonly text: string) {}
}

/** Builds HTML; every value that is not HTML itself is escaped. */
export function markup(
  strings: TemplateStringsArray,
  ...values: (Html | readonly Html[] | string | number)[]
): Html {
  let text = strings[0]!;
  values.forEach((value, i) => (text += written(value) + strings[i + 1]!));
  return new Html(text);
}

function written(value: Html | readonly Html[] | string | number): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map((each: Html) => each.text).join('');
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const CSS = [
  ':root{color-scheme:light dark;--page:#f4f6f8;--card:#fff;--ink:#14202b;--dim:#45535f;--line:#c5ced6;--act:#155a8a;--on:#fff;--good:#e5f4ea;--warn:#fdf1da;--bad:#fdecea}',
  '@media(prefers-color-scheme:dark){:root{--page:#12181f;--card:#1a222b;--ink:#eef3f7;--dim:#b4c0ca;--line:#45535f;--act:#8cc4ee;--on:#0b1a26;--good:#17301f;--warn:#33270f;--bad:#3a1d1a}}',
  '*{box-sizing:border-box}html{font-size:125%;-webkit-text-size-adjust:100%}html.lon{font-size:165%}',
  'body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:break-word}',
  'header,main,footer{max-width:40rem;margin:0 auto;padding:.6rem .9rem}header{color:var(--dim);font-weight:600}',
  'h1{font-size:1.35rem;line-height:1.25;margin:.2rem 0 .4rem}h2{font-size:1.05rem;margin:0 0 .4rem}p{margin:0 0 .8rem}ul{margin:0 0 .8rem;padding-left:1.2rem}',
  'article,section{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.9rem;margin:0 0 .8rem}',
  '.dim{color:var(--dim);font-size:.85rem}.good{background:var(--good)}.warn{background:var(--warn)}.bad{background:var(--bad)}',
  'a{color:var(--act)}a:focus-visible,button:focus-visible,input:focus-visible,textarea:focus-visible{outline:3px solid var(--act);outline-offset:2px}',
  'button{font:inherit;font-weight:600;min-height:2.4rem;padding:.3rem 1rem;border:2px solid var(--act);border-radius:.5rem;background:var(--act);color:var(--on);cursor:pointer;max-width:100%}button.quiet{background:transparent;color:var(--act)}',
  'label{display:block;font-weight:600;margin:0 0 .25rem}input,textarea{font:inherit;width:100%;padding:.4rem .5rem;border:1px solid var(--dim);border-radius:.4rem;background:var(--card);color:var(--ink);margin:0 0 .8rem}textarea{min-height:7rem}',
  'nav{margin:0 0 .6rem}@media print{html,html.lon{font-size:13pt}body{background:#fff;color:#000}.no-print{display:none}article,section{border:0;padding:0;background:none}}',
].join('');

const STYLE_HASH = createHash('sha256').update(CSS).digest('base64');

/** Nothing but this page's own style, and forms to this server. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** For every page of a household, whatever it says: it belongs to one person, and to no store and no search. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex, nofollow, noarchive, nosnippet',
  // The address is the household's own: no other server learns it, and our own forms still say where they come from.
  'referrer-policy': 'same-origin',
  'content-security-policy': POLICY,
};

interface PageParts {
  title: string;
  /** Who speaks; empty where nobody knows. */
  heading: string;
  body: Html;
  isLarge?: boolean;
}

/** A whole page. */
export function page({ title, heading, body, isLarge = false }: PageParts): string {
  // The formatter leaves templates of this name alone: the policy names the style by its hash.
  return markup`<!doctype html>
    <html lang="vi"${isLarge ? new Html(' class="lon"') : ''}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="format-detection" content="telephone=no" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <title>${title}</title>
        <style>${new Html(CSS)}</style>
      </head>
      <body>
        ${heading === '' ? '' : markup`<header>${heading}</header>`}
        <main>${body}</main>
      </body>
    </html> `.text;
}

/** A text of an official as paragraphs and lists. */
export function paragraphs(text: string): Html[] {
  return blocksOf(text).map(({ kind, lines }) =>
    kind === 'list'
      ? markup`<ul>
          ${lines.map((line) => markup`<li>${line}</li>`)}
        </ul>`
      : markup`<p>${lines.map((line, i) => markup`${i === 0 ? '' : new Html('<br>')}${line}`)}</p>`,
  );
}
