import type { RunDraft } from './run-draft.js';

/** What the run was made to do, by what it printed. */
export function tasksOf(draft: RunDraft): string[] {
  return draft.frame.executable === 'properties' ? propertyTasks(draft) : [crystalTask(draft)].flat();
}

function crystalTask(draft: RunDraft): string | string[] {
  const { elastic, frequencies, optimization, geometry } = draft;
  if (geometry.editingComplete) return 'TESTGEOM';
  if (geometry.configurationsCounted) return 'CONFCNT';
  if (frequencies.isQuasiHarmonic) return 'QHA(OPT+FREQ series)';
  if (elastic.isElasticRun) return 'ELASTCON';
  if (elastic.isEquationOfState) return 'EOS';
  const optimized = optimization.points > 0 || optimization.ends.length > 0 ? ['OPT'] : [];
  if (frequencies.isFrequencyRun || frequencies.isDispersion) return [...optimized, frequencyTask(draft)];
  if (optimized.length > 0) return optimized;
  return draft.frame.stages.has('CP_SC') ? ['SCF', 'CPHF'] : 'SCF';
}

function frequencyTask({ frequencies }: RunDraft): string {
  if (frequencies.isDispersion) {
    const details = [frequencies.isRestarted && 'restarted', frequencies.hasPhononBands && 'BANDS'].filter(
      (word) => word !== false,
    );
    return `PHONON DISPERSION${details.length > 0 ? ` (${details.join(', ')})` : ''}`;
  }
  const ir = frequencies.hasIntensities ? `+IR${frequencies.isCphf ? '(CPHF)' : ''}` : '';
  return `FREQ${ir}${frequencies.hasRaman ? '+RAMAN' : ''}`;
}

/** Stages that are tasks of their own; NEWK and PATO only prepare others. */
const TASK_OF_STAGE: Readonly<Record<string, string>> = {
  BAND: 'BAND',
  DOSS: 'DOSS',
  ECHG: 'ECHG maps',
  ECH3: 'ECH3',
  'ECH3 START': 'ECH3',
  'ECH3 END': 'ECH3',
  POT3: 'POT3',
  'POT3 START': 'POT3',
  'POT3 END': 'POT3',
  POTM: 'POTM maps',
  POTC: 'POTC',
  BOLTZTRA: 'BOLTZTRA',
  COOP: 'COOP',
  COHP: 'COHP',
  ANBD: 'ANBD',
  EMDL: 'EMDL',
  EMDP: 'EMDP',
  XRDSPEC: 'XRDSPEC',
  TOPO: 'TOPO',
};

function propertyTasks(draft: RunDraft): string[] {
  const found = new Set(draft.properties.tasks);
  for (const stage of draft.frame.stages) {
    const name = TASK_OF_STAGE[stage];
    if (name !== undefined) found.add(name);
  }
  // Only the conversion of a wavefunction between its two forms prints the basis in a properties run.
  const isConversion = draft.frame.stages.has('FMWF') || draft.basis.listed.length > 0;
  if (found.size === 0 && isConversion) found.add('RDFMWF+FMWF (format conversion of the wave function)');
  return [...found].map((name) => `PROPERTIES:${name}`);
}
