/** The pages themselves: what a household reads, in its words. */
import type { FullText, ShownNumber, Verdict } from './household-page.service.js';
import type { Question } from './household-page.schema.js';
import { Html, markup, page, paragraphs } from './page-html.js';

export const ASK_PATH = '/xac-minh';

const CHANNELS: Record<ShownNumber['channel'], string> = { sms: 'SMS', zalo: 'Zalo' };

const DAY = new Intl.DateTimeFormat('vi-VN', {
  timeZone: 'Asia/Ho_Chi_Minh',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
});

const WARNING = markup`<p>
  Xã không bao giờ hỏi mật khẩu, mã OTP hay số thẻ, và không đòi chuyển tiền qua tin nhắn.
</p>`;

function placeOf(of: { communeName: string | null; provinceName?: string | null }): string {
  return [of.communeName, of.provinceName].filter(Boolean).join(', ');
}

/** The full text behind a link, with the way out and the way back. */
export function fullTextPage(of: FullText, { isLarge }: { isLarge: boolean }): string {
  const size = isLarge
    ? markup`<a href="/l/${of.code}">Chữ vừa</a>`
    : markup`<a href="/l/${of.code}?co=lon">Chữ to hơn</a>`;
  return page({
    title: of.title,
    heading: placeOf(of),
    isLarge,
    body: markup`<nav class="no-print" aria-label="Cỡ chữ">${size}</nav>
      ${of.numbers.filter(({ state }) => state !== 'receiving').map(refusedNote)}
      <article>
        <h1>${of.title}</h1>
        ${of.sentAt ? markup`<p class="dim">Gửi ngày ${DAY.format(of.sentAt)}</p>` : ''} ${paragraphs(of.text)}
      </article>
      <section class="no-print">
        <h2>Có phải tin của xã không?</h2>
        ${WARNING}
        <p><a href="${ASK_PATH}">Kiểm tra một tin khác</a></p>
      </section>
      ${of.numbers.filter(({ state }) => state === 'receiving').map((number) => refuseForm(of, number))}
      ${of.numbers.filter(({ state }) => state === 'refused').map((number) => returnForm(of, number))}`,
  });
}

function refusedNote({ masked, channel, state }: ShownNumber): Html {
  if (state === 'refused')
    return markup`<section class="good" role="status">
      <p>
        Đã ghi nhận: số ${masked} không nhận tin ${CHANNELS[channel]} tuyên truyền của xã nữa. Việc này có
        hiệu lực ngay.
      </p>
    </section>`;
  return markup`<section role="status">
    <p>
      Số ${masked} không nhận tin ${CHANNELS[channel]} của xã: cán bộ hoặc nhà mạng đã ghi như vậy. Muốn nhận
      lại, mời liên hệ UBND xã.
    </p>
  </section>`;
}

function refuseForm({ code, seal }: FullText, { attempt, masked, channel }: ShownNumber): Html {
  return markup`<section class="no-print">
    <h2>Không muốn nhận tin?</h2>
    <p>
      Bấm nút này thì số ${masked} thôi nhận tin ${CHANNELS[channel]} tuyên truyền của xã. Lúc nào cũng có thể
      nhận lại ở trang này.
    </p>
    <form method="post" action="/l/${code}/refuse">
      ${sealed(seal, attempt)}<button class="quiet">Thôi nhận tin ${CHANNELS[channel]}</button>
    </form>
  </section>`;
}

function returnForm({ code, seal }: FullText, { attempt, masked, channel }: ShownNumber): Html {
  return markup`<section class="no-print">
    <h2>Muốn nhận tin trở lại?</h2>
    <form method="post" action="/l/${code}/return">
      ${sealed(seal, attempt)}<button>Nhận lại tin ${CHANNELS[channel]} tới số ${masked}</button>
    </form>
  </section>`;
}

function sealed(seal: string, attempt: number): Html {
  return markup`<input type="hidden" name="dau" value="${seal}" /><input type="hidden" name="so" value="${attempt}" />`;
}

