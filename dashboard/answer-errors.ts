import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import { toCrystalqError } from '../src/errors/crystalq-error.js';
import type { Log } from '../src/log/log.js';
import { html } from './pages/html.js';
import { renderPage } from './pages/layout.js';

/** Errors are told in one line with what to do; their details go to the log. */
export function answerErrors(server: FastifyInstance, log: Log): void {
  server.setErrorHandler((thrown, request, reply) => {
    const answer = answerTo(thrown);
    // The address without its query, which may hold a token.
    const path = request.url.split('?')[0];
    if (answer.status >= 500) log.error('request failed', { method: request.method, path, error: thrown });
    return tell(request, reply, answer);
  });
  server.setNotFoundHandler((request, reply) =>
    tell(request, reply, { status: 404, message: 'There is nothing of that name.', hint: '' }),
  );
}

interface Answer {
  readonly status: number;
  readonly message: string;
  readonly hint: string;
}

function answerTo(thrown: unknown): Answer {
  const refused = statusOfFastify(thrown);
  if (thrown instanceof ZodError || refused !== undefined)
    return { status: refused ?? 400, message: 'That request cannot be understood.', hint: '' };
  const { code, category, message, hint } = toCrystalqError(thrown);
  if (code === 'UNEXPECTED')
    return { status: 500, message: 'That failed here.', hint: 'The log tells more.' };
  return { status: category === 'transient' ? 503 : 409, message, hint };
}

/** Fastify refuses what is too large, of a strange type or no JSON; such errors carry a status of 4xx. */
function statusOfFastify(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('statusCode' in thrown)) return undefined;
  const { statusCode } = thrown;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}

function tell(request: FastifyRequest, reply: FastifyReply, { status, message, hint }: Answer): FastifyReply {
  reply.code(status);
  if (!request.headers.accept?.includes('text/html'))
    return reply.type('text/plain').send(`${message}\n${hint}`.trimEnd() + '\n');
  const body = html`<h1>${message}</h1>
    <p>${hint}</p>
    <p><a href="/">to the campaigns</a></p>`;
  return reply
    .type('text/html; charset=utf-8')
    .send(renderPage({ title: String(status), body }, request.role));
}
