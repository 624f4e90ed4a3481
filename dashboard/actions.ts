import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { cancel } from '../queues/actions/cancel.js';
import { pause, resume } from '../queues/actions/hold.js';
import { rerun, retry } from '../queues/actions/restart.js';
import { CrystalqError } from '../src/errors/crystalq-error.js';
import type { ActionDeps } from '../queues/actions/action.js';

const actions = { retry, rerun, pause, resume, cancel } as const;

const id = z.string().min(1).max(200).optional();

const Form = z.strictObject({
  batch: id,
  material: id,
  step: id,
  /** A path of ours: anything else would send people elsewhere. */
  back: z
    .string()
    .regex(/^\/(?!\/)[\w\-./~]*$/)
    .default('/'),
});

/** What the buttons do: the same functions as the command line, with the role in the audit trail. */
export function installActions(server: FastifyInstance, deps: ActionDeps): void {
  server.post<{ Params: { action: string }; Body: unknown }>('/actions/:action', async (request, reply) => {
    const name = z.enum(['retry', 'rerun', 'pause', 'resume', 'cancel']).parse(request.params.action);
    const { back, ...selector } = Form.parse(request.body);
    if (!selector.batch && !selector.material && !selector.step) {
      throw new CrystalqError('USAGE', 'Nothing was selected.');
    }
    await actions[name](deps, selector, {
      actor: `user:${request.role}@dashboard`,
      reason: `${name} on the dashboard`,
    });
    return reply.redirect(back, 303);
  });
}
