import { expect } from 'chai';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { ownRedisUrl } from '../../../queues/redis/own-redis.js';
import { deferred } from '../../support/deferred.js';
import { createInstallation, type Installation } from '../../support/installation.js';

/** What lies between it and Redis holds the dashboard where it has opened its store and not yet its queues. */
describe('A dashboard that is still opening', function () {
  this.timeout(60_000);
  let installation: Installation;
  let between: Server;
  let isAsked: Promise<undefined>;
  let letThrough: () => void;
  const place = (): string => join(installation.home, 'between.sock');

  beforeEach(async () => {
    installation = createInstallation({ scheduler: 'local' });
    await installation.startRedis();
    const redis = ownRedisUrl(join(installation.home, 'data'), { HOME: installation.home });
    const asked = deferred<undefined>();
    const through = deferred<undefined>();
    isAsked = asked.promise;
    letThrough = () => through.resolve(undefined);
    between = createServer((client) => {
      asked.resolve(undefined);
      void through.promise.then(() => passOn(client, redis.replace('unix:', '')));
    });
    between.listen(place());
    await once(between, 'listening');
  });
  afterEach(async () => {
    await installation.close();
    between.close();
  });

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    it(`closes what it has opened on ${signal}`, async () => {
      const log = join(installation.home, 'data', 'crystalq.db-wal');
      const command = installation.start(['dashboard', '--port', '0'], {
        CRYSTALQ_REDIS_URL: `unix:${place()}`,
      });
      await isAsked;
      expect(existsSync(log)).to.equal(true);
      const gone = once(command.process, 'exit');
      command.process.kill(signal);
      letThrough();
      expect(await gone).to.deep.equal([0, null]);
      // The last one to close the store moves its log into it.
      expect(existsSync(log)).to.equal(false);
    });
});

function passOn(client: Socket, path: string): void {
  const server = connect(path);
  for (const end of [client, server]) end.on('error', () => undefined);
  client.pipe(server).pipe(client);
}
