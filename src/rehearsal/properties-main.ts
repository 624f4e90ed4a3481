import { runRehearsal } from './main.js';
import { rehearseProperties } from './properties-run.js';

export const main = (): Promise<number> => runRehearsal(rehearseProperties);
