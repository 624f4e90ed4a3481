/** Ids that sort by time and are unique among all processes of this machine: `m2x4k9qz1-1a2b-0007`. */
export function createJobIds(now: () => number = Date.now, pid: number = process.pid): () => string {
  let counter = 0;
  let last = 0;
  return () => {
    // A clock that jumps back must not bring an old id again.
    last = Math.max(last, now());
    counter = (counter + 1) % 36 ** 4;
    return [last.toString(36), pid.toString(36), counter.toString(36).padStart(4, '0')].join('-');
  };
}
