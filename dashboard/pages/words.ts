import { html, type Html } from './html.js';

export const stateWord = (state: string): Html => html`<span class="state state-${state}">${state}</span>`;

/** `2026-05-04 10:11:12` in UTC, from an ISO time. */
export const timeWord = (at: string): Html =>
  html`<time datetime="${at}" title="UTC">${at.slice(0, 19).replace('T', ' ')}</time>`;

export const onHold = (hold: boolean): Html | false => hold && html` <span class="quiet">on hold</span>`;

export const rehearsalNote = html`<p class="note">
  Rehearsal: a stand-in took CRYSTAL's place. The numbers are no physics.
</p>`;
