/** The part of Node's child_process that needs no shell and no streams. Types: those of `@types/node`. */
declare module "child_process";

/** SQLite databases that are granted by name. */
declare module "database" {
  /** What a parameter may be. `undefined` is stored as NULL, a boolean as 0 or 1, bytes as BLOB. */
  export type Parameter = null | undefined | boolean | number | bigint | string | ArrayBuffer | Uint8Array;

  /**
   * The parameters of a statement: one object whose names are those of the statement, with or without `:`, `@` or `$`; or
   * values by place, where an array stands for its elements.
   */
  export type Bindings = [names: Readonly<Record<string, Parameter>>] | (Parameter | readonly Parameter[])[];

  /** What a column may hold. An INTEGER is a `bigint` where a number could not hold it exactly: from 2^53 on. */
  export type Column = null | number | bigint | string | Uint8Array;

  /** A row: its columns by name, in the order of the statement. */
  export type Row = Record<string, Column>;

  /** What a statement changed. */
  export interface Changes {
    success: true;
    /** How many rows it inserted, updated or deleted. */
    rowsAffected: number;
    /** The rowid of the last row that was inserted through the connection. */
    lastInsertId: number | bigint;
  }

  /** What a statement throws: with SQLite's code, such as `SQLITE_CONSTRAINT_UNIQUE`. */
  export class DatabaseError extends Error {
    constructor(message: string, code: string);
    /** A code of SQLite, or one that begins with `ERR_DATABASE_`. */
    code: string;
  }

  /** The names of the databases that are granted. */
  export const names: readonly string[];

  /**
   * Opens a database. Connections to one database share what is in memory, transactions too; it is closed when all of
   * them are, and with the runtime.
   *
   * Throws an error with code `ERR_ACCESS_DENIED` where no database is granted under the name.
   */
  export function open(name: string): Connection;

  /**
   * Chooses the database that `query` and `exec` of this module work with. Where only one is granted, it is that one without
   * being asked for, until `close`.
   *
   * @param dsn The name of a database that is granted.
   */
  export function configure(driver: 'sqlite' | 'sqlite3', dsn: string): void;

  /** `Connection.query` of the database that was chosen. */
  export function query<R = Row>(sql: string, ...parameters: Bindings): R[];

  /** `Connection.exec` of the database that was chosen. */
  export function exec(sql: string, ...parameters: Bindings): Changes;

  /** Closes the connection of `query` and `exec`; they throw then, until `configure` is called. */
  export function close(): void;

  /**
   * A connection to a database, made by `open`.
   *
   * All methods throw a `DatabaseError`: with code `ERR_DATABASE_CLOSED` after `close`, otherwise with one of SQLite. What
   * reaches beyond the database (ATTACH, most PRAGMAs, extensions) throws an error with code `ERR_ACCESS_DENIED`.
   */
  export class Connection {
    private constructor();
    #private;
    /** The name of the database. */
    get name(): string;
    /** Whether it was not closed yet. */
    get isOpen(): boolean;
    /** Whether a transaction is under way. */
    get inTransaction(): boolean;
    /** Gives the name of the database; throws where the connection is closed. */
    open(): string;
    /** Runs a statement and gives all its rows. `R` is what the author knows of them; nobody checks it. */
    query<R = Row>(sql: string, ...parameters: Bindings): R[];
    /** Runs a statement and gives its first row; `undefined` where there is none. */
    get<R = Row>(sql: string, ...parameters: Bindings): R | undefined;
    /** Runs a statement for what it changes. */
    exec(sql: string, ...parameters: Bindings): Changes;
    /** Runs several statements, separated by semicolons, without parameters. */
    script(sql: string): void;
    /** Checks a statement that is to be run many times. */
    prepare<R = Row>(sql: string): Statement<R>;
    /** Iterates over the rows that are there when the iteration begins. */
    iterate<R = Row>(sql: string, ...parameters: Bindings): Generator<R, void, undefined>;
    /**
     * Calls a function in a transaction and gives what it returns: committed when it returns, undone when it throws. One
     * inside another is undone by itself. The function must not return a promise.
     */
    transaction<T>(act: (connection: this) => T extends PromiseLike<unknown> ? never : T): T;
    /** Closes the connection. Once more does nothing. */
    close(): void;
  }

  /** Where the compiler knows `Symbol.dispose`, `using` closes a connection. */
  export interface Connection extends Disposing {}
  export type Disposing = SymbolConstructor extends { readonly dispose: infer Dispose extends symbol }
    ? { [Method in Dispose]: () => void }
    : {};

  /** A statement that was prepared. */
  export interface Statement<R = Row> {
    /** Its SQL. */
    readonly source: string;
    /** The names of its columns. */
    columns(): string[];
    /** All rows. */
    all(...parameters: Bindings): R[];
    /** The first row; `undefined` where there is none. */
    get(...parameters: Bindings): R | undefined;
    /** Runs it for what it changes. */
    run(...parameters: Bindings): Changes;
    /** Iterates over the rows that are there when the iteration begins. */
    iterate(...parameters: Bindings): Generator<R, void, undefined>;
  }
}

/** Runs programs that are granted by name. */
declare module "exec" {
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
}

/** Files below granted folders, as Node has them. Types: those of `@types/node`. */
declare module "fs";

/** The same as fs, with promises. Types: those of `@types/node`. */
declare module "fs/promises";

/** What is granted of the host's environment. Types: those of `@types/node`. */
declare module "process";
