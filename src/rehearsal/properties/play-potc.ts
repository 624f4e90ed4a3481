import type { PotcBlock } from '../../crystal/d3/blocks/potc.js';
import { file, print } from '../act.js';
import { fixed, scientific } from '../fortran-format.js';
import { stage } from '../print/frame.js';
import type { Play, PropertiesContext } from './properties-context.js';

/** POTC: the potential at points, or averaged over planes, in POTC.DAT. */
export function* playPotc(block: PotcBlock, { pace, share, wavefunction }: PropertiesContext): Play {
  yield print(
    '',
    ' ELECTROSTATIC POTENTIAL AND ITS DERIVATIVES',
    ` FERMI ENERGY${scientific(wavefunction.electrons.fermiHartree, 22, 10)}`,
  );
  yield pace.wait(share);
  const [low, high] = block.rangeBohr ?? [0, 0];
  const count =
    block.mode === 0 ? Math.max(block.positionsBohr.length, wavefunction.system.atoms.length) : block.points;
  const rows = Array.from({ length: Math.min(count, 5000) }, (_, index) => {
    const along = (low ?? 0) + (((high ?? 0) - (low ?? 0)) * index) / Math.max(1, count - 1);
    const z = block.positionsBohr[index]?.[2] ?? along;
    return `${fixed(z, 12, 4)}${scientific(-0.4 * Math.exp(-(z * z) / 50), 16, 7)}`;
  });
  yield file('POTC.DAT', `${['# Z (A.U.)     V(Z)', ...rows].join('\n')}\n`);
  yield print(stage('POTC', pace.clock()));
  return true;
}
