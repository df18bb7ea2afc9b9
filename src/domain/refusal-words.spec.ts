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
  'Từ chối nhận tin nhắn quảng cáo',
  'tu choi nhan tin tu uy ban',
  'Huy nhận thông báo',
  'huỷ giùm tôi',
  'Đừng nhắn tin nữa nhé',
  'Đừng gửi tin cho tôi nữa',
  'Dùng gửi nữa',
  'Dửng gửi tin',
  'Xin đừng làm phiền',
  'đừng làm phiền tôi nữa',
  'Ngưng gửi tin nhắn',
  'thôi đừng gửi nữa',
  'Thôi không nhận nữa',
  'thoi khong gui nua nhe em',
  'STOP nhắn tin',
  'Tôi không muốn nhận tin nhắn này nữa',
  'Tôi không có nhu cầu nhận tin',
  'Không cần gửi nữa',
  'ko can gui nua',
  'Không nhận tin của xã nữa',
  'Vui lòng không gửi tin nữa',
  'Xin vui lòng ngừng gửi',
  'Làm ơn đừng nhắn nữa',
  'Gia đình tôi từ chối nhận tin',
  'Đề nghị dừng gửi tin',
  'đề nghị không gửi nữa',
  'yêu cầu ngừng nhắn tin',
  'Yêu cầu hủy',
  'anh hủy giúp em',
  'toi huy',
  'tu72 cho61i',
  'dungwf',
  'Từ chối'.normalize('NFD'),
  'Dạ đừng gửi nữa',
  'Vâng, đừng gửi nữa',
  'ok đừng gửi tin nữa nhé',
  'Vâng dừng lại ạ',
  'Dạ, từ chối ạ',
  'Dạ hủy ạ',
  'Đã nhận tin, xin từ chối',
  'Tôi đừng gửi nữa',
  'Cho tôi không gửi nữa',
  'Với gia đình tôi không gửi tin nữa',
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
  'đăng ký nhận lại',
  'Cho tôi đăng ký lại',
  'Tôi muốn nhận lại tin',
  'OK đồng ý',
  'Mở lại tin nhắn cho tôi',
  'START',
  'Đồng ý',
];

describe('a household’s reply', () => {
  it.each(REFUSALS)('%j is a refusal', (text) => {
    expect(readReply(text)).toBe('refusal');
  });

  it.each([
    'Da dung gui nua',
    'Vang, dung gui nua',
    'Da dung nhan tin nua a',
    'ok dung di',
    'Vang dung nua',
    'Dạ dừng ạ',
    'Vâng, dừng nhé',
    'thoi dung',
    'Toi dung',
    'Da huy a',
    'Mình hủy',
    'Mình không nhận',
    'Tôi từ chối, đã nhận',
  ])('%j is a refusal as it is written', (text) => {
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
    'TC Nguyễn Văn A',
    'TC là gì',
    'anh Huy',
    'em Huy a',
    'Huy ơi',
    'Chị Dung ạ',
    'em dung a',
    'Tôi là Huy',
    'Huy động vốn là gì',
    'Đừng tin',
    'dung tin',
    'Dừng làm nữa',
    'Đừng hút thuốc',
    'Đứng gần đây',
    'Đúng, nhận tin rồi',
    'Không',
    'Chưa nhận được',
    'Tôi nhận rồi, cảm ơn',
    'Có nhận',
    'Nhầm số rồi',
    'Sai số rồi, tôi không phải chủ hộ',
    'Gửi nhầm số, đừng gửi nữa',
    'Tôi đã chuyển nhà, đừng gửi nữa',
    'Bỏ số tôi ra khỏi danh sách',
    'Hủy lịch hẹn làm CCCD giúp tôi',
    'Hủy hợp đồng thuê đất có được không?',
    'Từ chối làm chứng có bị phạt không',
    'Từ chối nhận đất tái định cư',
    'STOP bạo lực gia đình',
    'DK khám bệnh',
    'Off rồi',
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

  it('means the same with courtesies around it', () => {
    const courtesy = fc.constantFrom('xin', 'vui lòng', 'làm ơn', 'đề nghị', 'thôi', 'gia đình tôi', 'tôi');
    const thanks = fc.constantFrom('ạ', 'nhé', 'cảm ơn', 'giùm', 'nữa', 'của xã');
    const clear = fc.constantFrom('từ chối', 'hủy', 'dừng', 'đừng gửi', 'không nhận', 'đăng ký lại');
    fc.assert(
      fc.property(courtesy, clear, thanks, (before, words, after) => {
        expect(readReply(`${before} ${words} ${after}`)).toBe(readReply(words));
      }),
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
    ['Xóa số của tôi', true],
    ['Vang dung a', true],
    ['Da dung', true],
    ['ok dung', true],
    ['Vang anh dung nhe', true],
    ['Dạ vâng dung ạ', true],
    ['Minh Huy', true],
    ['Minh Huy a', true],
    ['Tôi đã hủy', true],
    ['toi da huy', true],
    ['Đã hủy', true],
    ['Gia đình đã từ chối', true],
    ['Tôi không gửi', true],
    ['toi khong gui', true],
    ['Mình ko gửi nữa', true],
    ['Tôi đã đăng ký', false],
    ['Em da dang ky', false],
    ['Cho hỏi làm thẻ căn cước ở đâu', false],
    ['Tin này có đúng không?', false],
    ['', false],
  ])('%j says somewhere that messages are not wanted: %s', (text, says) => {
    expect(mentionsRefusal(text)).toBe(says);
    expect(readReply(text)).toBe('person');
  });
});
