/**
 * What a rehearsal program does, as values: the pure part decides the acts, `perform-acts.ts` carries them out.
 * Acts come in order; waiting spreads the run's chosen duration over them.
 */
export type Act =
  | { readonly kind: 'print'; readonly text: string }
  | { readonly kind: 'printError'; readonly text: string }
  | { readonly kind: 'file'; readonly name: string; readonly content: string }
  | { readonly kind: 'wait'; readonly seconds: number }
  /** Works on without an end until somebody kills it. */
  | { readonly kind: 'hang' }
  /** SIGKILL to itself, as the kernel does when memory runs out. */
  | { readonly kind: 'killSelf' }
  /** SIGKILL to the whole process group, job script included, as when a node goes down. */
  | { readonly kind: 'killGroup' }
  | { readonly kind: 'exit'; readonly code: number };

export const print = (...lines: readonly string[]): Act => ({ kind: 'print', text: `${lines.join('\n')}\n` });

export const wait = (seconds: number): Act => ({ kind: 'wait', seconds });

export const file = (name: string, content: string): Act => ({ kind: 'file', name, content });

export const exit = (code: number): Act => ({ kind: 'exit', code });
