/** The account of `docs/gateways/kannel.md`: what `POST /api/v1/gateways` gets for a Kannel. */
export function kannelAccount(sendsmsUrl: string) {
  return {
    name: 'Kannel của xã',
    kind: 'http',
    config: {
      request: {
        method: 'GET',
        url: sendsmsUrl,
        query: {
          username: '{secret.username}',
          password: '{secret.password}',
          to: '{phone}',
          text: '{text}',
          charset: 'UTF-8',
          coding: '{encoding}',
          'dlr-mask': '27',
          'dlr-url': '{callbackUrl}?ref={reference}&type=%d&id=%F&answer=%A',
        },
      },
      encodings: { gsm7: '0', ucs2: '2' },
      success: { statuses: [202], matches: '^[03]: ' },
      errors: {
        contains: [
          { text: 'Authorization failed', kind: 'misconfigured' },
          { text: 'Sender missing', kind: 'misconfigured' },
          { text: 'Not routable', kind: 'rejected' },
          { text: 'denied by', kind: 'rejected' },
          { text: 'Temporal failure', kind: 'unreachable' },
          { text: 'Empty receiver number', kind: 'bad-recipient' },
        ],
      },
      receipts: {
        reference: 'query.ref',
        status: 'query.type',
        statuses: { 1: 'delivered', 2: 'undelivered', 8: 'accepted', 16: 'undelivered' },
        code: 'query.answer',
      },
      check: {
        method: 'GET',
        url: sendsmsUrl,
        query: { username: '{secret.username}', password: '{secret.password}' },
        success: { statuses: [400], contains: 'receiver' },
      },
    },
    secrets: { username: 'loaluat', password: 'mat-khau-kannel' },
    partsPerSecond: 20,
    pricePerPartVnd: 350,
  };
}
