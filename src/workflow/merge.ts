export type PlainObject = Readonly<Record<string, unknown>>;

export const isPlainObject = (value: unknown): value is PlainObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Inheritance of settings: later layers win, objects are merged key by key, lists and values are replaced. */
export function mergeLayers(...layers: readonly unknown[]): PlainObject {
  let merged: Record<string, unknown> = {};
  for (const layer of layers) if (isPlainObject(layer)) merged = mergeTwo(merged, layer);
  return merged;
}

function mergeTwo(below: PlainObject, above: PlainObject): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const old = merged[key];
    merged[key] = isPlainObject(old) && isPlainObject(value) ? mergeTwo(old, value) : value;
  }
  return merged;
}
