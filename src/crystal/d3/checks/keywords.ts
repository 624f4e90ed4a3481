import type { ParentRun } from '../parent-run.js';
import { error, warning, when, type Remark } from '../../finding.js';

/** Keywords of the properties program whose records are kept as they stand. */
const known = new Set(
  (
    'ADFT ACOR ANBD ANGSTROM ANISOTRO ATOMIRR ATOMSYMM BASE BASISSET BIDIERD CLAS COORPRT CRYAPI_OUT DEGREE DENSMAT ' +
    'DIEL DIPS DLV_BAND EDFT EMDL EMDLDM EMDPDM EMDP END ENECOR EPR EXTPRT FRACTION GRID3D HPOT INFOGUI ISOTROPIC ' +
    'ISOTROP KINETEMD LOCALI LOCALWF MAPNET MULPOPAN NEIGHBOR ORBITALS PBAN PDIBAN PMP2 POLI POLSPIN PRINTOUT PROF ' +
    'PROF1 PROJECT RAYCOV RHOLINE ROTREF SETINF SETPRINT SPOLBP SPOLWF STOP SYMADAPT TOPO WANNIER XFAC XRDSPEC'
  ).split(' '),
);

const openShellOnly = new Set(['ANISOTRO', 'ISOTROPIC', 'POLSPIN']);

export function keywordRemarks(keyword: string, run: ParentRun | undefined): readonly Remark[] {
  return [
    ...when(
      !known.has(keyword),
      warning(
        'keyword-unknown',
        `${keyword} is not among the keywords of the properties program that crystalq knows`,
        'check its spelling; its records are kept as they stand',
      ),
    ),
    ...when(
      openShellOnly.has(keyword) && run?.shell === 'closed',
      error(
        'open-shell-only',
        `${keyword} needs an open-shell wavefunction, and ${run?.source ?? 'the parent'} is closed shell`,
        `leave ${keyword} out, or run the SP with SPIN`,
      ),
    ),
  ];
}
