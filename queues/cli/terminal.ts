/** Where a command writes. Results go to `out`, remarks and progress to `err`, so that pipes stay clean. */
export interface Terminal {
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WritableStream;
  /** True where a person reads: colours, bars and clearing of lines are allowed. */
  readonly interactive: boolean;
}

export function processTerminal(): Terminal {
  return { out: process.stdout, err: process.stderr, interactive: process.stdout.isTTY };
}

export const printLine = (terminal: Terminal, line = ''): void => {
  terminal.out.write(`${line}\n`);
};

export const printJson = (terminal: Terminal, value: unknown): void => {
  terminal.out.write(`${JSON.stringify(value, undefined, 2)}\n`);
};
