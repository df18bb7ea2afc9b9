/** The long text behind `{liên kết}`, as an official types it: paragraphs with a blank line between, lists with dashes. */
export interface TextBlock {
  kind: 'paragraph' | 'list';
  /** The lines of a paragraph, or the points of a list without their dashes. */
  lines: string[];
}

const DASH = /^\s*[-•+]\s+/;

/** The blocks of a text, in its order; nothing for a text that is only space. */
export function blocksOf(text: string): TextBlock[] {
  return text
    .split(/\n\s*\n/)
    .filter((block) => block.trim() !== '')
    .map((block) => {
      const lines = block.trim().split('\n');
      return lines.every((line) => DASH.test(line))
        ? { kind: 'list', lines: lines.map((line) => line.replace(DASH, '')) }
        : { kind: 'paragraph', lines };
    });
}
