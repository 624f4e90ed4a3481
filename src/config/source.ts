/** Layers, weakest first. A stronger one wins key by key; maps are merged, lists are replaced. */
export type Layer = 'default' | 'site' | 'environment' | 'user' | 'variable' | 'flag';

/** Where a value comes from. */
export interface Origin {
  readonly layer: Layer;
  /** `built in`, file and line, a variable, a flag. */
  readonly where: string;
}

/** A tree of raw values of one layer, which can tell the place of each. */
export interface Source {
  readonly layer: Layer;
  readonly tree: unknown;
  readonly where: (path: readonly string[]) => string;
  /** Relative paths in it start here. */
  readonly baseFolder: string;
}
