import { existsSync } from 'node:fs';
import { sqliteFileOf, storeUrlOf, type Config } from '../../src/config/config.js';
import { toCrystalqError } from '../../src/errors/crystalq-error.js';
import { maskText } from '../../src/log/mask-secrets.js';
import { openStore } from '../../src/store/open-store.js';
import { tellHalt } from '../../src/workflow/halts.js';
import { findingsOf, type Finding } from './finding.js';

const { fine, note, problem } = findingsOf('store');

/** A look at the database, and at what it says to stand still. It is not made if it is not there. */
export async function checkStore(config: Config): Promise<Finding[]> {
  const url = storeUrlOf(config);
  const file = sqliteFileOf(config);
  if (file !== undefined && !existsSync(file))
    return [fine(`SQLite store ${file} will be made by the first batch`)];
  try {
    const store = await openStore({ url });
    try {
      const { provider, schemaVersion, latencyMs } = await store.health();
      const told = `${provider} at ${maskText(url)} answers in ${latencyMs.toFixed(1)} ms, schema ${schemaVersion}`;
      return [
        ...(await store.halts())
          .map(tellHalt)
          .map(({ what, remedy }) => (remedy === '' ? fine(what) : problem(what, remedy))),
        latencyMs > 200
          ? note(told, 'Move it nearer: every change of a state is a transaction.')
          : fine(told),
      ];
    } finally {
      await store.close();
    }
  } catch (thrown) {
    const error = toCrystalqError(thrown);
    return [problem(maskText(error.message), error.hint)];
  }
}
