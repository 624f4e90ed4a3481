/** `problem`: crystalq will not work, or not well, until somebody does what `remedy` says. `note`: worth knowing. */
export interface Finding {
  readonly area: 'node' | 'configuration' | 'folders' | 'redis' | 'store' | 'cluster' | 'clock';
  readonly level: 'fine' | 'note' | 'problem';
  readonly what: string;
  readonly remedy: string;
}

/** Shorthands for the findings of one area. */
export const findingsOf = (area: Finding['area']) => ({
  fine: (what: string): Finding => ({ area, level: 'fine', what, remedy: '' }),
  note: (what: string, remedy: string): Finding => ({ area, level: 'note', what, remedy }),
  problem: (what: string, remedy: string): Finding => ({ area, level: 'problem', what, remedy }),
});
