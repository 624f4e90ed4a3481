import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.js';

const method = 'BASISSET\nSTO-3G\nDFT\nPBE\nENDDFT\nSHRINK\n4 8\nEND\n';
const geometry = 'MgO\nCRYSTAL\n0 0 0\n225\n4.21\n2\n12 0 0 0\n8 0.5 0.5 0.5\n';

/** Deck and kept files of each step of the benchmark. */
const steps = [
  {
    name: 'OPT',
    program: 'crystal',
    deck: `${geometry}OPTGEOM\nENDOPT\n${method}`,
    keeps: ['fort.9', 'fort.34'],
  },
  { name: 'SP', program: 'crystal', deck: `${geometry}${method}`, keeps: ['fort.9'] },
  {
    name: 'BAND',
    program: 'properties',
    deck: 'BAND\nMgO\n1 2 20 1 10 1 0\n0 0 0 1 0 1\nEND\n',
    keeps: ['BAND.DAT', 'fort.25'],
  },
  {
    name: 'DOSS',
    program: 'properties',
    deck: 'NEWK\n4 8\n1 0\nDOSS\n0 100 1 10 1 12 0\nEND\n',
    keeps: ['DOSS.DAT', 'fort.25'],
  },
] as const;

/** Lets the rehearsal programs write the output of each step once; the benchmark's jobs print it and do nothing else. */
export function makeOutputs(folder: string): void {
  for (const { name, program, deck, keeps } of steps) {
    const place = join(folder, name);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'INPUT'), deck);
    if (program === 'properties') copyFileSync(join(folder, 'SP', 'fort.9'), join(place, 'fort.9'));
    const output = execFileSync(process.execPath, [join(root, 'bin', `crystalq-rehearsal-${program}.js`)], {
      cwd: place,
      env: { ...process.env, CRYSTALQ_REHEARSAL_SECONDS: '0' },
    });
    writeFileSync(join(place, 'output.out'), output);
    const written = new Set(readdirSync(place));
    writeFileSync(
      join(place, 'files'),
      keeps
        .filter((file) => written.has(file))
        .map((file) => `${file}\n`)
        .join(''),
    );
  }
}
