// Programs that use the modules wrongly: each line is an error, and the compiler must find it.
import { run } from 'exec';
import { Connection, Statement, configure, exec, names, open, query } from 'database';
// @ts-expect-error there is no such export
import { spawn } from 'exec';

// @ts-expect-error a program must be named
run();
// @ts-expect-error there is no shell
run('git log', {});
// @ts-expect-error arguments are a list
run('git', 'log');
// @ts-expect-error an argument is text or a number
run('git', [{}]);
// @ts-expect-error there is no such option
run('git', [], { shell: true });
// @ts-expect-error milliseconds are a number
run('git', [], { timeout: '1s' });
// @ts-expect-error a variable's value is text
run('git', [], { env: { LANG: undefined } });
// @ts-expect-error there is no such encoding
run('git', [], { encoding: 'utf7' });
// @ts-expect-error text by default
run('git').stdout.byteLength;
// @ts-expect-error bytes when they are asked for
run('git', [], { encoding: 'buffer' }).stdout.trim();
// @ts-expect-error there may be no exit code
run('git').code.toFixed();
// @ts-expect-error Node's child_process calls it status
run('git').status;

// @ts-expect-error there is no such driver
configure('postgres', 'app');
// @ts-expect-error a database must be named
configure('sqlite');
// @ts-expect-error statements are text
query(1);
// @ts-expect-error an object is no value
exec('INSERT INTO t VALUES (?, ?)', 1, { a: 1 });
// @ts-expect-error a date is no value
exec('INSERT INTO t VALUES (?)', [new Date()]);
// @ts-expect-error names and places do not mix
query('SELECT :a, ?', { a: 1 }, 2);
// @ts-expect-error names stay as they are
names.push('app');
// @ts-expect-error a connection is opened
new Connection('app');
// @ts-expect-error a database has a name
open();
const db = open('app');
// @ts-expect-error its name stays as it is
db.name = 'b';
// @ts-expect-error there may be no row
db.get('SELECT 1 AS x').x;
// @ts-expect-error a column may be null
db.query('SELECT 1 AS x').map((row) => row.x.toString());
// @ts-expect-error a transaction cannot wait
db.transaction(async () => db.exec('DELETE FROM t'));
// @ts-expect-error several statements take no parameters
db.script('DELETE FROM t', 1);
// @ts-expect-error the class of statements is not exported
new Statement();
// @ts-expect-error a statement belongs to a connection
db.prepare('SELECT 1').close();
// @ts-expect-error whatever looks like a connection is none
const own: Connection = { ...db, name: 'app' };

export { own, spawn };
