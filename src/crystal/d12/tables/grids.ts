/** Integration grids from coarse to fine; without a keyword CRYSTAL14 and later use XLGRID. */
export const grids = ['OLDGRID', 'LGRID', 'XLGRID', 'XXLGRID', 'XXXLGRID', 'HUGEGRID'] as const;
