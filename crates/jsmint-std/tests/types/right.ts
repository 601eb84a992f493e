// Programs that use the modules rightly.
import { run } from 'exec';
import type { Encoding, RunOptions, RunResult } from 'exec';
import { Connection, DatabaseError, close, configure, exec, names, open, query } from 'database';
import type { Changes, Column, Parameter, Row, Statement } from 'database';
import database = require('database');
import * as fs from 'fs';
import { execFileSync } from 'child_process';

const { code, signal, stdout, stderr, timedOut, truncated }: RunResult = run('git', ['log', '-n', 1]);
const texts: string[] = [stdout, stderr, signal ?? String(code), String(timedOut || truncated)];
const options: RunOptions = { cwd: 'in', timeout: 100, maxBuffer: 1 << 20, input: new Uint8Array(2), env: { LANG: 'C' } };
const first: string = run('git').stdout.slice(1) + run('git', undefined, { ...options, encoding: 'hex' }).stdout;
const bytes: Uint8Array = run('cat', [], { input: 'in', encoding: 'buffer' }).stdout.subarray(1);
const asked: RunResult<Uint8Array> = run('cat', undefined, { encoding: null });
function either(encoding: Encoding | 'buffer'): number {
  return run('cat', [], { encoding, input: null }).stdout.length;
}

configure('sqlite3', names[0] ?? 'app');
const rows: Row[] = query('SELECT * FROM t WHERE a = ? AND b = ?', 1, 'b');
const column: Column = query('SELECT :a AS a', { a: 1n, more: null })[0]?.a ?? null;
const changes: Changes = exec('INSERT INTO t VALUES (?, ?, ?)', [1, true], undefined);
const id: number | bigint = changes.success && changes.rowsAffected === 1 ? changes.lastInsertId : 0;
close();

interface Item {
  id: number;
  name: string;
}
const db: Connection = open('app');
const items: Item[] = db.query<Item>('SELECT id, name FROM items');
const name: string = db.get<Item>('SELECT id, name FROM items WHERE id = $id', { $id: 1 })?.name ?? db.name;
const values: Parameter[] = [new Uint8Array(1), new ArrayBuffer(1), 1.5, null];
const statement: Statement<Item> = db.prepare('SELECT id, name FROM items WHERE name = ?');
for (const item of statement.iterate(name)) items.push(item);
for (const { total } of db.iterate<{ total: number }>('SELECT sum(id) AS total FROM items')) total.toFixed();
const all: Item[] = statement.all(['x']).concat(statement.get('x') ?? []);
const about: string = statement.source + statement.columns().join() + statement.run('x').rowsAffected;
const done: boolean = db.transaction((same) => {
  same.script('DELETE FROM a; DELETE FROM b');
  return db.transaction(() => same.exec('DELETE FROM c', values).rowsAffected > 0) && same.inTransaction;
});
db.transaction(() => {});
try {
  if (db.isOpen) db.close();
} catch (error) {
  if (error instanceof DatabaseError) texts.push(error.code + error.message + error.name);
}
const same: typeof query = database.query;
const opened: string = db.open();

// What Node has, too, has the types of `@types/node`, which are not here.
const anything: string = fs.readFileSync(execFileSync('which', ['git']), 'utf8');

export { about, all, anything, asked, bytes, column, done, either, first, id, opened, rows, same, texts };
