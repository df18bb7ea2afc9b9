// A real OpenID Connect provider in a process of its own, on a free port of the loopback address; its first line of output is
// its address. Anybody signs in under any name, with any password.
// Usage: node identity-provider.mjs REDIRECT_URI CLIENT_SECRET
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const [redirectUri, clientSecret] = process.argv.slice(2);
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'loa-luat',
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@xa.gov.vn`, email_verified: !id.startsWith('chua-') }),
    }),
    cookies: { keys: ['thu'] },
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
// Ends with whoever started it.
process.stdin.on('end', () => process.exit()).resume();
