import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { dimensionalityOf } from '../../../src/crystal/d12/read-deck.js';
import { diagnose } from '../../../src/crystal/output/diagnose.js';
import type { ProducerResult, StepInputs } from '../../../src/steps/define-step.js';
import { stepOf, stepTypes } from '../../../src/steps/registry.js';
import { stepFiles } from '../../support/step-files.js';
import { exampleStructure, playCrystal, playProperties, type Played } from './play.js';

const folder = new URL('../../../examples/', import.meta.url);
const broken = 'CaTiO3 unfinished.cif';
const examples = readdirSync(folder).filter((name) => /\.(cif|d12|gui|xyz)$/.test(name) && name !== broken);

describe('Rehearsal of the examples', () => {
  it('has crystals, a slab, a polymer and a molecule, and one structure that is broken', () => {
    const kinds = examples.map((name) => exampleStructure(name).geometry.kind);
    expect(kinds.filter((kind) => kind === 'CRYSTAL').length).to.be.at.least(10);
    expect(kinds).to.include.members(['SLAB', 'POLYMER', 'MOLECULE']);
    expect(() => exampleStructure(broken)).to.throw(/_cell_length_c/);
  });

  for (const name of examples) {
    it(`takes ${name} through OPT, SP, FREQ and all steps of properties`, async () => {
      const structure = exampleStructure(name);
      const deckText = name.endsWith('.d12') ? readFileSync(new URL(name, folder), 'utf8') : null;
      const initial = { structure, deckText };
      const isForIt = (type: string): boolean =>
        stepOf(type).dimensionalities?.includes(dimensionalityOf(structure.geometry) ?? 3) ?? true;
      const run = (type: string, from: Producers, files?: ReadonlyMap<string, string>): Done => {
        const inputs: StepInputs = {
          title: `${name} ${type}`,
          initial,
          geometryFrom: undefined,
          wavefunctionFrom: undefined,
          ...from,
        };
        const { text } = stepOf(type).renderDeck(inputs, {});
        const played =
          stepOf(type).program === 'crystal'
            ? playCrystal(text)
            : playProperties(text, { files: files ?? new Map() });
        expect(
          diagnose({ report: played.report, expects: stepOf(type).expects, exitCode: played.end as number }),
          played.output.slice(-500),
        ).to.deep.equal({ kind: 'succeeded' });
        expect(played.report.isRehearsal).to.equal(true);
        for (const kept of stepOf(type).keeps.filter((file) => file.required)) {
          expect(played.files.get(kept.scratchName), kept.scratchName).to.have.length.above(0);
        }
        return { played, result: { stepName: type, deckText: text, report: played.report } };
      };
      const opt = run('OPT', {});
      const sp = run('SP', { geometryFrom: opt.result });
      const freq = run('FREQ', { geometryFrom: opt.result });
      // Every other step that works on a wavefunction, with its data files read as the worker reads them.
      const properties = stepTypes.filter((type) => stepOf(type).program === 'properties' && isForIt(type));
      for (const type of properties) {
        const { played, result } = run(type, { wavefunctionFrom: sp.result }, sp.played.files);
        if (type === 'BAND') expect(played.files.get('BAND.DAT')).to.match(/^# NKPT/);
        const texts = stepOf(type).keeps.flatMap(({ role, scratchName }) => {
          const text = played.files.get(scratchName);
          return text === undefined ? [] : [[role, text] as const];
        });
        const files = stepFiles(Object.fromEntries(texts));
        const found = await stepOf(type).results?.(files, result.report);
        expect(
          (found ?? []).every(({ value }) => value !== undefined && !Number.isNaN(value)),
          type,
        ).to.equal(true);
      }

      // Where the optimisation ended the single point begins: same cell, same energy.
      const [end, start] = [opt.played.report.finalGeometry!, sp.played.report.initialGeometry!];
      end.primitiveCell?.forEach((value, index) =>
        expect(start.primitiveCell![index]).to.be.closeTo(value, 1e-5),
      );
      expect(start.atoms.length).to.equal(end.atoms.length);
      expect(sp.played.report.energyHartree).to.be.closeTo(opt.played.report.energyHartree!, 1e-6);
      const first = opt.played.report.optimizationHistory[0]!.energyHartree!;
      // Outputs print the same energy with more and fewer digits.
      expect(opt.played.report.energyHartree).to.be.at.most(first + 1e-9);
      expect(freq.played.report.frequenciesPerCm).to.have.length(3 * end.atoms.length);
      expect(sp.played.report.conducting).to.equal(name.startsWith('Al fcc'));
    });
  }
});

type Producers = Partial<Record<'geometryFrom' | 'wavefunctionFrom', ProducerResult>>;

interface Done {
  readonly played: Played;
  readonly result: ProducerResult;
}
