/** CODATA 2018. */
export const electronvoltPerHartree = 27.211386245988;
export const hartreePerElectronvolt = 1 / electronvoltPerHartree;
/** CRYSTAL's own, printed in every output. */
const angstromPerBohr = 0.5291772083;
export const bohrPerAngstrom = 1 / angstromPerBohr;
