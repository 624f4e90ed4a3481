import { rehearseCrystal } from './crystal-run.js';
import { loadSymmetry } from '../symmetry/load-symmetry.js';
import { runRehearsal } from './main.js';

export const main = (): Promise<number> => runRehearsal((input) => rehearseCrystal(input, loadSymmetry()));
