import { expect } from 'chai';
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { renderJobScript, type JobProfile } from '../../../src/scheduler/job-script.js';
import { plainProfile, scriptInput } from '../../support/job-examples.js';

const everything: JobProfile = {
  ...plainProfile,
  modules: ['CRYSTAL/23-intel-2023a'],
  environment: { OMP_NUM_THREADS: '1' },
  loginShell: true,
  launcher: ['mpirun', '-n', '{tasks}'],
  crystalBinary: '$EBROOTCRYSTAL/bin/Pcrystal',
  scratch: ['$SCRATCH/crys23', '/tmp'],
};

/** What shellcheck has to say about a script; nothing, where it is clean. */
function complaints(script: string): string {
  // SC1090, SC1091: files of the site are not here to be followed.
  const { stdout, stderr } = spawnSync('shellcheck', ['--exclude=SC1090,SC1091', '-'], {
    input: script,
    encoding: 'utf8',
  });
  return stdout + stderr;
}

describe('shellcheck', function () {
  this.timeout(180_000);

  before(() => {
    if (spawnSync('shellcheck', ['--version']).status === 0) return;
    // On a bare Debian as root, like the other tools of the tests; elsewhere this says that it is missing.
    const install = ['install', '-y', '-qq', '--no-install-recommends', 'shellcheck'];
    if (spawnSync('apt-get', install).status === 0) return;
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    execFileSync('apt-get', install, { stdio: 'ignore' });
  });

  for (const [name, profile] of Object.entries({
    plain: plainProfile,
    everything,
    slurm: { ...everything, scheduler: 'slurm' as const },
  })) {
    it(`finds nothing to mend in a job script (${name})`, () => {
      const keep = [{ scratchName: 'fort.9', as: 'SP.f9' }];
      const stage = [
        { from: 'SP.d12', to: 'INPUT' },
        { from: 'OPT.f9', to: 'fort.20' },
      ];
      const keepMatching = { patterns: ['*.CUBE', 'fort.9?'], prefix: 'SP.' };
      const input = scriptInput('/work/it is', { profile, keep, stage, keepMatching });
      expect(complaints(renderJobScript(input))).to.equal('');
    });
  }

  it('finds nothing to mend in a job script that calls its program several times', () => {
    const stage = [{ from: 'DOSS.d3', to: 'INPUT' }];
    const keep = [{ scratchName: 'DOSS.DAT', as: 'DOSS.DOSS.DAT' }];
    const input = scriptInput('/work/it is', { profile: everything, keep, stage, decks: [9, 7] });
    expect(complaints(renderJobScript(input))).to.equal('');
  });

  it('finds nothing to mend in the script of the test cluster', () => {
    const path = fileURLToPath(new URL('../../../scripts/slurm-test-cluster.sh', import.meta.url));
    expect(spawnSync('shellcheck', [path], { encoding: 'utf8' }).stdout).to.equal('');
  });
});
