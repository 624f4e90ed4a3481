import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkPropertyDeck, hasErrors } from '../../../src/crystal/d3/checks/check-property-deck.js';
import { parentRunOf } from '../../../src/crystal/d3/parent-run-of.js';
import type { ParentRun } from '../../../src/crystal/d3/parent-run.js';
import { propertySteps, propertyStepNames } from '../../../src/crystal/d3/property-steps.js';
import { withDeckMesh } from '../../../src/crystal/d3/with-deck-mesh.js';
import { readDeck } from '../../../src/crystal/d12/read-deck.js';
import { readFort25 } from '../../../src/crystal/files/fort25.js';
import { createOutputReader } from '../../../src/crystal/output/output-reader.js';
import { combine, length, reciprocal } from '../../../src/crystal/kpath/lattice-math.js';
import { planKPath } from '../../../src/crystal/kpath/plan-k-path.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { readText } from '../files/read-text.js';

const parentOf = (text: string, file: string): ParentRun => {
  const reader = createOutputReader(file);
  reader.push(text);
  return parentRunOf(reader.finish());
};

const fixture = join(process.cwd(), 'test/fixtures/d3/beryllium-sulphide-sp.out');
const dataFolder = join(process.cwd(), '../shared/data');

describe('what a property deck needs of its run', () => {
  it('comes from the output: cell, operators, basis functions, mesh and energies', () => {
    const run = parentOf(readFileSync(fixture, 'latin1'), 'bes.out');
    expect(run).to.deep.include({
      source: 'bes.out',
      dimensionality: 3,
      shell: 'closed',
      groupSymbol: 'F -4 3 M',
      aoCount: 19,
      electrons: 20,
      occupiedBands: { alpha: 10, beta: 10 },
      shrink: { mesh: [8, 8, 8], gilat: 16 },
      fermiHartree: -0.175,
      edges: { valenceTopHartree: -0.175, conductionBottomHartree: -0.065 },
      converged: true,
    });
    expect(run.rotations).to.have.length(24);
    expect(run.primitiveVectors).to.deep.equal([[0, 2.435, 2.435], [2.435, 0, 2.435], [2.435, 2.435, 0]]); // prettier-ignore
    expect(
      run.atoms.map(({ symbol, atomicNumber, shells }) => [symbol, atomicNumber, shells.length]),
    ).to.deep.equal([
      ['Be', 4, 2],
      ['S', 16, 4],
    ]);
    expect(run.atoms[1]?.cartesian).to.deep.equal([1.2175, 1.2175, 1.2175]);
    expect(run.atoms[1]?.shells.at(-1)).to.deep.equal({ type: 'D', firstAo: 15, lastAo: 19 });
  });

  it('is refused where the output is not that of an SCF run', () => {
    expect(() => parentOf('nothing of the kind\n', 'x.out'))
      .to.throw(CrystalqError, /x\.out: a property deck needs the geometry/)
      .with.property('code', 'OUTPUT_UNREADABLE');
  });

  it('takes the mesh from the deck where the output does not print one', () => {
    const run = parentOf(readFileSync(fixture, 'latin1'), 'bes.out');
    const deck = (shrink: string) =>
      readDeck(
        `t\nCRYSTAL\n0 0 0\n216\n4.87\n2\n4 0 0 0\n16 .25 .25 .25\nBASISSET\nSTO-3G\nSHRINK\n${shrink}\nEND\n`,
        'bes.d12',
      );
    expect(withDeckMesh({ ...run, shrink: null }, deck('6 12')).shrink).to.deep.equal({
      mesh: [6, 6, 6],
      gilat: 12,
    });
    expect(withDeckMesh({ ...run, shrink: null }, deck('0 12\n6 5 4')).shrink).to.deep.equal({
      mesh: [6, 5, 4],
      gilat: 12,
    });
    expect(withDeckMesh(run, deck('6 12')).shrink).to.deep.equal(run.shrink);
  });
});

