import { mayAct, type Role } from '../auth/roles.js';
import { html, type Html } from './html.js';

export type Action = 'retry' | 'rerun' | 'pause' | 'resume' | 'cancel';

const labels: Readonly<Record<Action, string>> = {
  retry: 'retry what failed',
  rerun: 'rerun with what depends on it',
  pause: 'pause',
  resume: 'resume',
  cancel: 'cancel',
};

/** What cannot be taken back is asked for twice. */
const questions: Readonly<Partial<Record<Action, string>>> = {
  rerun: 'yes, start it anew',
  cancel: 'yes, end it in the scheduler too',
};

/** Buttons for what may be done to a selection; none for a viewer. */
export function actionButtons(
  role: Role,
  selection: Readonly<Record<string, string>>,
  actions: readonly Action[],
  back: string,
): Html | false {
  if (!mayAct(role)) return false;
  const form = (action: Action, label: string): Html =>
    html`<form method="post" action="/actions/${action}">
      ${Object.entries({ ...selection, back }).map(
        ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
      )}<button class="${action in questions && 'danger'}">${label}</button>
    </form>`;
  return html`<div class="actions">
    ${actions.map((action) => {
      const question = questions[action];
      return question === undefined
        ? form(action, labels[action])
        : html`<details>
            <summary class="button">${labels[action]}</summary>
            ${form(action, question)}
          </details>`;
    })}
  </div>`;
}
