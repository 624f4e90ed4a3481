import { oneOf, textLike } from './kinds.js';
import { advancedSection } from './sections/advanced.js';
import { clusterProfile } from './sections/cluster-profile.js';
import { pathsSection } from './sections/paths.js';
import { workflowSection } from './sections/workflow.js';
import { group, mapOf, setting } from './setting.js';

/** Version of the form of configuration files; `migrations.ts` brings older files to it. */
export const schemaVersion = 2;

export const environmentNames = ['development', 'testing', 'production'] as const;

const clusterName = textLike(
  /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
  'a name of letters, digits, _ and -, that begins with a letter',
);

/** Every key of the configuration. docs/configuration.md is printed from here. */
export const schema = group('crystalq', {
  environment: setting(
    oneOf(...environmentNames),
    'production',
    'which `environments` section and config.<environment>.yaml apply',
    { variable: 'CRYSTALQ_ENVIRONMENT' },
  ),
  cluster: setting(clusterName, 'rehearsal', 'cluster profile of batches that name none', {
    variable: 'CRYSTALQ_CLUSTER',
  }),
  workflow: workflowSection,
  paths: pathsSection,
  clusters: mapOf('cluster profiles', clusterName, '<cluster>', clusterProfile),
  advanced: advancedSection,
});
