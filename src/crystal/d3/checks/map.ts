import { cross, length, subtract, type Vector3 } from '../../kpath/lattice-math.js';
import type { MapBlock, MapEntry } from '../blocks/map.js';
import type { ParentRun } from '../parent-run.js';
import { error, warning, when, type Remark } from '../../finding.js';

export function mapRemarks(block: MapBlock, run: ParentRun | undefined): readonly Remark[] {
  const { keyword } = block;
  const planes = block.entries.filter((entry) => entry.keyword === 'COORDINA' || entry.keyword === 'ATOMS');
  const others = block.entries.flatMap((entry) => (entry.keyword === 'OTHER' ? [entry.line.trim()] : []));
  return [
    ...when(
      block.derivative !== 0 && block.derivative !== 1,
      error('map-derivative', `${keyword} has IDER ${block.derivative}`, 'write 0, or 1 for the gradient'),
    ),
    ...when(
      block.points < 2,
      error('map-points', `${keyword} has ${block.points} points`, 'write NPY 50 or more'),
    ),
    ...when(
      planes.length !== 1,
      error(
        'map-plane',
        `${keyword} has ${planes.length} planes`,
        'write COORDINA or ATOMS with three points',
      ),
    ),
    ...when(
      block.entries.some((entry) => entry.keyword === 'FRACTION'),
      warning(
        'map-fraction',
        'which cell FRACTION refers to is not documented for primitive cells',
        'give the corners in ANGSTROM or BOHR',
      ),
    ),
    ...others.map((line) =>
      error('map-keyword', `"${line.slice(0, 40)}" is no keyword of the map block`, 'correct or delete it'),
    ),
    ...block.entries.flatMap((entry) => entryRemarks(entry, keyword, run)),
  ];
}

function entryRemarks(entry: MapEntry, keyword: string, run: ParentRun | undefined): readonly Remark[] {
  if (entry.keyword === 'COORDINA') {
    const [a, b, c] = entry.corners.map(([x = 0, y = 0, z = 0]): Vector3 => [x, y, z]);
    const flat = !a || !b || !c || length(cross(subtract(a, b), subtract(c, b))) < 1e-6;
    return when(
      flat,
      error('map-line', `the corners of ${keyword} lie on one line`, 'choose three that span a plane'),
    );
  }
  if (entry.keyword !== 'ATOMS') return [];
  const numbers = entry.atoms.map(([number = 0]) => number);
  const wrong = numbers.find((number) => number < 1 || (run && number > run.atoms.length));
  return when(
    wrong !== undefined,
    error('map-atom', `${keyword} names atom ${wrong ?? ''}, which is not there`, 'name existing atoms'),
  );
}
