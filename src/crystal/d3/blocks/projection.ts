import type { DeckCursor } from '../deck-cursor.js';

/**
 * A set of basis functions or atoms: `3 1 2 3` are the functions 1, 2 and 3, `-2 4 5` all functions of the atoms
 * 4 and 5. Text behind the numbers is ignored by CRYSTAL: our label.
 */
export interface Projection {
  readonly of: 'functions' | 'atoms';
  readonly members: readonly number[];
  readonly note: string;
}

export function readProjection(cursor: DeckCursor): Projection {
  const line = cursor.lineNumber;
  const count = cursor.firstInteger('the number of functions (or minus the number of atoms) of a projection');
  if (count === 0) throw cursor.faultAt(line, 'a number of functions or atoms', '0');
  const { values, note } = cursor.integers(Math.abs(count) + 1, 'the members of a projection');
  return { of: count > 0 ? 'functions' : 'atoms', members: values.slice(1), note };
}

const membersPerLine = 20;

/** Long lists go on in further lines, which list-directed READ allows; the label stands behind the last number. */
export function renderProjection(projection: Projection): readonly string[] {
  const count = projection.of === 'atoms' ? -projection.members.length : projection.members.length;
  const lines: string[] = [];
  for (let start = 0; start < projection.members.length; start += membersPerLine) {
    lines.push(projection.members.slice(start, start + membersPerLine).join(' '));
  }
  return [`${count} ${lines.join('\n')} ${projection.note}`.trimEnd()].flatMap((text) => text.split('\n'));
}
