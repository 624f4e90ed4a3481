import { coveredElements, isInternalBasis } from '../crystal/d12/tables/basis-coverage.js';
import { atomicNumberOf } from './model/elements.js';
import type { System } from './model/system.js';
import { isWrongMesh, meshBreaksSymmetry } from './print/method.js';
import type { CrystalTask } from './task.js';
import { parseWavefunction } from './wavefunction.js';

/** CRYSTAL's routine and its message. */
export type CrystalError = readonly [routine: string, message: string];

export const noBasis: CrystalError = ['INPBAS', 'BASIS SET NOT DEFINED FOR AN ATOM'];

/** What is wrong with the basis set for this structure; undefined where nothing is. */
export function basisRefusal({ basis }: CrystalTask, system: System): CrystalError | undefined {
  if (basis.kind === 'internal') return internalRefusal(basis.name, system);
  const elements = system.atoms.map((atom) => basis.elements.find(({ number }) => number === atom.number));
  if (!elements.every((element) => element !== undefined)) return noBasis;
  const excess = elements.reduce((total, { number, effectiveCharge, shells }) => {
    const electrons = shells.reduce((sum, shell) => sum + shell.electrons, 0);
    return total + electrons - (effectiveCharge ?? atomicNumberOf(number));
  }, 0);
  const isNeutral = Math.abs(excess) < 1e-3 || basis.isCharged;
  return isNeutral ? undefined : ['LoadBa', 'UNIT CELL NOT NEUTRAL'];
}

function internalRefusal(name: string, system: System): CrystalError | undefined {
  if (!isInternalBasis(name)) return ['INPBAS', `BASIS SET ${name} NOT AVAILABLE`];
  const covered = coveredElements(name);
  const missing = system.atoms
    .map((atom) => atomicNumberOf(atom.number))
    .find((z) => covered?.has(z) === false);
  if (missing === undefined) return undefined;
  const routine = `init_${name.toLowerCase().replace(/[^a-z0-9]/g, '')}`;
  return [routine, `Basis set is not implemented for requested element: ${missing}`];
}

/** What is wrong with the SCF block; undefined where nothing is. */
export function methodRefusal(
  { scf, hamiltonian }: CrystalTask,
  system: System,
  densityMatrix: string | undefined,
): CrystalError | undefined {
  const mesh = scf.shrink?.mesh;
  if (system.dimensionality > 0 && mesh === undefined) return ['READM2', 'SHRINKING FACTOR NOT DEFINED'];
  if (mesh !== undefined && isWrongMesh(mesh)) return ['CAPPA', 'WRONG SHRINKING FACTOR'];
  if (mesh !== undefined && meshBreaksSymmetry(mesh, system)) return ['CAPPA', 'SHRINK BREAKS SYMMETRY'];
  if (scf.lockedSpin !== null && !hamiltonian.isOpenShell) {
    return ['READM2', 'CLOSED SHELL RUN-SPIN POLARIZATION NOT ALLOWED'];
  }
  if (scf.fromGuess && parseWavefunction(densityMatrix ?? '') === undefined) {
    return ['GUESSP', 'COPY OF WAVEFUNCTION FILE fort.20 CAN NOT BE FOUND'];
  }
  return undefined;
}