describe('property decks of runs that CRYSTAL wrote', () => {
  const outputs = existsSync(dataFolder)
    ? readdirSync(dataFolder, { recursive: true, encoding: 'utf8' }).filter((file) =>
        /\.out$|OUTPUT$/.test(file),
      )
    : [];

  before(function () {
    if (outputs.length > 0) return;
    console.log('      not read here: the folder ../shared/data is missing');
    this.skip();
  });

  const variants: Readonly<Record<string, string>> = {
    'crystalpytools/output/out_mgoSCF.out': 'cF2',
    'crystalpytools/spectra/spec_dryIceIR.out': 'cP1',
    'crystalpytools/elastic_properties/elastic3D_ZIF8_P0.out': 'cI1',
    'crystalpytools/elastic_properties/elastic2D_graphene.out': 'hexagonal',
    'crystalpytools/elastic_properties/elastic1D_Ctube.out': 'line',
    'crystalpytools-dev/density/system.out': 'square',
    'tilde/Fe.out': 'cI1',
    'tilde/test39_dft.out': 'tI2',
    'tilde/incomplete.out': 'hP2',
    'aiida-crystal17/failed/FAILED_GEOM_mackinawite_opt.out': 'tP1',
  };
  for (const [file, variant] of Object.entries(variants)) {
    it(`${file}: the band path is that of ${variant}`, () => {
      const run = parentOf(readFileSync(join(dataFolder, file), 'latin1'), file);
      const remarks = propertySteps.BAND.plan(run, {}).remarks;
      expect(remarks[0]).to.match(new RegExp(`^path hpkot ${variant}: `));
    });
  }

  it('every step that makes sense for a run has a deck that passes its own check', () => {
    let decks = 0;
    for (const file of outputs) {
      let run: ParentRun;
      try {
        run = parentOf(readFileSync(join(dataFolder, file), 'latin1'), file);
      } catch (thrown) {
        expect(thrown, file).to.have.property('code', 'OUTPUT_UNREADABLE');
        continue;
      }
      for (const name of propertyStepNames) {
        if (run.dimensionality === 0 && ['BAND', 'DOSS', 'TRANSPORT'].includes(name)) continue;
        if (name === 'TRANSPORT' && run.fermiHartree === null) continue;
        for (const { deck } of propertySteps[name].plan(run, {}).runs) {
          const findings = checkPropertyDeck(deck, { ...run, converged: true });
          expect(hasErrors(findings), `${file} ${name}: ${JSON.stringify(findings)}`).to.equal(false);
          decks += 1;
        }
      }
    }
    expect(decks).to.be.greaterThan(150);
  });

  it('GAMMA-X of MgO is as long as in the BAND.DAT of that run: 0.78846 1/bohr', () => {
    const file = 'crystalpytools/output/out_mgoSCF.out';
    const run = parentOf(readFileSync(join(dataFolder, file), 'latin1'), file);
    const path = planKPath({
      dimensionality: 3,
      primitiveVectors: run.primitiveVectors,
      primitiveToConventional: run.primitiveToConventional,
      rotations: run.rotations,
      convention: 'hpkot',
      timeReversal: true,
    });
    const perAngstrom = 2 * Math.PI * length(combine(path.points['X']!.k, reciprocal(run.primitiveVectors)));
    expect(perAngstrom * 0.5291772083).to.be.closeTo(0.78846, 1e-5);
    const toL = 2 * Math.PI * length(combine(path.points['L']!.k, reciprocal(run.primitiveVectors)));
    expect(toL * 0.5291772083).to.be.closeTo(2.1541 - 1.47128, 2e-5);
  });

  it('the path of an fcc crystal is the one that a SeeK-path deck drew for LiF, segment by segment', () => {
    const blocks = readText(
      readFort25,
      readFileSync(join(dataFolder, 'tilde/output_files/lif_broken_band_path.fort.25'), 'latin1'),
      'fort.25',
    );
    const drawn = blocks.flatMap((block) => (block.kind === 'BAND' ? [[block.start, block.end]] : []));
    const run = parentOf(readFileSync(fixture, 'latin1'), 'bes.out');
    const [block] = propertySteps.BAND.plan(run, {}).runs[0]!.deck.blocks;
    if (block?.kind !== 'BAND') throw new Error('no BAND block');
    expect(
      block.segments.map((segment) => ('letters' in segment ? [] : [segment.start, segment.end])),
    ).to.deep.equal(drawn);
  });
});
