import type { Config } from '../../src/config/config.js';
import type { ErrorSeverity } from '../../src/errors/codes.js';
import { by, type WorkerDeps } from '../deps.js';
import { postWebhook } from './post-webhook.js';

export interface Notification {
  readonly kind: Config['advanced']['notifications']['kinds'][number];
  readonly severity: ErrorSeverity;
  readonly title: string;
  readonly text: string;
  readonly batchId: string | null;
  readonly materialId: string | null;
}

export type NotifyDeps = Pick<WorkerDeps, 'store' | 'config' | 'log' | 'actor'>;

/** The posts of this process, one after another: a thousand failed materials are no thousand connections. */
let line: Promise<void> = Promise.resolve();
let inLine = 0;
const longestLine = 100;

/**
 * Tells people, where `advanced.notifications` wants it: a row in the store, and a post to the webhook, which nothing
 * waits for. Never fails the work it is about.
 */
export async function notify(deps: NotifyDeps, notification: Notification): Promise<void> {
  const { kinds, webhookUrl } = deps.config().advanced.notifications;
  const { kind, ...row } = notification;
  if (!kinds.includes(kind)) return;
  try {
    await deps.store.apply([{ kind: 'notification', notification: row }], by(deps, row.title));
  } catch (error) {
    deps.log.warn('a notification could not be saved', { kind, error });
  }
  if (webhookUrl === null) return;
  if (inLine >= longestLine) {
    deps.log.warn('too many notifications wait for the webhook, this one is only in the store', { kind });
    return;
  }
  inLine += 1;
  const at = new Date().toISOString();
  line = line.then(async () => {
    const fault = await postWebhook(webhookUrl, { at, ...notification });
    inLine -= 1;
    if (fault !== undefined) deps.log.warn('the webhook did not take a notification', { kind, fault });
  });
}

/** Resolves when what is in line has been posted, or given up. */
export const notificationsPosted = (): Promise<void> => line;
