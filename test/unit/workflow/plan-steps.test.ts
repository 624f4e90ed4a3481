import { expect } from 'chai';
import { stepCatalogue, stepTypes } from '../../../src/steps/registry.js';
import { planSteps } from '../../../src/workflow/plan-steps.js';
import { parseSequence } from '../../../src/workflow/sequence.js';

const defaults = {
  resourcesOf: () => ({
    tasks: 8,
    cpusPerTask: 1,
    nodes: 1,
    memoryMiB: 1000,
    walltimeSeconds: 3600,
    partition: null,
    account: null,
    qos: null,
  }),
  isOptional: (type: string) => type === 'BAND',
};

describe('Inheritance of step settings', () => {
  const planned = planSteps(
    parseSequence('OPT,SP,SP2,BAND', stepTypes),
    [
      {
        settings: { level: 'standard', scf: { fmixingPercent: 20 } },
        steps: { SP: { resources: { tasks: 2 } } },
      },
      {
        settings: { scf: { maxCycles: 300 } },
        steps: { SP: { settings: { scf: { maxCycles: 500 } } }, SP2: { settings: { level: 'tight' } } },
      },
      { steps: { BAND: { settings: { points: 333 }, optional: false } } },
    ],
    stepCatalogue,
    defaults,
  );
  const of = (name: string) => planned.steps.find((step) => step.name === name);

  it('merges settings of recipe, batch and material key by key', () => {
    expect(of('OPT')?.settings).to.deep.equal({
      level: 'standard',
      scf: { fmixingPercent: 20, maxCycles: 300 },
    });
  });

  it('puts a type above all steps, and a name above its type', () => {
    expect(of('SP')?.settings).to.deep.include({ scf: { fmixingPercent: 20, maxCycles: 500 } });
    expect(of('SP2')?.settings).to.deep.equal({
      level: 'tight',
      scf: { fmixingPercent: 20, maxCycles: 500 },
    });
  });

  it('gives settings of calculations to no property step', () => {
    expect(of('BAND')?.settings).to.include({ points: 333 });
    expect(of('BAND')?.settings).not.to.have.property('scf');
  });

  it('lays resources over the defaults and lets a layer say what is optional', () => {
    expect(of('SP')?.resources).to.include({ tasks: 2, memoryMiB: 1000 });
    expect(of('BAND')?.optional).to.equal(false);
  });

  it('refuses settings that no step has, with their place', () => {
    const plan = () =>
      planSteps(
        parseSequence('OPT', stepTypes),
        [{ settings: { scf: { maxCycle: 5 } } }],
        stepCatalogue,
        defaults,
      );
    expect(plan).to.throw(/OPT\.scf.*maxCycle/s);
  });
});
