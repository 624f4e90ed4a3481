import fc from 'fast-check';

/**
 * Property tests draw the same cases in every run, so that a red run is about the change at hand. CRYSTALQ_TEST_SEED
 * draws others: any number, or `random`.
 */
const wish = process.env['CRYSTALQ_TEST_SEED'];
if (wish !== 'random') fc.configureGlobal({ seed: Number(wish ?? 20261121) });
