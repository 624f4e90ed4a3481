import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { html } from '../pages/html.js';
import { renderPlainPage } from '../pages/layout.js';
import type { LoginLimit } from './login-limit.js';
import type { Role } from './roles.js';
import { renderSession } from './session.js';
import { roleOf, type Tokens } from './tokens.js';

/** Browsers share cookies between the ports of a host: two installations need names of their own. */
export const cookieNameOf = ({ sessionKey }: Tokens): string =>
  `crystalq-${createHash('sha256').update(sessionKey).digest('hex').slice(0, 8)}`;

export interface LoginOptions {
  readonly tokens: Tokens;
  readonly sessionSeconds: number;
  readonly limit: LoginLimit;
}

/** The ways in and out. A link with a token becomes a signed cookie, and the token leaves the address. */
export function installLogin(server: FastifyInstance, { tokens, sessionSeconds, limit }: LoginOptions): void {
  const cookieName = cookieNameOf(tokens);
  const scope = { path: '/', httpOnly: true, sameSite: 'strict' } as const;

  const enter = (reply: FastifyReply, role: Role): FastifyReply => {
    const expiresAt = Math.floor(Date.now() / 1000) + sessionSeconds;
    const session = renderSession({ role, expiresAt }, tokens.sessionKey);
    return reply.setCookie(cookieName, session, { ...scope, maxAge: sessionSeconds }).redirect('/', 303);
  };

  const login = (request: FastifyRequest, reply: FastifyReply, token: unknown): FastifyReply => {
    const now = performance.now();
    if (limit.isBlocked(request.ip, now)) {
      return reply
        .code(429)
        .header('Retry-After', '60')
        .type('text/plain')
        .send('Too many wrong tokens; wait a minute.\n');
    }
    const role = typeof token === 'string' ? roleOf(tokens, token) : undefined;
    if (role) return enter(reply, role);
    limit.failed(request.ip, now);
    return askForToken(request, reply);
  };

  server.get<{ Querystring: { token?: unknown } }>('/login', (request, reply) =>
    request.query.token === undefined
      ? reply.type('text/html; charset=utf-8').send(loginPage)
      : login(request, reply, request.query.token),
  );
  server.post<{ Body: { token?: unknown } | undefined }>('/login', (request, reply) =>
    login(request, reply, request.body?.token),
  );
  server.post('/logout', (_request, reply) => reply.clearCookie(cookieName, scope).redirect('/login', 303));
}

/** 401: people get the form, programs one line. */
export function askForToken(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.code(401);
  return request.headers.accept?.includes('text/html')
    ? reply.type('text/html; charset=utf-8').send(loginPage)
    : reply.type('text/plain').send('Log in with the link that `crystalq dashboard` prints.\n');
}

const loginPage = renderPlainPage(
  'log in',
  html`<form class="login" method="post" action="/login">
    <h1>crystalq</h1>
    <label
      >Token <input name="token" type="password" autocomplete="current-password" required autofocus
    /></label>
    <button>Log in</button>
    <p class="quiet">
      The token stands in the link that <code>crystalq dashboard</code> prints. Came here by such a link just
      now? <a href="/">Go on</a>.
    </p>
  </form>`,
);
