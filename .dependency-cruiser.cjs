// Imports point downward: main.ts -> workers, queues, dashboard -> edges of src -> pure folders -> errors.
const pure = '^src/(crystal|steps|recovery|workflow|errors)/';
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'pure-stays-pure',
      comment: 'Reading and writing CRYSTAL text, planning and recovery are values in, values out.',
      severity: 'error',
      from: { path: pure },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(fs|fs/promises|child_process|net|http|https|os|process|worker_threads|timers)$',
      },
    },
    {
      name: 'pure-knows-no-edge',
      severity: 'error',
      from: { path: pure },
      to: { path: '^(src/(store|scheduler|workdir|config|log|rehearsal)|queues|workers|dashboard)/' },
    },
    {
      name: 'src-knows-no-queue',
      comment: 'BullMQ is a dispatcher: only queues, workers and dashboard know it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: ['^(queues|workers|dashboard)/', 'node_modules/(bullmq|ioredis|@bull-board)'] },
    },
    {
      name: 'errors-are-the-ground',
      severity: 'error',
      from: { path: '^src/errors/' },
      to: { path: '^(src/(?!errors/)|queues|workers|dashboard)' },
    },
    {
      name: 'steps-do-not-import-steps',
      comment: 'One step is one file; only the registry knows them all.',
      severity: 'error',
      from: { path: '^src/steps/(?!registry|define-step)[^/]+\\.ts$' },
      to: { path: '^src/steps/(?!define-step)', pathNot: '^src/steps/(shared|[^/]+/)' },
    },
    {
      name: 'not-to-test',
      severity: 'error',
      from: { pathNot: '^(test|bench)/' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'src/store/generated' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
