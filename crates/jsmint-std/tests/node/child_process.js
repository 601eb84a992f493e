// What `child_process` says of programs that end well, badly, late, or not at all.
const cp = require('child_process');
const lines = [];
const show = (value) => {
  if (value instanceof Uint8Array) return '<' + Array.from(value).join(',') + '>';
  if (Array.isArray(value)) return '[' + value.map(show).join(' ') + ']';
  if (value instanceof Error) return told(value);
  if (value !== null && typeof value === 'object') return '{' + Object.keys(value).map((key) => key + '=' + (key === 'pid' ? typeof value.pid : show(value[key]))).join(' ') + '}';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
};
const told = (error) => ['name', 'code', 'errno', 'syscall', 'path', 'spawnargs', 'status', 'signal', 'killed', 'cmd', 'stdout', 'stderr', 'message']
  .filter((key) => error[key] !== undefined).map((key) => key + '=' + show(error[key])).join(' ');
const log = (name, act) => {
  try {
    lines.push(name + ': ' + show(act()));
  } catch (error) {
    lines.push(name + ' ! ' + told(error));
  }
};
const utf8 = { encoding: 'utf8', stdio: 'pipe' };
log('true', () => cp.spawnSync('true'));
log('false', () => cp.spawnSync('false', utf8));
log('echo', () => cp.spawnSync('echo', ['a', 'b c', '$HOME', '*'], utf8));
log('bytes', () => cp.spawnSync('printf', ['\\377\\000x']));
log('both streams', () => cp.spawnSync('sh', ['-c', 'echo out; echo err >&2; exit 3'], utf8));
log('signal', () => cp.spawnSync('sh', ['-c', 'kill -9 $$'], utf8));
log('input', () => cp.spawnSync('cat', { ...utf8, input: 'hällo' }));
log('input bytes', () => cp.spawnSync('cat', [], { input: new Uint8Array([1, 0, 255]) }));
log('no input', () => cp.spawnSync('cat', utf8));
log('unread input', () => cp.spawnSync('true', { ...utf8, input: 'x'.repeat(1000000) }).status);
log('much', () => { const got = cp.spawnSync('cat', { ...utf8, input: 'x'.repeat(900000) }); return [got.stdout.length, got.status]; });
log('too much', () => { const got = cp.spawnSync('cat', { ...utf8, input: 'x'.repeat(3000), maxBuffer: 1000 }); return got.error; });
log('late', () => cp.spawnSync('sleep', ['20'], { ...utf8, timeout: 50 }));
log('file sync', () => cp.execFileSync('echo', ['x'], utf8));
log('file sync fails', () => cp.execFileSync('sh', ['-c', 'echo out; echo err >&2; exit 2'], utf8));
log('file sync late', () => cp.execFileSync('sleep', ['20'], { ...utf8, timeout: 50 }));
log('environment', () => cp.spawnSync('sh', ['-c', 'echo $LANG-$SECRET'], { ...utf8, env: { PATH: process.env.PATH, LANG: 'xx' } }).stdout);
for (const [name, act] of Object.entries({
  nothing: () => cp.spawnSync(), number: () => cp.spawnSync(5), empty: () => cp.spawnSync(''), args: () => cp.spawnSync('true', 5),
  options: () => cp.spawnSync('true', [], 5), timeout: () => cp.spawnSync('true', [], { timeout: -1 }), 'timeout type': () => cp.spawnSync('true', [], { timeout: 'x' }),
})) log('wrong ' + name, act);
const promisified = cp.execFile[Symbol.for('nodejs.util.promisify.custom')];
const done = (async () => {
  const call = (...given) => new Promise((resolve) => {
    let late = false;
    cp.execFile(...given, (error, stdout, stderr) => resolve([late, error, stdout, stderr]));
    late = true;
  });
  lines.push('callback: ' + show(await call('echo', ['x'])));
  lines.push('callback fails: ' + show(await call('sh', ['-c', 'echo out; echo err >&2; exit 4'])));
  lines.push('callback without arguments: ' + show(await call('true')));
  lines.push('promise: ' + show(await promisified('echo', ['x'])));
  lines.push('promise fails: ' + await promisified('sh', ['-c', 'echo e >&2; exit 5']).catch(told));
})();
if (require.main === module) done.then(() => console.log(lines.join('\n')));
module.exports = () => done.then(() => lines.join('\n') + '\n');
