import type { NewkBlock } from '../blocks/newk.js';
import type { ParentRun } from '../parent-run.js';
import { error, warning, when, type Remark } from '../../finding.js';

export function newkRemarks(block: NewkBlock, run: ParentRun | undefined): readonly Remark[] {
  const { mesh, gilat } = block;
  if (!mesh) {
    return when(
      run !== undefined && run.dimensionality > 0,
      error(
        'newk-no-mesh',
        'NEWK has no mesh, which only molecules leave out',
        'write IS ISP before IFE NPR',
      ),
    );
  }
  if (gilat === 0 && mesh.every((n) => n === 0)) {
    return [
      warning(
        'newk-scf-net',
        'NEWK 0 0 keeps the net of the SCF in old versions; nothing public says that CRYSTAL17 and 23 read it so',
        `write IS ISP${run?.shrink ? `, here ${run.shrink.mesh.join(' ')} with ISP ${run.shrink.gilat}` : ''}`,
      ),
    ];
  }
  const coarsest = Math.min(...mesh);
  return [
    ...when(coarsest < 1, error('newk-mesh', `NEWK has a shrinking factor of ${coarsest}`, 'use 1 or more')),
    ...when(
      gilat < 2 * Math.max(...mesh),
      warning(
        'newk-gilat',
        `the Gilat net of NEWK (ISP ${gilat}) is coarser than twice its mesh (IS ${mesh.join(' ')})`,
        `write ISP ${2 * Math.max(...mesh)}`,
      ),
    ),
    ...(run ? againstRun(block, mesh, run) : []),
  ];
}

function againstRun(block: NewkBlock, mesh: readonly number[], run: ParentRun): readonly Remark[] {
  const open = mesh.length === 3 ? mesh.slice(run.dimensionality) : [];
  const scf = run.shrink?.mesh ?? [];
  const per = (index: number) => mesh[index] ?? mesh[0] ?? 0;
  const coarser = scf.some((n, index) => index < run.dimensionality && per(index) < n);
  return [
    ...when(
      run.dimensionality === 0,
      error('newk-molecule', 'a molecule has no k points', 'write NEWK with IFE NPR only'),
    ),
    ...when(
      open.some((n) => n !== 1),
      error(
        'newk-open-direction',
        `NEWK has ${open.join(' ')} points along directions without periodicity`,
        'write 1 there',
      ),
    ),
    ...when(
      breaksSymmetry([0, 1, 2].map(per), run),
      error(
        'newk-symmetry',
        `the mesh of NEWK (${mesh.join(' ')}) does not have the symmetry of the crystal`,
        'use the same number along directions that symmetry exchanges, e.g. the mesh of the SCF',
      ),
    ),
    ...when(
      coarser,
      warning(
        'newk-coarse',
        `the mesh of NEWK (${mesh.join(' ')}) is coarser than that of the SCF (${scf.join(' ')})`,
        'use at least the mesh of the SCF',
      ),
    ),
    ...when(
      run.conducting === true && block.fermi === 0,
      warning(
        'newk-fermi',
        'the parent is a conductor, and NEWK does not compute the Fermi energy on its mesh (IFE 0)',
        'write IFE 1',
      ),
    ),
  ];
}

/**
 * A point n_i/N_i of the mesh goes over into one whose j-th coordinate is the sum of W_ij n_i/N_i (all operators
 * together: transposed or not does not matter). It lies on the mesh where each W_ij N_j/N_i is whole.
 */
function breaksSymmetry(mesh: readonly number[], run: ParentRun): boolean {
  if (mesh.some((n) => n < 1)) return false;
  const periodic = [0, 1, 2].slice(0, run.dimensionality);
  const at = (index: number) => mesh[index] ?? 1;
  return run.rotations.some((w) =>
    periodic.some((i) => periodic.some((j) => ((w[i]?.[j] ?? 0) * at(j)) % at(i) !== 0)),
  );
}
