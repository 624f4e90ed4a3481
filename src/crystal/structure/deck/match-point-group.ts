import type { Vector3 } from '../../d12/geometry.js';
import {
  dot,
  identity3,
  multiply,
  norm,
  scale,
  subtract,
  transpose,
  type Matrix3,
} from '../../symmetry/matrix3.js';
import { pointGroup, pointGroupCount, type PointGroup } from '../../symmetry/point-groups.js';
import { frameOf, rotationAxisOf, shortestTurn, type RotationAxis } from '../../symmetry/rotation-axis.js';
import type { SymmetryLibrary } from '../../symmetry/symmetry-library.js';

export interface PointMatch {
  readonly group: PointGroup;
  /** Rotation of the molecule that brings its axes to those of the group. */
  readonly turn: Matrix3;
}

/** How far (radians) axes and matrices may be from what the group asks for; the atoms decide afterwards. */
const nearness = 0.05;

/**
 * Point groups with settled axes whose operations are all among those found: the largest first, of one order those
 * that turn the molecule least. C1 is always the last.
 */
export function* matchPointGroups(
  operations: readonly Matrix3[],
  library: SymmetryLibrary,
): Generator<PointMatch> {
  const found = operations.map((matrix) => ({ matrix, axis: rotationAxisOf(matrix) }));
  for (const groups of settledByOrder(library)) {
    const matches = groups.flatMap((group) => {
      const turn = smallestTurn(group, found);
      return turn ? [{ group, turn }] : [];
    });
    matches.sort((p, q) => kept(q.turn) - kept(p.turn) || q.group.number - p.group.number);
    yield* matches;
  }
}

const trace = (m: Matrix3): number => m[0][0] + m[1][1] + m[2][2];
/** The smaller the turn, the larger; without the noise of angles near 0. */
const kept = (turn: Matrix3): number => Math.round(trace(turn) * 1e6);

function settledByOrder(library: SymmetryLibrary): readonly (readonly PointGroup[])[] {
  const byOrder = new Map<number, PointGroup[]>();
  for (let number = pointGroupCount; number >= 1; number -= 1) {
    const group = pointGroup(number, library);
    if (!group?.isSettled) continue;
    const order = group.operations.length;
    byOrder.set(order, [...(byOrder.get(order) ?? []), group]);
  }
  return [...byOrder].sort(([p], [q]) => q - p).map(([, groups]) => groups);
}

interface FoundOperation {
  readonly matrix: Matrix3;
  readonly axis: RotationAxis;
}

function smallestTurn(group: PointGroup, found: readonly FoundOperation[]): Matrix3 | undefined {
  const wanted = group.operations.map(({ rotation }) => ({
    matrix: rotation,
    axis: rotationAxisOf(rotation),
  }));
  if (!hasEnough(wanted, found)) return undefined;
  const turns = turnsFor(wanted, found).sort((p, q) => trace(q) - trace(p));
  return turns.find((turn) => isWithin(wanted, turn, found));
}

/** Of each kind at least as many as the group needs: spares trying axes that cannot be. */
function hasEnough(wanted: readonly FoundOperation[], found: readonly FoundOperation[]): boolean {
  return wanted.every(({ axis }) => alike(axis, wanted).length <= alike(axis, found).length);
}

const alike = (axis: RotationAxis, list: readonly FoundOperation[]): readonly FoundOperation[] =>
  list.filter(
    (other) => other.axis.isProper === axis.isProper && Math.abs(other.axis.angle - axis.angle) < nearness,
  );

/** Turns that bring one axis, or two axes that are not parallel, to those of the group. */
function turnsFor(wanted: readonly FoundOperation[], found: readonly FoundOperation[]): Matrix3[] {
  const [first, second] = leadingAxes(wanted);
  if (!first) return [identity3];
  const firsts = directionsLike(first, found);
  if (!second) return firsts.map((u) => shortestTurn(u, directionOf(first)));
  const [e1, e2] = [directionOf(first), directionOf(second)];
  const target = transpose(frameOf(e1, e2));
  return firsts.flatMap((u) =>
    directionsLike(second, found)
      .filter((v) => Math.abs(dot(u, v) - dot(e1, e2)) < nearness)
      .map((v) => multiply(target, frameOf(u, v))),
  );
}

/** The operation with the rarest axis, and one whose axis is not along it. */
function leadingAxes(wanted: readonly FoundOperation[]): readonly FoundOperation[] {
  const turning = wanted.filter(({ axis }) => axis.direction !== undefined);
  const ranked = turning.sort((p, q) => p.axis.angle - q.axis.angle);
  const [first] = ranked;
  if (!first) return [];
  const second = ranked.find((other) => Math.abs(dot(directionOf(first), directionOf(other))) < 0.99);
  return second ? [first, second] : [first];
}

const directionOf = ({ axis }: FoundOperation): Vector3 => axis.direction ?? [0, 0, 1];

/** Either sense of an axis may be meant. */
function directionsLike({ axis }: FoundOperation, found: readonly FoundOperation[]): readonly Vector3[] {
  return alike(axis, found)
    .filter((other) => other.axis.direction !== undefined)
    .map(directionOf)
    .flatMap((direction) => [direction, scale(direction, -1)]);
}

function isWithin(
  wanted: readonly FoundOperation[],
  turn: Matrix3,
  found: readonly FoundOperation[],
): boolean {
  const turned = found.map(({ matrix }) => multiply(multiply(turn, matrix), transpose(turn)));
  return wanted.every(({ matrix }) =>
    turned.some((other) => matrix.every((row, i) => norm(subtract(row, other[i] ?? row)) < nearness)),
  );
}
