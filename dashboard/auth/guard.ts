import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { boardPaths } from '../bull-board.js';
import { askForToken, cookieNameOf, installLogin } from './login.js';
import { createLoginLimit } from './login-limit.js';
import { isFromHere } from './origin.js';
import { protect } from './protect.js';
import { mayAct, mayChange, type Role } from './roles.js';
import { parseSession } from './session.js';
import { roleOf, type Tokens } from './tokens.js';

/** Seen without a login: whether the service lives, and the way in. */
const openRoutes = new Set(['/health', '/login']);

export interface GuardOptions {
  readonly tokens: Tokens;
  readonly sessionSeconds: number;
}

/**
 * Who may do what. It stands before every route, also before those that do not exist: to look one must be logged in,
 * to change something one needs the role for it and has to come from our own pages.
 */
export function installGuard(server: FastifyInstance, { tokens, sessionSeconds }: GuardOptions): void {
  const limit = createLoginLimit();
  installLogin(server, { tokens, sessionSeconds, limit });

  server.addHook('onRequest', async (request, reply) => {
    // The route as it was matched: other spellings of its path cannot get around the rules.
    const route = request.routeOptions.url ?? '';
    protect(reply, isBoard(route));
    const visitor = visitorOf(request, tokens);
    request.role = visitor?.role ?? 'viewer';
    if (isChange(request) && !visitor?.isProgram && !isFromHere(request))
      return forbid(reply, 'This request does not come from a page of the dashboard.');
    if (openRoutes.has(route)) return undefined;
    if (!visitor) return askForToken(request, reply);
    return refusalOf(request, reply, visitor.role, route);
  });
}

interface Visitor {
  readonly role: Role;
  /** It brought its token itself, which no page can make a browser do. */
  readonly isProgram: boolean;
}

/** From the cookie, or for scripts and Prometheus from `Authorization: Bearer TOKEN`. */
function visitorOf(request: FastifyRequest, tokens: Tokens): Visitor | undefined {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const role = roleOf(tokens, /^Bearer (\S+)$/.exec(authorization)?.[1] ?? '');
    return role && { role, isProgram: true };
  }
  const session = parseSession(request.cookies[cookieNameOf(tokens)], tokens.sessionKey, Date.now() / 1000);
  return session && { role: session.role, isProgram: false };
}

function refusalOf(
  request: FastifyRequest,
  reply: FastifyReply,
  role: Role,
  route: string,
): FastifyReply | undefined {
  if (route.startsWith(boardPaths.operator) && !mayAct(role))
    return forbid(reply, 'A viewer may look, not act.');
  if (!isChange(request) || route === '/logout') return undefined;
  const path = request.url.split('?')[0] ?? '';
  return mayChange(role, path) ? undefined : forbid(reply, `This is more than the role ${role} may do.`);
}

const isChange = ({ method }: FastifyRequest): boolean => method !== 'GET' && method !== 'HEAD';

const isBoard = (route: string): boolean =>
  route.startsWith(boardPaths.viewer) || route.startsWith(boardPaths.operator);

const forbid = (reply: FastifyReply, text: string): FastifyReply =>
  reply.code(403).type('text/plain').send(`${text}\n`);

declare module 'fastify' {
  interface FastifyRequest {
    role: Role;
  }
}
