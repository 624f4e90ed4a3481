import type { NewkBlock } from '../../crystal/d3/blocks/newk.js';
import { print } from '../act.js';
import { stopWithError } from '../endings.js';
import { integer } from '../fortran-format.js';
import { ruler, stage } from '../print/frame.js';
import { irreduciblePoints, isWrongMesh, meshBreaksSymmetry } from '../print/method.js';
import { bandState } from '../print/scf.js';
import type { Play, PropertiesContext } from './properties-context.js';

/** NEWK: eigenvectors on a new net of k points, and the Fermi energy with IFE 1. */
export function* playNewk(block: NewkBlock, { wavefunction, pace, share }: PropertiesContext): Play {
  const { system, electrons } = wavefunction;
  if (system.dimensionality > 0) {
    const [first = 1, second = first, third = first] = block.mesh ?? [];
    const mesh = [
      first,
      system.dimensionality > 1 ? second : 1,
      system.dimensionality > 2 ? third : 1,
    ] as const;
    if (isWrongMesh(mesh)) {
      yield* stopWithError('NEWK', 'WRONG SHRINKING FACTOR', pace.clock());
      return false;
    }
    if (meshBreaksSymmetry(mesh, system)) {
      yield* stopWithError('CAPPA', 'SHRINK BREAKS SYMMETRY', pace.clock());
      return false;
    }
    const points = irreduciblePoints(mesh, system);
    yield print(
      '',
      ruler,
      ' RESTART WITH NEW K POINTS NET',
      ruler,
      ` POINTS IN THE IBZ${integer(points, 20)} POINTS(GILAT NET)${integer(points * 6, 18)}`,
      ` SHRINK FACTORS(MONK.)${mesh
        .map((factor) => integer(factor, 3))
        .join('')
        .padStart(16)} SHRINK FACTOR(GILAT)${integer(block.gilat, 15)}`,
      ruler,
    );
  }
  yield pace.wait(share);
  if (block.fermi === 1) {
    yield print(
      '',
      ' FERMI ENERGY AND DENSITY MATRIX CALCULATION ON COMPUTED EIGENVECTORS',
      ` DENSITY MATRIX AT SCF CYCLE (${integer(wavefunction.scfCycles, 3)}+1)`,
      '',
      ...bandState(electrons),
      '',
    );
  }
  yield print(stage('NEWK', pace.clock()));
  return true;
}
