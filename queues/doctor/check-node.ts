import { findingsOf, type Finding } from './finding.js';

const { fine, problem } = findingsOf('node');

/** package.json's `engines` in numbers: the floor that clusters offer. */
const least = [20, 19] as const;

export function checkNode(version: string): Finding[] {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const isEnough = major > least[0] || (major === least[0] && minor >= least[1]);
  return [
    isEnough
      ? fine(`Node.js ${version}`)
      : problem(
          `Node.js ${version} is too old`,
          `Install Node.js ${least.join('.')} or newer (module load, nvm, conda).`,
        ),
  ];
}
