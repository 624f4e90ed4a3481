import { expect } from 'chai';
import { concernsSubmission, refusalClass } from '../../../src/workflow/halts.js';
import type { Resources } from '../../../src/workflow/records.js';

const asked: Resources = {
  tasks: 16,
  cpusPerTask: 1,
  nodes: 1,
  memoryMiB: 32_000,
  walltimeSeconds: 3600,
  partition: 'long',
  account: 'chem',
  qos: null,
};

describe('What is refused alike', () => {
  const rows: readonly [
    about: 'access' | 'job',
    other: Partial<Resources>,
    cluster: string,
    alike: boolean,
  ][] = [
    ['access', {}, 'hpc', true],
    ['access', { tasks: 4, memoryMiB: 1, walltimeSeconds: 60 }, 'hpc', true],
    ['access', { account: 'phys' }, 'hpc', false],
    ['access', { account: null }, 'hpc', false],
    ['access', { partition: 'short' }, 'hpc', false],
    ['access', { qos: 'high' }, 'hpc', false],
    ['access', {}, 'elsewhere', false],
    ['job', {}, 'hpc', true],
    ['job', { walltimeSeconds: 60 }, 'hpc', false],
    ['job', { memoryMiB: 64_000 }, 'hpc', false],
    ['job', {}, 'elsewhere', false],
  ];
  for (const [about, other, cluster, alike] of rows) {
    it(`for ${about} is ${alike ? '' : 'not '}also ${cluster} ${JSON.stringify(other)}`, () => {
      const resources = { ...asked, ...other };
      const refused = refusalClass('hpc', asked, about);
      expect(concernsSubmission(refused, { cluster, resources })).to.equal(alike);
      expect(refusalClass(cluster, resources, about).id === refused.id).to.equal(alike);
    });
  }
});
