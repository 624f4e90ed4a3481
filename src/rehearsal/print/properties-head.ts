import { parametersOf } from '../../crystal/structure/lattice.js';
import { fixed, fraction, integer, scientific } from '../fortran-format.js';
import { bohrInAngstrom, cartesianOf, primitiveVectors, volumeOf } from '../model/system.js';
import type { Wavefunction } from '../wavefunction.js';
import { ruler, titleLine } from './frame.js';
import { hamiltonianLines, irreduciblePoints, sizeLines, typeOfCalculation } from './method.js';

/** What a properties run says about the wavefunction it reads. */
export function propertiesHead(wavefunction: Wavefunction): string[] {
  const { system, electrons, shrink } = wavefunction;
  const vectors = primitiveVectors(system);
  const volume = volumeOf(system) / bohrInAngstrom ** system.dimensionality;
  const latticeLines = [
    '',
    ' DIRECT LATTICE VECTOR COMPONENTS (ANGSTROM)',
    ...vectors.map((row) => `     ${row.map((value) => fixed(value, 11, 5)).join('')}`),
    '',
    ' LATTICE PARAMETERS  (ANGSTROM AND DEGREES) - PRIMITIVE CELL',
    '       A          B          C         ALPHA      BETA     GAMMA        VOLUME',
    `${parametersOf(vectors)
      .map((value, index) => fixed(value, widths[index] ?? 10, index < 3 ? 5 : 4))
      .join('')}${fixed(volumeOf(system), 14, 5)}`,
  ];
  return [
    '',
    ruler,
    titleLine(wavefunction.title),
    ` CRYSTAL - PROPERTIES - TYPE OF CALCULATION :  ${typeOfCalculation(electrons.isOpenShell)}`,
    ruler,
    ...hamiltonianLines(wavefunction),
    ...(system.dimensionality === 0 ? [] : latticeLines),
    ruler,
    ...sizeLines(wavefunction.tolinteg, system, electrons),
    ruler,
    '   ATOM N.AT.  SHELL    X(A)      Y(A)      Z(A)      EXAD       N.ELECT.',
    ruler,
    ...system.atoms.map((atom, index) => {
      const own = electrons.atoms[index];
      const position = cartesianOf(system, atom.position, vectors).map((value) => fixed(value, 10, 3));
      const name = (own?.facts.symbol ?? '').toUpperCase().padEnd(2);
      return `${integer(index + 1, 5)}${integer(atom.number, 5)} ${name}${integer(own?.basis.shells.length ?? 0, 5)}${position.join('')}${scientific(0.12, 12, 3)}${fixed(own?.population ?? 0, 12, 3)}`;
    }),
    ruler,
    ' DE(K)                   0.000E+00  ENERGY LEVEL SHIFTING        0.00000',
    ` TOTAL ENERGY${scientific(wavefunction.hartree, 21, 13)}  CONVERGENCE ON ENER${scientific(-1e-9, 17, 3)}`,
    ` N. OF SCF CYCLES${integer(wavefunction.scfCycles, 17)}  FERMI ENERGY${fraction(electrons.fermiHartree, 23, 3)}`,
    ` WEIGHT OF F(I) IN F(I+1)${integer(wavefunction.mixingPercent, 8)}`,
    ...(shrink === null
      ? []
      : [
          ` SHRINK. FACT.(MONKH.)${shrink.mesh
            .map((factor) => integer(factor, 3))
            .join('')
            .padStart(12)}  SHRINKING FACTOR(GILAT NET)${integer(shrink.gilat, 9)}`,
          ` NUMBER OF K POINTS IN THE IBZ${integer(irreduciblePoints(shrink.mesh, system), 4)}  CELL VOLUME (A.U.)${fixed(volume, 18, 6)}`,
        ]),
    ruler,
    '',
  ];
}

const widths = [11, 11, 11, 12, 10, 10];