/** Behind the link of a preview or a test message. */
export function specimenPage(): string {
  return page({
    title: 'Tin thử',
    heading: '',
    body: markup`<article>
      <h1>Đây là liên kết của một tin thử</h1>
      <p>Trong tin thật, liên kết này mở toàn văn của đợt tuyên truyền, riêng cho từng hộ.</p>
    </article>`,
  });
}

/** Asks about a message, and answers. */
export function askPage(question: Question, verdict: Verdict | null): string {
  return page({
    title: 'Có phải tin của xã không?',
    heading: '',
    body: markup`<h1>Có phải tin của xã không?</h1>
      ${verdict ? answer(question, verdict) : markup`<p>Nhập tin bạn nhận được để biết có phải do xã gửi qua hệ thống này không.</p>`}
      <section>
        <form method="post" action="${ASK_PATH}">
          <label for="tin">Nội dung tin, hoặc liên kết hay mã trong tin</label>
          <textarea id="tin" name="tin" maxlength="3000">${question.text}</textarea>
          <label for="nguoi">Tên hoặc số người gửi (nếu muốn hỏi)</label>
          <input id="nguoi" name="nguoi" maxlength="60" autocomplete="off" value="${question.sender}" />
          <button>Kiểm tra</button>
        </form>
      </section>
      <p class="dim">Trang này không cho biết ai đã nhận tin. Nội dung bạn nhập không được lưu lại.</p>`,
  });
}

function answer(question: Question, verdict: Verdict): Html {
  return markup`${question.text === '' ? '' : aboutText(verdict)}${aboutSender(question, verdict)}`;
}

function aboutText({ kind, title, communeName, sentAt }: Verdict): Html {
  const day = sentAt ? ` ngày ${DAY.format(sentAt)}` : '';
  switch (kind) {
    case 'sent':
      return markup`<section class="good" role="status">
        <h2>Đúng, tin này do xã gửi</h2>
        <p>${communeName ?? 'Xã'} đã gửi trong đợt “${title ?? ''}”${day}.</p>
        ${WARNING}
      </section>`;
    case 'changed':
      return markup`<section class="warn" role="status">
        <h2>Cẩn thận: nội dung khác với tin xã đã gửi</h2>
        <p>
          Liên kết trong tin là của xã (đợt “${title ?? ''}”${day}), nhưng câu chữ có chỗ không giống. Hãy chỉ
          tin điều ghi ở trang của liên kết.
        </p>
        ${WARNING}
      </section>`;
    case 'specimen':
      return markup`<section role="status">
        <h2>Đây là liên kết của tin thử</h2>
        <p>Cán bộ xã gửi thử tin này cho chính mình.</p>
      </section>`;
    case 'unknown':
      return markup`<section class="bad" role="status">
        <h2>Không thấy tin này trong số tin xã đã gửi</h2>
        <p>
          Đừng bấm liên kết, đừng gọi lại số trong tin. Hãy hỏi UBND xã qua số điện thoại mà bạn đã biết. Nếu
          bạn gõ lại tin bằng tay, hãy thử chép nguyên văn.
        </p>
        ${WARNING}
      </section>`;
  }
}

function aboutSender({ sender }: Question, { isOurSender, senders }: Verdict): Html {
  if (isOurSender === null) return markup``;
  if (isOurSender)
    return markup`<section class="good" role="status">
      <p>“${sender}” là tên xã dùng để gửi tin. Kẻ xấu vẫn có thể giả tên: hãy kiểm tra cả nội dung.</p>
    </section>`;
  const own = senders.length === 0 ? '' : ` Xã gửi dưới tên: ${senders.join(', ')}.`;
  return markup`<section class="warn" role="status">
    <p>“${sender}” không phải tên xã dùng để gửi tin.${own}</p>
  </section>`;
}

/** Why a page cannot be shown. */
export function problemPage(sentence: string): string {
  return page({
    title: 'Không mở được trang',
    heading: '',
    body: markup`<article>
        <h1>Không mở được trang</h1>
        <p>${sentence}</p>
      </article>
      <p><a href="${ASK_PATH}">Có phải tin của xã không?</a></p>`,
  });
}
