import { statSync } from 'node:fs';
import type { LoadedConfig } from '../../src/config/load-config.js';
import { findingsOf, type Finding } from './finding.js';

const { fine, note, problem } = findingsOf('configuration');

export function checkConfiguration(loaded: LoadedConfig): Finding[] {
  const { config, files, warnings } = loaded;
  const profile = config.clusters[config.cluster];
  return [
    files.length > 0 ? fine(`read from ${files.join(', ')}`) : note('no configuration file', tellWhere),
    ...warnings.map((warning) => note(warning, 'Correct it, or take it out.')),
    ...(profile?.rehearsal
      ? [
          note(
            `cluster ${config.cluster} is a rehearsal: its numbers are no physics`,
            'Describe your cluster under `clusters` and name it with `cluster` to calculate.',
          ),
        ]
      : []),
    ...openSecrets(loaded),
  ];
}

const tellWhere = 'Fine for a rehearsal. Else write ~/.config/crystalq/config.yaml (docs/configuration.md).';

/** Files with a password in them that others can read. */
function openSecrets({ entries, files }: LoadedConfig): Finding[] {
  const secretPlaces = entries
    .filter(({ setting, value }) => setting.secret !== undefined && value !== null)
    .map(({ origin }) => origin.where);
  return files
    .filter((file) => secretPlaces.some((where) => where.startsWith(`${file}:`)))
    .filter((file) => (statSync(file).mode & 0o077) !== 0)
    .map((file) => problem(`${file} holds a password and others can read it`, `chmod 600 ${file}`));
}
