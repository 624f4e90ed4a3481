import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { createOutputReader } from '../../../src/crystal/output/output-reader.js';
import { structureFromPrinted } from '../../../src/crystal/structure/from-printed-geometry.js';
import { readStructures } from '../../../src/crystal/structure/read-structures.js';
import type { Structure } from '../../../src/crystal/structure/structure.js';
import { renderCif } from '../../../src/crystal/structure/write/render-cif.js';
import { renderFort34 } from '../../../src/crystal/structure/write/render-fort34.js';
import { renderPoscar } from '../../../src/crystal/structure/write/render-poscar.js';
import { renderXyz } from '../../../src/crystal/structure/write/render-xyz.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { loadSymmetry } from '../../../src/symmetry/load-symmetry.js';
import { fort34Beside } from '../fort34-beside.js';
import type { Terminal } from '../terminal.js';
import { writeNamed } from '../write-named.js';

interface ExportOptions {
  readonly to: string;
  readonly output: string;
}

const writers = new Map<string, (structure: Structure) => string>([
  ['cif', renderCif],
  ['xyz', renderXyz],
  ['fort34', renderFort34],
  ['poscar', renderPoscar],
]);

/** `crystalq export FILE --to cif|xyz|fort34|poscar [-o FILE]` */
export function define(command: Command, terminal: Terminal): void {
  const formats = [...writers.keys()].join(', ');
  command
    .argument('<file>', 'an output of CRYSTAL, a .d12 deck or a structure file')
    .requiredOption('--to <format>', `one of ${formats}`)
    .option('-o, --output <file>', 'where to write; - is the screen', '-')
    .action(async (file: string, options: ExportOptions) => {
      const render = writers.get(options.to);
      if (!render) throw new CrystalqError('USAGE', `--to ${options.to} is not one of ${formats}.`);
      const structure = await loadStructure(file);
      for (const remark of structure.remarks) terminal.err.write(`${remark}\n`);
      const text = render(structure);
      if (options.output === '-') terminal.out.write(text);
      else await writeNamed(options.output, text);
    });
}

const isOutput = (file: string): boolean => /\.(out|outp|log|prop)$/i.test(file);

async function loadStructure(file: string): Promise<Structure> {
  try {
    return isOutput(file) ? await fromOutput(file) : await fromStructureFile(file);
  } catch (thrown) {
    if (thrown instanceof CrystalqError) throw thrown;
    throw new CrystalqError('INPUT_NOT_FOUND', `${file} cannot be read.`, { cause: thrown });
  }
}

async function fromStructureFile(file: string): Promise<Structure> {
  const text = await readFile(file, 'utf8');
  const beside = await fort34Beside(file, text);
  const [structure, ...others] = readStructures(text, file, loadSymmetry(), beside);
  if (!structure) throw new CrystalqError('STRUCTURE_EMPTY', `${file} holds no structure.`);
  const more = others.length > 0 ? [`${others.length} more structures of the file are left out`] : [];
  return { ...structure, remarks: [...structure.remarks, ...more] };
}

/** The geometry with which a run ended. An optimisation that did not converge is exported too, and says so. */
async function fromOutput(file: string): Promise<Structure> {
  const reader = createOutputReader(file);
  for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 }))
    reader.push(chunk as Buffer);
  const report = reader.finish();
  if (!report.finalGeometry) {
    throw new CrystalqError('OUTPUT_UNREADABLE', `${file} prints no geometry (${report.status}).`);
  }
  const structure = structureFromPrinted(report.finalGeometry, report.title ?? file);
  const unfinished =
    report.converged === false ? ['the run did not converge: this is its last geometry'] : [];
  return { ...structure, remarks: [...structure.remarks, ...unfinished] };
}
