import { expect } from 'chai';
import { applicableSteps } from '../../../src/workflow/applicable-steps.js';
import type { StepRule } from '../../../src/workflow/graph.js';

const rules: Readonly<Record<string, StepRule>> = {
  OPT: { needs: 'structure', provides: ['geometry', 'wavefunction', 'settings'] },
  SLABOPT: { needs: 'structure', provides: ['geometry', 'settings'], dimensionalities: [2] },
  WAVE: { needs: 'structure', provides: ['wavefunction'], dimensionalities: [1, 2, 3] },
  MAP: { needs: 'wavefunction', provides: [] },
  PHONON: { needs: 'optimisedGeometry', provides: [] },
};

describe('Steps that are for a material', () => {
  for (const [sequence, dimensionality, kept, leftOut] of [
    ['WAVE MAP', 3, 'WAVE MAP', ''],
    ['WAVE MAP', undefined, 'WAVE MAP', ''],
    ['WAVE MAP', 0, '', 'WAVE is not for molecules; MAP needs the wavefunction of WAVE'],
    ['OPT WAVE MAP', 0, 'OPT MAP', 'WAVE is not for molecules'],
    [
      'SLABOPT PHONON',
      3,
      '',
      'SLABOPT is not for crystals; PHONON needs the geometry and settings of SLABOPT',
    ],
    ['SLABOPT OPT PHONON', 1, 'OPT PHONON', 'SLABOPT is not for polymers'],
    ['SLABOPT WAVE', 3, 'WAVE', 'SLABOPT is not for crystals'],
  ] as const) {
    it(`of ${sequence} with dimension ${dimensionality ?? 'unknown'}: ${kept || 'none'}`, () => {
      const steps = sequence.split(' ').map((type) => ({ name: type, type }));
      const found = applicableSteps(steps, (type) => rules[type]!, dimensionality);
      expect(found.kept.map(({ name }) => name).join(' ')).to.equal(kept);
      expect(found.leftOut.map(({ reason }) => reason).join('; ')).to.equal(leftOut);
    });
  }
});
