import { CrystalqError } from '../errors/crystalq-error.js';
import type { EdgeKind } from './records.js';
import type { SequenceStep } from './sequence.js';

/** What a type of step needs and gives: the part of a step definition that planning looks at. */
export interface StepRule {
  /**
   * `structure`: an earlier optimised geometry where there is one, else the structure as given.
   * `optimisedGeometry`: an OPT must come before. `wavefunction`: an OPT or SP must come before.
   */
  readonly needs: 'structure' | 'optimisedGeometry' | 'wavefunction';
  readonly provides: readonly EdgeKind[];
  /** Numbers of periodic directions (0 molecule ... 3 crystal) that the step is for; all where nothing is said. */
  readonly dimensionalities?: readonly number[];
}

export interface GraphEdge {
  readonly producer: string;
  readonly consumer: string;
  readonly kinds: readonly EdgeKind[];
}

/**
 * The edges of a sequence. Geometry and settings come from the nearest earlier step that makes a geometry; a
 * wavefunction from the nearest earlier step that has one. OPTs are thereby kept in order, and BAND, DOSS,
 * TRANSPORT, charge and potential run side by side. A sequence that cannot work is refused.
 */
export function planEdges(
  sequence: readonly SequenceStep[],
  ruleOf: (type: string) => StepRule,
): GraphEdge[] {
  return sequence.flatMap((step, index) => {
    const earlier = sequence.slice(0, index).reverse();
    const provider = (kind: EdgeKind): string | undefined =>
      earlier.find((candidate) => ruleOf(candidate.type).provides.includes(kind))?.name;
    const edge = (producer: string, ...kinds: EdgeKind[]): GraphEdge[] => [
      { producer, consumer: step.name, kinds },
    ];
    switch (ruleOf(step.type).needs) {
      case 'structure': {
        const producer = provider('geometry');
        return producer ? edge(producer, 'geometry', 'settings') : [];
      }
      case 'optimisedGeometry':
        return edge(
          provider('geometry') ?? refuse(step.name, 'an OPT', 'its geometry'),
          'geometry',
          'settings',
        );
      case 'wavefunction':
        return edge(
          provider('wavefunction') ?? refuse(step.name, 'an SP or OPT', 'its wavefunction'),
          'wavefunction',
        );
    }
  });
}

function refuse(step: string, missing: string, what: string): never {
  throw new CrystalqError(
    'RECIPE_INVALID',
    `${step} needs ${missing} before it in the sequence: it takes ${what} from there.`,
    {
      details: { step },
      hint: `Put ${missing} before ${step}.`,
    },
  );
}

/** What remains once `done` are done, and all that depends on `name`: for rerun. */
export function withDependants(name: string, edges: readonly GraphEdge[]): Set<string> {
  const reached = new Set([name]);
  for (let before = 0; before !== reached.size;) {
    before = reached.size;
    for (const edge of edges) if (reached.has(edge.producer)) reached.add(edge.consumer);
  }
  return reached;
}
