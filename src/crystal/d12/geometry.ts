/**
 * The geometry header of a .d12 deck: what CRYSTAL needs to build the structure.
 * Source: crystal manual, "Geometry input"; minimal cell and conventions as in docs/decks.md.
 */
export type Vector3 = readonly [number, number, number];

export interface DeckAtom {
  /** CRYSTAL's conventional atomic number: Z, Z + 100 k for another basis label, Z + 200 for a pseudopotential. */
  readonly number: number;
  /**
   * CRYSTAL: fractional (conventional cell). SLAB: x, y fractional, z in Angstrom.
   * POLYMER: x fractional, y, z in Angstrom. MOLECULE: Angstrom.
   */
  readonly position: Vector3;
}

export type DeckGeometry =
  | {
      readonly kind: 'CRYSTAL';
      /** 0: `group` is a space group number (standard setting); 1: `group` is a spaced Hermann-Mauguin symbol. */
      readonly symbolFlag: 0 | 1;
      /** IFHR. 0: hexagonal axes, 1: rhombohedral axes. */
      readonly rhombohedralAxes: 0 | 1;
      /** IFSO. 0: origin choice 2 of the two-origin groups, 1: origin choice 1, >1: `originShift` follows. */
      readonly originSetting: number;
      /** In units of 1/24 of the cell vectors; only with originSetting > 1. */
      readonly originShift?: Vector3;
      readonly group: number | string;
      /** Minimal cell of the crystal family, Angstrom and degrees. */
      readonly cell: readonly number[];
      readonly atoms: readonly DeckAtom[];
    }
  | {
      readonly kind: 'SLAB' | 'POLYMER';
      /** Layer group 1-80 or rod group 1-99, in CRYSTAL's own numbering. */
      readonly group: number;
      readonly cell: readonly number[];
      readonly atoms: readonly DeckAtom[];
    }
  | {
      readonly kind: 'HELIX';
      /** N1 N2 record. */
      readonly order: readonly [number, number];
      readonly cell: readonly number[];
      readonly atoms: readonly DeckAtom[];
    }
  | { readonly kind: 'MOLECULE'; readonly group: number; readonly atoms: readonly DeckAtom[] }
  /** Geometry and symmetry from fort.34. */
  | { readonly kind: 'EXTERNAL' | 'DLVINPUT' };
