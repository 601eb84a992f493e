/** What a program is given besides its arguments. */
export interface RunOptions {
  /** What it reads from its standard input. Default: nothing. */
  input?: string | ArrayBuffer | Uint8Array | null;
  /** The folder it starts in: the granted one, or one below it. Default: the granted one. */
  cwd?: string | null;
  /**
   * Its environment, with granted variables only; those that are left out it does not get, but for `PATH`. Default: all
   * that are granted, as the host has them.
   */
  env?: Readonly<Record<string, string>> | null;
  /** The most milliseconds that it may take; beyond that it is killed. Default, and the most: what was granted. */
  timeout?: number | null;
  /**
   * The most bytes that it may write to each of its output streams; beyond that it is killed. Default, and the most: what
   * was granted.
   */
  maxBuffer?: number | null;
  /** How its output is read. Default: `'utf8'`. */
  encoding?: Encoding | 'buffer' | null;
}

/** How bytes are written as text. */
export type Encoding =
  | 'utf8'
  | 'utf-8'
  | 'ascii'
  | 'latin1'
  | 'binary'
  | 'base64'
  | 'base64url'
  | 'hex'
  | 'utf16le'
  | 'utf-16le'
  | 'ucs2'
  | 'ucs-2';

/** How a program ended. */
export interface RunResult<Output = string> {
  /** Its exit code; `null` where a signal ended it. */
  code: number | null;
  /** The signal that ended it, such as `'SIGTERM'`; `null` where it ended by itself. */
  signal: string | null;
  /** What it wrote to its standard output. */
  stdout: Output;
  /** What it wrote to its standard error. */
  stderr: Output;
  /** Whether it was killed because its time was up. */
  timedOut: boolean;
  /** Whether it was killed because it wrote too much. */
  truncated: boolean;
}

/**
 * Runs a program and waits for its end. There is no shell: each argument reaches the program as it is. That the program
 * failed is no error: look at `code`.
 *
 * Throws an error with code `ERR_ACCESS_DENIED` where the program, the folder or a variable is not granted, and with
 * `ENOENT` or `EACCES`, `errno`, `syscall` and `path` where the program cannot be started.
 *
 * @param program A program that is granted, by the name it was granted under.
 * @param args Its arguments.
 */
export function run(
  program: string,
  args?: readonly (string | number)[],
  options?: RunOptions & { encoding?: Encoding },
): RunResult;
/** The same with the output as bytes: a `Buffer`. */
export function run(
  program: string,
  args: readonly (string | number)[] | undefined,
  options: RunOptions & { encoding: 'buffer' | null },
): RunResult<Uint8Array>;
/** The same where the encoding is known only when it runs. */
export function run(
  program: string,
  args?: readonly (string | number)[],
  options?: RunOptions,
): RunResult<string | Uint8Array>;
