import type { EventRecord } from '../../src/workflow/records.js';
import { html, type Html } from './html.js';
import { table } from './table.js';
import { timeWord } from './words.js';

/** What happened, newest first, with who did it and why. */
export const eventTable = (events: readonly EventRecord[]): Html =>
  html`<h2>What happened</h2>
    ${table(
      ['when (UTC)', 'what', 'to', 'by', 'why'],
      events.map(({ at, entity, stepId, from, to, actor, reason }) => [
        timeWord(at),
        entity,
        html`${from !== null && `${from} → `}${to}`,
        actor,
        html`${stepId !== null && html`<span class="quiet">${stepId}</span> `}${reason}`,
      ]),
    )}`;
