import {
  attemptMoves,
  batchMoves,
  edgeMoves,
  materialMoves,
  stepMoves,
} from '../../../src/workflow/states.js';
import { code, renderPage, renderTable } from './markdown.js';

type Moves = Readonly<Record<string, readonly string[]>>;

const machines: readonly (readonly [title: string, about: string, moves: Moves])[] = [
  ['Batch', 'One enqueue. It settles with its last material, and opens again when something is retried.', batchMoves],
  [
    'Material',
    'One structure. `pending`: it waits in the store. `released`: its flow is in Redis. After that it is settled:' +
      ' `succeeded`, `partial` (only optional steps failed), `failed` or `cancelled`. `refused`: it was never taken.',
    materialMoves,
  ],
  [
    'Step',
    'One node of the graph. It waits for its edges, runs through one or more attempts, and ends. `blocked`: something' +
      ' it needs failed. `retry` and `rerun` take it back to `waiting`.',
    stepMoves,
  ],
  [
    'Attempt',
    'One submission of a step. `prepared`: deck and script are on disk. `submitting`: the intent is saved. `unclear`:' +
      ' the scheduler may or may not have taken it; it is looked up by its name. `queued`, `running`: known to the' +
      ' scheduler. `ended`: gone from it. `concluded`: its output was read and the verdict saved.',
    attemptMoves,
  ],
  [
    'Edge',
    'What a step takes from an earlier one. `delivered`: its files are staged and verified. `refused`: the producer' +
      ' has nothing to give.',
    edgeMoves,
  ],
];

export function renderStatesPage(): string {
  return renderPage('States', '`src/workflow/states.ts`', [
    'Every change of state is one transaction that expects the state before it, and leaves an event that says who and' +
      ' why (`crystalq show`). A move that is not listed here cannot happen.',
    ...machines.flatMap(([title, about, moves]) => [
      `## ${title}`,
      about,
      renderTable(
        ['from', 'to'],
        Object.entries(moves).map(([from, to]) => [code(from), to.map(code).join(', ') || '(stays)']),
      ),
      renderDiagram(moves),
    ]),
  ]);
}

const renderDiagram = (moves: Moves): string => {
  const lines = Object.entries(moves).flatMap(([from, targets]) => targets.map((to) => `  ${from} --> ${to}`));
  return ['```mermaid', 'stateDiagram-v2', ...lines, '```'].join('\n');
};
