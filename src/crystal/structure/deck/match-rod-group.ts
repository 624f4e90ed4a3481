import { identity3, norm } from '../../symmetry/matrix3.js';
import { sameBasis, type BasisChange } from '../../symmetry/operation.js';
import { rodGroup, rodGroupCount, type RodGroup } from '../../symmetry/rod-groups.js';
import type { SymmetryLibrary } from '../../symmetry/symmetry-library.js';
import { rodOperationOf, type RodOperation } from '../rod-operations.js';
import { shellsOf } from '../shells.js';
import type { Structure } from '../structure.js';

export interface RodMatch {
  readonly group: RodGroup;
  /** A turn about the chain and an origin on it. */
  readonly change: BasisChange;
}

/**
 * Rod groups with a settled setting whose operations are all among those found, with the axes and origin they ask
 * for: the largest group first, and of one order those that turn the chain least. P1 is always the last.
 */
export function* matchRodGroups(
  found: readonly RodOperation[],
  chain: Structure,
  library: SymmetryLibrary,
  toleranceAngstrom: number,
): Generator<RodMatch> {
  const near = nearnessOf(chain, toleranceAngstrom);
  for (const groups of settledByOrder(library)) {
    if ((groups[0]?.operations.length ?? 1) > found.length) continue;
    const matches = groups.flatMap((group) =>
      frames(group, found, near).map((frame) => ({ group, ...frame })),
    );
    matches.sort((p, q) => rounded(p.turn) - rounded(q.turn) || q.group.number - p.group.number);
    for (const { group, turn, origin } of matches) yield { group, change: changeOf(turn, origin) };
  }
}

const rounded = (turn: number): number => Math.round(Math.abs(turn) * 1e4);

/** Lists of groups of one order, the highest order first. */
function settledByOrder(library: SymmetryLibrary): readonly (readonly RodGroup[])[] {
  const byOrder = new Map<number, RodGroup[]>();
  for (let number = rodGroupCount; number >= 1; number -= 1) {
    const group = rodGroup(number, library);
    if (!group?.isSettled) continue;
    const order = group.operations.length;
    byOrder.set(order, [...(byOrder.get(order) ?? []), group]);
  }
  return [...byOrder].sort(([p], [q]) => q - p).map(([, groups]) => groups);
}

interface Nearness {
  readonly angle: number;
  readonly shift: number;
}

function nearnessOf(chain: Structure, toleranceAngstrom: number): Nearness {
  const [shell] = shellsOf(chain.sites, ({ fractional: [, y, z] }) => Math.hypot(y, z), toleranceAngstrom);
  return {
    angle: Math.min(0.05, (2 * toleranceAngstrom) / (shell?.radiusAngstrom ?? 1)),
    shift: (2 * toleranceAngstrom) / norm(chain.lattice[0]),
  };
}

interface Frame {
  readonly turn: number;
  readonly origin: number;
}

/** Turns and origins at which all operations of the group are among those found. */
function frames(group: RodGroup, found: readonly RodOperation[], near: Nearness): readonly Frame[] {
  const wanted = group.operations.map(rodOperationOf);
  return turnsFor(wanted, found).flatMap((turn) => {
    const turned = found.map((operation) => ({
      ...operation,
      angle: operation.isMirror ? operation.angle - 2 * turn : operation.angle,
    }));
    const origin = originsFor(wanted, turned, near).find((at) =>
      wanted.every((one) => turned.some((other) => isSame(one, movedTo(at, other), near))),
    );
    return origin === undefined ? [] : [{ turn, origin }];
  });
}

/** A reflection of the group has to fall on one that was found; without any the axes stay as they are. */
function turnsFor(wanted: readonly RodOperation[], found: readonly RodOperation[]): readonly number[] {
  const mirror = wanted.find((operation) => operation.isMirror);
  if (!mirror) return [0];
  return found
    .filter((operation) => operation.isMirror && operation.along === mirror.along)
    .map((operation) => halfTurn((operation.angle - mirror.angle) / 2));
}

/** The same lines, turned least. */
const halfTurn = (angle: number): number => angle - Math.PI * Math.round(angle / Math.PI);

function originsFor(
  wanted: readonly RodOperation[],
  found: readonly RodOperation[],
  near: Nearness,
): readonly number[] {
  const reversing = wanted.find((operation) => operation.along < 0);
  if (!reversing) return [0];
  return found
    .filter((operation) => isSameTurn(operation, reversing, near))
    .flatMap((operation) => [0, 0.5].map((half) => (operation.shift - reversing.shift) / 2 + half));
}

const movedTo = (origin: number, operation: RodOperation): RodOperation => ({
  ...operation,
  shift: operation.along < 0 ? operation.shift - 2 * origin : operation.shift,
});

const isSame = (a: RodOperation, b: RodOperation, near: Nearness): boolean =>
  isSameTurn(a, b, near) && fromWhole(a.shift - b.shift) <= near.shift;

const isSameTurn = (a: RodOperation, b: RodOperation, near: Nearness): boolean =>
  a.along === b.along &&
  a.isMirror === b.isMirror &&
  fromWhole((a.angle - b.angle) / (2 * Math.PI)) * 2 * Math.PI <= near.angle;

const fromWhole = (value: number): number => Math.abs(value - Math.round(value));

function changeOf(turn: number, origin: number): BasisChange {
  if (Math.abs(turn) < 1e-9) return { matrix: identity3, origin: [origin, 0, 0] };
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  return {
    ...sameBasis,
    matrix: [
      [1, 0, 0],
      [0, c, -s],
      [0, s, c],
    ],
    origin: [origin, 0, 0],
  };
}
