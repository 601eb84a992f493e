/**
 * Places and shapes.
 *
 * As seen from *\/ above.
 */
declare module "atlas" {
  export interface Cursor {
    next?: number | bigint;
  }
  export type Either = number | string;
  export type Event = {
    kind: "start";
    at: Date;
  } | {
    kind: "stop";
  };
  export type Mode = "read-only" | "read-write";
  /** A place on the map. */
  export interface Place {
    /** What people call it. */
    name: string;
    lat: number;
    isOpen?: boolean;
    within?: Place[];
    "a-b": [number, string];
    colour: `#${string}`;
  }
  /** One of several. */
  export type Shape = "Nothing" | {
    Circle: number;
  } | {
    Rectangle: {
      width: number;
      height: number;
    };
  } | {
    Line: [number, number];
  };
  /** How many there are. */
  export const COUNT: number;
  export const NAMES: string[];
  /**
   * Finds a place.
   *
   * By its name.
   */
  export function find(name: string, mode?: Mode | null): Place | undefined;
  export function area(shape: Shape): number;
  export function hash(data: Uint8Array, ...more: Uint8Array[]): Uint8Array;
  export function page(id: number, first: number | null | undefined, last: number): {
    items: Either[];
  } & Cursor;
  export function watch(listener: (event: Event) => void): void;
  export function lastEvent(): Event[];
  export function now(): ReturnType<typeof Date.now>;
  export function anything(value: any): unknown;
  function _delete(map: Record<string, number | bigint>, tree: Record<string, unknown>): [boolean, Date];
  function _with_dash(): void;
  export function layers(): Layer[];
  /** A thing on the map. */
  export class Pin {
    /** Puts it there. */
    constructor(place: Place, number?: number | null);
    #private;
    /** Its number. */
    get number(): number;
    get label(): string;
    set label(value: string);
    /** Moves it. */
    moveTo(x: number, y: number): void;
    distance(other: Pin): number;
    static nearest(...pins: number[]): Pin | undefined;
  }
  export class Layer {
    private constructor();
    #private;
    pins(): Pin[];
  }
  export { _delete as delete, _with_dash as "with-dash" };
}

declare module "node:atlas" {
  export * from "atlas";
}

declare module "by-hand" {
  /** A place on the map. */
  export interface Place {
    /** What people call it. */
    name: string;
    lat: number;
    isOpen?: boolean;
    within?: Place[];
    "a-b": [number, string];
    colour: `#${string}`;
  }
  export const limit: number;
  /** All there are. */
  export const places: ReadonlyArray<string>;
  /** Joins texts. */
  export function join(a: string[], b?: string | null): string;
  export function nothing(): void;
  export function made(a: number): unknown;
  export function raw(...values: unknown[]): unknown;
  /** The first element. */
  export function first(list: Place[]): unknown;
  export {};
}

declare module "unsaid";
declare module "node:unsaid";

/** Greets. */
declare module "written" {
  /** Who is greeted. */
  export interface Name {
    full: string;

    short?: string;
  }
  /** Says hello. */
  export function greet(name: Name): string;
  export const LOUD: boolean;
  export class Bell {
    ring(): number;
  }
}

declare module "node:written" {
  export * from "written";
}

declare module "written/one" {
  function next(count: number): number;
  export = next;
}

declare module "one" {
  import own = require("written/one");
  export = own;
}

declare module "z-last" {
  export function pinsOf(layer: import("atlas").Layer): import("atlas").Pin | undefined;
  export function unknown(id: number): number;
  export {};
}
