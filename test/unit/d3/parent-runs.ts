import type { ParentAtom, ParentRun, ParentShell } from '../../../src/crystal/d3/parent-run.js';
import type { Vector3 } from '../../../src/crystal/kpath/lattice-math.js';

function atom(
  number: number,
  symbol: string,
  z: number,
  cartesian: Vector3,
  types: readonly ParentShell['type'][],
  from: number,
): ParentAtom {
  const sizes = { S: 1, SP: 4, P: 3, D: 5, F: 7, G: 9 };
  let next = from;
  const shells = types.map((type) => {
    const firstAo = next;
    next += sizes[type];
    return { type, firstAo, lastAo: next - 1 };
  });
  return { number, symbol, atomicNumber: z, cartesian, shells };
}

/** MgO, rock salt: an insulator. */
export const magnesia: ParentRun = {
  source: 'mgo.out',
  dimensionality: 3,
  shell: 'closed',
  twoComponent: false,
  primitiveVectors: [[0, 2.1085, 2.1085], [2.1085, 0, 2.1085], [2.1085, 2.1085, 0]], // prettier-ignore
  primitiveToConventional: [[-1, 1, 1], [1, -1, 1], [1, 1, -1]], // prettier-ignore
  groupSymbol: 'F M 3 M',
  rotations: [],
  atoms: [
    atom(1, 'Mg', 12, [0, 0, 0], ['S', 'SP', 'SP', 'SP'], 1),
    atom(2, 'O', 8, [2.1085, 2.1085, 2.1085], ['S', 'SP', 'SP', 'SP'], 14),
  ],
  aoCount: 26,
  electrons: 20,
  occupiedBands: { alpha: 10, beta: 10 },
  shrink: { mesh: [12, 12, 12], gilat: 24 },
  fermiHartree: -0.152,
  edges: { valenceTopHartree: -0.152, conductionBottomHartree: 0.11 },
  conducting: false,
  converged: true,
};

/** Graphene: a conducting slab, 500 Angstrom along its normal. */
export const graphene: ParentRun = {
  ...magnesia,
  source: 'graphene.out',
  dimensionality: 2,
  primitiveVectors: [[2.46, 0, 0], [-1.23, 2.13042, 0], [0, 0, 500]], // prettier-ignore
  primitiveToConventional: null,
  groupSymbol: 'P 6/M M M',
  atoms: [
    atom(1, 'C', 6, [0, 1.42028, 0], ['S', 'SP', 'SP', 'D'], 1),
    atom(2, 'C', 6, [1.23, 0.71014, 0], ['S', 'SP', 'SP', 'D'], 15),
  ],
  aoCount: 28,
  electrons: 12,
  occupiedBands: null,
  shrink: { mesh: [24, 24, 1], gilat: 48 },
  fermiHartree: -0.0977,
  edges: null,
  conducting: true,
};

/** Polyacetylene-like chain, open shell. */
export const chain: ParentRun = {
  ...magnesia,
  source: 'chain.out',
  dimensionality: 1,
  shell: 'open',
  primitiveVectors: [[2.5, 0, 0], [0, 500, 0], [0, 0, 500]], // prettier-ignore
  primitiveToConventional: null,
  groupSymbol: 'P 1',
  atoms: [atom(1, 'C', 6, [0, 0.4, 0], ['S', 'SP'], 1), atom(2, 'H', 1, [0, 1.5, 0.1], ['S'], 6)],
  aoCount: 6,
  electrons: 7,
  occupiedBands: { alpha: 4, beta: 3 },
  shrink: { mesh: [10, 1, 1], gilat: 20 },
};

/** Water. */
export const water: ParentRun = {
  ...magnesia,
  source: 'water.out',
  dimensionality: 0,
  primitiveVectors: [[500, 0, 0], [0, 500, 0], [0, 0, 500]], // prettier-ignore
  primitiveToConventional: null,
  groupSymbol: 'C2V',
  atoms: [
    atom(1, 'O', 8, [0, 0, 0.117], ['S', 'SP'], 1),
    atom(2, 'H', 1, [0, 0.757, -0.467], ['S'], 6),
    atom(3, 'H', 1, [0, -0.757, -0.467], ['S'], 7),
  ],
  aoCount: 7,
  electrons: 10,
  occupiedBands: { alpha: 5, beta: 5 },
  shrink: null,
};
