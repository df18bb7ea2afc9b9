import iconv from 'iconv-lite';
import { isVietnameseSyllable } from '../../domain/vietnamese-syllable.js';
import { judgeText } from './legacy-text.js';

/**
 * Which code page a text of one byte a character has: windows-1258, what Windows writes for Vietnamese, or windows-1252,
 * under which lists in TCVN3 and VNI were typed. The one in which more of it reads as Vietnamese.
 */
export function narrowEncoding(sample: Buffer): 'windows-1258' | 'windows-1252' {
  const vietnamese = iconv.decode(sample, 'windows-1258').normalize('NFC');
  const western = iconv.decode(sample, 'windows-1252');
  let inVietnamese = 0;
  for (const word of vietnamese.split(/[^\p{L}\p{M}]+/u)) {
    if (/[^\0-\u007f]/.test(word) && isVietnameseSyllable(word)) inVietnamese++;
  }
  let inWestern = 0;
  for (const cell of western.split(/[\r\n\t;,"]+/)) {
    const judged = judgeText(cell);
    const read =
      judged.kind === 'legacy' ? judged.text : judged.kind === 'either' ? judged.readings[0]!.text : '';
    for (const word of read.split(/[^\p{L}\p{M}]+/u)) {
      if (/[^\0-\u007f]/.test(word) && isVietnameseSyllable(word)) inWestern++;
    }
  }
  return inWestern > inVietnamese ? 'windows-1252' : 'windows-1258';
}
