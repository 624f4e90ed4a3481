import type { Config } from '../../src/config/config.js';
import type { Store } from '../../src/store/store.js';
import { isStepOver } from '../../src/workflow/states.js';
import type { AttemptRecord, StepRecord } from '../../src/workflow/records.js';
import { explainStep } from '../../queues/cli/views/explain-step.js';
import { runningProgress, tellProgress } from '../../queues/running-progress.js';
import { jobIds } from '../../queues/names.js';
import { boardPaths } from '../bull-board.js';
import { mayAct, type Role } from '../auth/roles.js';
import { actionButtons, type Action } from './action-buttons.js';
import { errorTable } from './errors.js';
import { eventTable } from './events.js';
import { html, type Html } from './html.js';
import type { Page } from './layout.js';
import { table } from './table.js';
import { onHold, rehearsalNote, stateWord, timeWord } from './words.js';

/** Why a step is where it is, what it waits for, and its attempts. Undefined: there is none of that id. */
export async function stepPage(
  store: Store,
  config: Config,
  id: string,
  role: Role,
): Promise<Page | undefined> {
  const context = await store.stepContext(id);
  if (!context) return undefined;
  const [events, errors, progress, halts, live] = await Promise.all([
    store.events({ step: id }, { limit: 40 }),
    store.errors({ step: id }, { limit: 20 }),
    runningProgress(context),
    store.halts(),
    store.countLiveAttempts(context.batch.cluster),
  ]);
  const { waitsFor, next } = explainStep(context, events, config, { halts, live });
  const { step, material, attempts } = context;
  const queue = `${mayAct(role) ? boardPaths.operator : boardPaths.viewer}/queue`;
  const job = `${queue}/step/${encodeURIComponent(jobIds.step(step.id, material.generation))}`;
  return {
    title: `${step.name} of ${material.label}`,
    refreshSeconds: 15,
    body: html`<h1>
        ${step.name} of <a href="/materials/${encodeURIComponent(material.id)}">${material.label}</a>
      </h1>
      <p>${stateWord(step.state)}${onHold(step.hold)} ${step.reason}</p>
      ${attempts.some(({ isRehearsal }) => isRehearsal) && rehearsalNote}
      <p>
        Waits for: ${waitsFor}<br />Next:
        ${next}${progress && html`<br />Progress: ${tellProgress(progress)}`}
      </p>
      <p><a href="${job}">its job in the queue</a> <span class="quiet">(while Redis keeps it)</span></p>
      ${actionButtons(role, { step: id }, actionsOn(step), `/steps/${encodeURIComponent(id)}`)}
      <h2>Attempts</h2>
      ${attempts.length === 0 ? html`<p>None yet.</p>` : attemptTable(attempts, queue)}
      ${
        errors.length > 0 &&
        html`<h2>Errors</h2>
          ${errorTable(errors)}`
      }
      ${eventTable(events)}`,
  };
}

const attemptTable = (attempts: readonly AttemptRecord[], queue: string): Html =>
  table(
    ['attempt', 'state', 'scheduler job', 'changed', 'ended (UTC)', 'folder'],
    attempts.map((attempt) => [
      html`<a id="${attempt.id}" href="${queue}/run/${encodeURIComponent(jobIds.run(attempt.id))}"
        >${attempt.number}</a
      >`,
      html`${stateWord(attempt.verdict ?? attempt.state)}${attempt.failureCode !== null && html`<br /><code>${attempt.failureCode}</code>`}`,
      attempt.carrier?.schedulerJobId,
      attempt.change?.summary,
      attempt.endedAt !== null && timeWord(attempt.endedAt),
      html`<code>${attempt.folder}</code>`,
    ]),
  );

const actionsOn = ({ state, hold }: StepRecord): Action[] => {
  if (!isStepOver(state)) return [hold ? 'resume' : 'pause', 'cancel'];
  return state === 'succeeded' ? ['rerun'] : ['retry', 'rerun'];
};
