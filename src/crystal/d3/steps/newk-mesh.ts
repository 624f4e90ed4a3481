import { CrystalqError } from '../../../errors/crystalq-error.js';
import type { NewkBlock } from '../blocks/newk.js';
import type { ParentRun } from '../parent-run.js';

/** Where a run prints no mesh (EXTERNAL geometry of old versions): the habitual one. */
const defaultFactor = 12;

/**
 * NEWK on the parent's mesh times `factor`, so that it keeps the parent's symmetry; the Gilat net is twice as fine as
 * the finest direction (manual: ISP >= 2 IS). `fermi` 1 computes the Fermi energy anew.
 */
export function newkBlock(run: ParentRun, factor: number, fermi: 0 | 1): NewkBlock {
  if (run.dimensionality === 0) {
    throw new CrystalqError('DECK_INVALID', `${run.source}: a molecule has no k points`, {
      hint: 'Leave DOSS and TRANSPORT out for molecules.',
    });
  }
  const parentMesh = run.shrink?.mesh ?? [defaultFactor, defaultFactor, defaultFactor];
  const mesh = parentMesh.map((n, index) => (index < run.dimensionality ? Math.ceil(n * factor) : 1));
  const [first = 1] = mesh;
  const isotropic = mesh.every((n) => n === first);
  return {
    kind: 'NEWK',
    mesh: isotropic ? [first] : mesh,
    gilat: 2 * Math.max(...mesh),
    fermi,
    prints: [],
  };
}
