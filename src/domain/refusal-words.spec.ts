import fc from 'fast-check';
import { mentionsRefusal, readReply } from './refusal-words.js';
import { unaccent } from './vietnamese.js';

const REFUSALS = [
  'TC',
  'tc.',
  '"TC"',
  'T.C',
  't c',
  'Từ chối',
  'TU CHOI',
  'tuchoi',
  'từ chôi',
  'tuwf choois',
  'Từ chối nhận tin',
  'Tôi từ chối nhận tin nhắn này',
  'Xin từ chối ạ!!!',
  'HUY',
  'Hủy',
  'Huỷ đăng ký',
  'huy dk',
  'DUNG',
  'Dừng',
  'Đừng gửi nữa',
  'dung gui nua',
  'Dừng lại đi nhé',
  'NGUNG',
  'ngừng gửi',
  'STOP',
  'Stop!',
  'stoop',
  'ＳＴＯＰ',
  'UNSUBSCRIBE',
  'không nhận nữa',
  'Ko nhan tin',
  'soạn TC',
  'Từ chối'.normalize('NFD'),
];
const BACK_IN = [
  'DK',
  'ĐK',
  'dk',
  'Đăng ký',
  'DANG KY',
  'đăng kí lại',
  'Đăng ký nhận tin',
  'ddang kys',
  'Nhận lại tin',
  'START',
  'Đồng ý',
];

describe('a household’s reply', () => {
  it.each(REFUSALS)('%j is a refusal', (text) => {
    expect(readReply(text)).toBe('refusal');
  });

  it.each(BACK_IN)('%j is a way back in', (text) => {
    expect(readReply(text)).toBe('resubscribe');
  });

  it.each([
    '',
    ' ',
    '👍',
    'Đúng',
    'Đúng rồi',
    'dung roi',
    'Dũng',
    'Dùng',
    'Huy đây, ai vậy?',
    'TC 2',
    'ok',
    'Cảm ơn',
    'Ai đấy?',
    'Tôi không từ chối',
    'Không nhận được tin',
    'Tin này có đúng không?',
    'Cho hỏi làm thẻ căn cước ở đâu',
    'Nhà tôi từ chối di dời vì chưa nhận tiền đền bù',
    'Hôm qua công an xã huy động bà con dọn kênh, sao không báo nhà tôi?',
    'Dừng xe đèn đỏ rẽ phải được không',
    'Từ chối nhận tin nhắn từ công ty lừa đảo thì báo ai',
    'STOP là gì',
    'Đăng ký tạm trú ở đâu',
    'DK kết hôn cần giấy gì',
  ])('%j is for a person', (text) => {
    expect(readReply(text)).toBe('person');
  });

  it('reads the same with and without accents, in any case, with punctuation around it', () => {
    const around = fc.constantFrom('', ' ', '.', '!', '...', ' \n', '"', ' - ');
    fc.assert(
      fc.property(
        fc.constantFrom(...REFUSALS, ...BACK_IN),
        around,
        around,
        fc.boolean(),
        (text, before, after, upper) => {
          const said = readReply(text);
          expect(readReply(before + (upper ? text.toUpperCase() : text.toLowerCase()) + after)).toBe(said);
          expect(readReply(unaccent(text))).toBe(said);
        },
      ),
    );
  });

  it('of more than eight words is for a person whatever words it holds', () => {
    const word = fc.constantFrom('tc', 'huy', 'stop', 'dừng', 'nhận', 'tin', 'xin', 'đăng ký', 'nhà');
    fc.assert(
      fc.property(fc.array(word, { minLength: 9, maxLength: 30 }), (words) => {
        expect(readReply(words.join(' '))).toBe('person');
      }),
    );
  });

  it('is read without an error whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(['refusal', 'resubscribe', 'person']).toContain(readReply(text));
      }),
    );
  });

  it.each([
    ['Từ chối nhận tin nhắn từ công ty lừa đảo thì báo ai', true],
    ['Nhà tôi đã nhắn STOP mấy lần rồi sao vẫn gửi vậy các anh chị', true],
    ['tôi không muốn nhận tin này nữa vì tôi chuyển nhà đi nơi khác rồi', true],
    ['Cho hỏi làm thẻ căn cước ở đâu', false],
    ['Tin này có đúng không?', false],
    ['', false],
  ])('%j says somewhere that messages are not wanted: %s', (text, says) => {
    expect(mentionsRefusal(text)).toBe(says);
    expect(readReply(text)).toBe('person');
  });
});
