import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { allQueues, type QueueName } from '../queues/names.js';
import type { Queues } from '../queues/queues.js';

/** Where Bull Board lies: one for those who look, one for those who act. */
export const boardPaths = { viewer: '/queues', operator: '/operate/queues' } as const;

const descriptions: Readonly<Record<QueueName, string>> = {
  material: 'roots of flows: settle a material when its steps are over',
  step: 'steps: write decks, read outputs, decide about new attempts',
  handover: 'edges: bring the files of one step to the next',
  run: 'attempts: submit, and sleep until the scheduler has ended them',
  system: 'poll, release, reconcile, cancel, retention',
};

/** Mounts Bull Board twice, read-only and not, with a link from each job to our page of what it works on. */
export async function mountBullBoards(server: FastifyInstance, queues: Queues): Promise<void> {
  await mount(server, queues, boardPaths.viewer, true);
  await mount(server, queues, boardPaths.operator, false);
}

async function mount(
  server: FastifyInstance,
  queues: Queues,
  path: string,
  readOnlyMode: boolean,
): Promise<void> {
  const adapter = new FastifyAdapter();
  adapter.setBasePath(path);
  createBullBoard({
    serverAdapter: adapter,
    queues: allQueues.map(
      (name) =>
        new BullMQAdapter(queues.byName[name], {
          readOnlyMode,
          description: descriptions[name],
          externalJobUrl: ({ data }) => ({ href: pageOf(data), displayText: 'open in crystalq' }),
        }),
    ),
    options: {
      uiConfig: {
        boardTitle: readOnlyMode ? 'crystalq queues (read-only)' : 'crystalq queues',
        miscLinks: [{ text: 'campaigns', url: '/' }],
      },
    },
  });
  await server.register(adapter.registerPlugin(), { prefix: path });
}

/** The page of what a job works on; for a run, the place of its attempt on it. */
export function pageOf(data: unknown): string {
  const { stepId, consumerId, materialId, attemptId } = Ids.parse(data ?? {});
  const step = stepId ?? consumerId;
  if (step !== undefined) {
    const place = attemptId === undefined ? '' : `#${encodeURIComponent(attemptId)}`;
    return `/steps/${encodeURIComponent(step)}${place}`;
  }
  return materialId === undefined ? '/' : `/materials/${encodeURIComponent(materialId)}`;
}

const id = z.string().optional().catch(undefined);
const Ids = z.object({ stepId: id, consumerId: id, materialId: id, attemptId: id });
