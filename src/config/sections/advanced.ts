import {
  duration,
  flag,
  listOf,
  localPath,
  nullable,
  oneOf,
  realNumber,
  text,
  textLike,
  wholeNumber,
} from '../kinds.js';
import { group, setting } from '../setting.js';
import { featureFlags } from './feature-flags.js';

const hour = 3600;

const storeUrl = textLike(
  /^(file:.+|postgres(ql)?:\/\/.+)$/,
  'file:/path/of/a.db or postgresql://user:password@host/database',
);

const redisUrl = textLike(
  /^(rediss?:\/\/.+|unix:\/.+|\/.+)$/,
  'redis://[:password@]host:port[/db], rediss://... or unix:/path/of/a.sock',
);

export const advancedSection = group('how crystalq itself works', {
  pollIntervalSeconds: group('time between two questions to the scheduler about all jobs', {
    slurm: setting(realNumber(0.1, hour), 30, 'scheduler slurm', { live: true }),
    local: setting(realNumber(0.1, hour), 1, 'scheduler local', { live: true }),
  }),
  endRecordIntervalSeconds: setting(
    realNumber(0.1, hour),
    5,
    'time between two looks for end records in the run folders',
    { live: true },
  ),
  reconcileIntervalSeconds: setting(
    realNumber(1, hour),
    60,
    'time between two comparisons of Redis with the store',
    { live: true },
  ),
  windowMaterials: setting(
    wholeNumber(1, 100_000),
    500,
    'materials in Redis at a time, those of less urgent batches not counted; the rest waits in the store',
    { live: true },
  ),
  workers: group('jobs that one worker process does side by side', {
    step: setting(wholeNumber(1, 1000), 8, 'preparations and readings', { live: true }),
    handover: setting(wholeNumber(1, 1000), 16, 'hand-overs', { live: true }),
    run: setting(wholeNumber(1, 1000), 8, 'submissions', { live: true }),
    settle: setting(wholeNumber(1, 1000), 8, 'materials being settled', { live: true }),
  }),
  featureFlags,
  store: group('the database', {
    url: setting(nullable(storeUrl), null, 'null: SQLite, crystalq.db in paths.dataDir', {
      variable: 'CRYSTALQ_DATABASE_URL',
      secret: 'password',
    }),
  }),
  redis: group('the queue server', {
    url: setting(nullable(redisUrl), null, 'null: an own server on a unix socket in paths.dataDir', {
      variable: 'CRYSTALQ_REDIS_URL',
      secret: 'password',
    }),
    prefix: setting(
      textLike(/^[A-Za-z0-9_-]{1,40}$/, 'letters, digits, _ and -'),
      'crystalq',
      'first part of all keys; several installations may share one Redis',
    ),
    allowUnprotected: setting(
      flag(),
      false,
      'accept a Redis that anybody on this machine or network can enter (containers, test machines)',
    ),
  }),
  retention: group('how long traces are kept', {
    eventsDays: setting(wholeNumber(1, 36_500), 365, 'audit trail in the store', { live: true }),
    redisCompletedJobs: setting(wholeNumber(0, 1_000_000), 1000, 'finished jobs per queue, for Bull Board'),
    redisFailedJobs: setting(wholeNumber(0, 1_000_000), 5000, 'failed jobs per queue, for Bull Board'),
  }),
  log: group('log files and console', {
    level: setting(oneOf('debug', 'info', 'warn', 'error'), 'info', 'least severity that is written', {
      variable: 'CRYSTALQ_LOG_LEVEL',
      live: true,
    }),
    folder: setting(nullable(localPath()), null, 'null: logs in paths.dataDir'),
    maxSizeMiB: setting(wholeNumber(1, 10_000), 20, 'a file that grows beyond this is rotated'),
    keepDays: setting(wholeNumber(1, 3650), 14, 'rotated files are removed after this time'),
    console: setting(oneOf('readable', 'json', 'off'), 'readable', 'what workers print'),
  }),
  metrics: group('Prometheus metrics', {
    enabled: setting(flag(), true, 'offer /metrics beside the dashboard'),
  }),
  dashboard: group('the web server', {
    host: setting(text('a host name or address'), '127.0.0.1', 'address to listen on'),
    port: setting(wholeNumber(0, 65_535), 8717, 'port; 0 takes a free one', {
      variable: 'CRYSTALQ_DASHBOARD_PORT',
    }),
    socket: setting(nullable(localPath()), null, 'unix socket to listen on instead of host and port'),
    allowNetwork: setting(flag(), false, 'allow a host that others can reach (behind TLS)'),
    sessionSeconds: setting(duration(60, 365 * 24 * hour), 12 * hour, 'how long a login lasts'),
  }),
  notifications: group('what people are told without asking', {
    kinds: setting(
      listOf(oneOf('batchSettled', 'materialFailed', 'clusterTrouble', 'diskFull')),
      ['batchSettled', 'clusterTrouble', 'diskFull'],
      'occasions',
      { live: true },
    ),
    webhookUrl: setting(
      nullable(textLike(/^https?:\/\/\S+$/, 'an http or https address')),
      null,
      'each notification is sent there as JSON',
      { secret: 'whole' },
    ),
  }),
});
