/** Small plot files of our own making, in CRYSTAL's layout. */

const e13 = (x: number): string => fortran(x, 13, 5);
const e12 = (x: number): string => fortran(x, 12, 4);

/** Ew.d: mantissa 0.ddddd, exponent of two digits. */
function fortran(x: number, width: number, digits: number): string {
  if (x === 0) return `0.${'0'.repeat(digits)}E+00`.padStart(width);
  let exponent = Math.floor(Math.log10(Math.abs(x))) + 1;
  let mantissa = Math.abs(x) / 10 ** exponent;
  if (Number(mantissa.toFixed(digits)) >= 1) {
    mantissa /= 10;
    exponent += 1;
  }
  const sign = exponent < 0 ? '-' : '+';
  const text = `${x < 0 ? '-' : ''}${mantissa.toFixed(digits)}E${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  return text.padStart(width);
}

export interface BandsOf {
  readonly distances: readonly number[];
  /** Per spin, per k point, per band; hartree relative to the Fermi energy. */
  readonly spins: readonly (readonly (readonly number[])[])[];
  readonly fermi?: number;
}

/** BAND.DAT as CRYSTAL17 writes it; before (fermi left out) without the last line. */
export function bandDat({ distances, spins, fermi }: BandsOf): string {
  const bands = spins[0]?.[0]?.length ?? 0;
  const last = distances.at(-1) ?? 0;
  const lines = [
    `# NKPT ${String(distances.length).padStart(5)} NBND ${String(bands).padStart(5)} NSPIN ${String(spins.length).padStart(5)}`,
    '# NPANEL     1',
    '#      1   (0,0,0)/2',
    `# ${String(distances.length).padStart(6)}   (*,0,1)/2`,
  ];
  spins.forEach((rows, spin) => {
    lines.push(
      `@ WITH G${spin}`,
      '@ YAXIS LABEL "E-EFERMI (HARTREE)"',
      '@ XAXIS TICK SPEC     2',
      '@ XAXIS TICK     0,     0.00000',
      '@ XAXIS TICKLABEL    0,"(0,0,0)/2"',
      `@ XAXIS TICK     1,     ${last.toFixed(5)}`,
      '@ XAXIS TICKLABEL    1,"(*,0,1)/2"',
    );
    rows.forEach((row, k) => lines.push([distances[k] ?? 0, ...row].map(e13).join('')));
    if (fermi !== undefined) lines.push(`# EFERMI (HARTREE)   ${fermi.toFixed(5)}`);
  });
  return `${lines.join('\n')}\n`;
}

/** DOSS.DAT; densities per spin, per energy, per projection (total last), positive. */
export function dossDat(
  energies: readonly number[],
  spins: readonly (readonly (readonly number[])[])[],
  fermi: number,
): string {
  const projections = spins[0]?.[0]?.length ?? 0;
  const lines = [
    `# NEPTS ${String(energies.length).padStart(5)} NPROJ ${String(projections).padStart(5)} NSPIN ${String(spins.length).padStart(5)}`,
    '#',
    '@ XAXIS LABEL "E-EFERMI (HARTREE)"',
    '@ YAXIS LABEL "DENSITY OF STATES (STATES/HARTREE/CELL)"',
  ];
  spins.forEach((rows, spin) => {
    if (spin > 0) lines.push('&');
    const sign = spin > 0 ? -1 : 1;
    rows.forEach((row, n) => lines.push([energies[n] ?? 0, ...row.map((x) => sign * x)].map(e12).join('')));
    lines.push(`# EFERMI (HARTREE)   ${fermi.toFixed(5)}`);
  });
  return `${lines.join('\n')}\n`;
}
