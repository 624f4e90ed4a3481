import { describeAttempts } from './attempts.js';
import { describeBatches } from './batches.js';
import { describeChanges } from './changes.js';
import { describeHalts } from './halts.js';
import { describeHousekeeping } from './housekeeping.js';
import { describeLeases } from './leases.js';
import { describeReading } from './reading.js';
import { describeWindow } from './window.js';
import type { OpenEmpty } from './store-under-test.js';

/** What every store must do, whatever database it keeps things in: one subject per file. */
export function itKeepsTheContractOfAStore(open: OpenEmpty): void {
  describeBatches(open);
  describeChanges(open);
  describeAttempts(open);
  describeWindow(open);
  describeLeases(open);
  describeHalts(open);
  describeReading(open);
  describeHousekeeping(open);
}
