// What `fs` does with files, and what it says where it cannot. Runs in a folder of its own that holds nothing.
const fs = require('fs');
const lines = [];
const hex = (bytes) => Array.from(bytes).map((byte) => byte.toString(16).padStart(2, '0')).join('');
const show = (value) => {
  if (value instanceof Uint8Array) return '<' + hex(value) + '>';
  if (Array.isArray(value)) return '[' + value.map(show).join(' ') + ']';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
};
const told = (error) => {
  const keys = ['name', 'code', 'errno', 'syscall', 'path', 'dest', 'message'].filter((key) => error[key] !== undefined);
  return keys.map((key) => key + '=' + JSON.stringify(error[key])).join(' ').split(process_cwd()).join('CWD');
};
const process_cwd = () => fs.realpathSync('.');
const log = (name, act) => {
  try {
    lines.push(name + ': ' + show(act()));
  } catch (error) {
    lines.push(name + ' ! ' + told(error));
  }
};
const tidy = (value) => (typeof value === 'string' ? value.split(process_cwd()).join('CWD') : value);

// ---- whole files
log('write', () => fs.writeFileSync('a.txt', 'hällo €'));
log('read text', () => fs.readFileSync('a.txt', 'utf8'));
log('read UTF-8', () => fs.readFileSync('a.txt', { encoding: 'UTF-8' }));
log('read bytes', () => fs.readFileSync('a.txt'));
log('write bytes', () => fs.writeFileSync('b.bin', new Uint8Array([0, 255, 128, 13, 10])));
log('read them', () => fs.readFileSync('b.bin'));
log('as text', () => fs.readFileSync('b.bin', 'utf8'));
log('write a view', () => { fs.writeFileSync('v.bin', new DataView(new Uint8Array([9, 8, 7, 6]).buffer, 1, 2)); return fs.readFileSync('v.bin'); });
log('write 16 bits', () => { fs.writeFileSync('v.bin', new Uint16Array([513, 1027])); return fs.readFileSync('v.bin'); });
log('lone surrogate', () => { fs.writeFileSync('s.txt', 'a\ud800b'); return fs.readFileSync('s.txt'); });
log('append', () => { fs.appendFileSync('a.txt', '!'); fs.appendFileSync('a.txt', new Uint8Array([63])); return fs.readFileSync('a.txt', 'utf8'); });
log('append makes', () => { fs.appendFileSync('new.txt', 'n'); return fs.readFileSync('new.txt', 'utf8'); });
log('wx', () => fs.writeFileSync('a.txt', 'x', { flag: 'wx' }));
log('r+', () => { fs.writeFileSync('a.txt', 'HE', { flag: 'r+' }); return fs.readFileSync('a.txt', 'utf8'); });
log('empty', () => { fs.writeFileSync('e', ''); return fs.readFileSync('e', 'utf8') === ''; });
log('overwrite', () => { fs.writeFileSync('a.txt', 'short'); return fs.readFileSync('a.txt', 'utf8'); });
log('mode', () => { fs.writeFileSync('m', 'x', { mode: 0o600 }); return (fs.statSync('m').mode & 0o777).toString(8); });
log('mode stays', () => { fs.writeFileSync('m', 'y', { mode: 0o644 }); return (fs.statSync('m').mode & 0o777).toString(8); });
log('write through a link', () => { fs.symlinkSync('m', 'ml'); fs.writeFileSync('ml', 'through'); return [fs.readFileSync('m', 'utf8'), fs.lstatSync('ml').isSymbolicLink()]; });
log('nothing stays behind', () => fs.readdirSync('.').filter((name) => name.startsWith('.')));

// ---- what is not there
log('read absent', () => fs.readFileSync('absent'));
log('read absent in absent', () => fs.readFileSync('no/where/absent', 'utf8'));
log('read empty path', () => fs.readFileSync(''));
log('write empty path', () => fs.writeFileSync('', ''));
log('read folder', () => fs.readFileSync('.'));
log('write folder', () => fs.writeFileSync('.', ''));
log('write in absent', () => fs.writeFileSync('no/where', ''));
log('file as folder', () => fs.readFileSync('a.txt/b'));
log('file with slash', () => fs.readFileSync('a.txt/'));
log('long name', () => fs.readFileSync('n'.repeat(300)));
log('long write', () => fs.writeFileSync('n'.repeat(300), ''));
log('stat absent', () => fs.statSync('absent'));
log('lstat absent', () => fs.lstatSync('absent'));
log('stat quiet', () => fs.statSync('absent', { throwIfNoEntry: false }));
log('readdir absent', () => fs.readdirSync('absent'));
log('readdir file', () => fs.readdirSync('a.txt'));
log('access absent', () => fs.accessSync('absent'));
log('unlink absent', () => fs.unlinkSync('absent'));
log('rmdir absent', () => fs.rmdirSync('absent'));
log('rm absent', () => fs.rmSync('absent'));
log('rm forced', () => fs.rmSync('absent', { force: true }));
log('rename absent', () => fs.renameSync('absent', 'other'));
log('copy absent', () => fs.copyFileSync('absent', 'other'));
log('readlink absent', () => fs.readlinkSync('absent'));
log('readlink file', () => fs.readlinkSync('a.txt'));
log('realpath absent', () => fs.realpathSync('absent'));
log('realpath native', () => fs.realpathSync.native('absent'));
log('mkdtemp absent', () => fs.mkdtempSync('no/where/x'));
log('truncate absent', () => fs.truncateSync('absent'));
log('open absent', () => fs.openSync('absent'));
log('symlink absent', () => fs.symlinkSync('a.txt', 'no/where'));
log('link absent', () => fs.linkSync('absent', 'x'));
log('mkdir absent', () => fs.mkdirSync('no/where'));

// ---- folders
log('mkdir', () => fs.mkdirSync('d'));
log('mkdir again', () => fs.mkdirSync('d'));
log('mkdir recursive', () => tidy(fs.mkdirSync('d/e/f', { recursive: true })));
log('mkdir recursive again', () => fs.mkdirSync('d/e/f', { recursive: true }));
log('mkdir over a file', () => fs.mkdirSync('a.txt'));
log('mkdir recursive over a file', () => fs.mkdirSync('a.txt', { recursive: true }));
log('files in it', () => { fs.writeFileSync('d/z', ''); fs.writeFileSync('d/B', ''); fs.writeFileSync('d/e/q', ''); fs.writeFileSync('d/e/f/x', ''); return fs.readdirSync('d'); });
log('recursive', () => fs.readdirSync('d', { recursive: true }));
log('types', () => fs.readdirSync('d', { withFileTypes: true }).map((entry) => entry.name + entry.isFile() + entry.isDirectory() + entry.isSymbolicLink() + ' ' + entry.path));
log('recursive types', () => fs.readdirSync('d', { withFileTypes: true, recursive: true }).map((entry) => entry.path + ':' + entry.name));
log('rmdir full', () => fs.rmdirSync('d'));
log('rmdir file', () => fs.rmdirSync('a.txt'));
log('unlink folder', () => { try { fs.unlinkSync('d'); } catch (error) { return ['EISDIR', 'EPERM'].includes(error.code); } });
log('rm folder', () => fs.rmSync('d'));
log('rm recursive', () => { fs.rmSync('d', { recursive: true }); return fs.existsSync('d'); });
log('mkdtemp', () => { const made = fs.mkdtempSync('tmp-'); return [made.length, made.startsWith('tmp-'), fs.statSync(made).isDirectory()]; });

// ---- what is known
log('kinds', () => { const s = fs.statSync('.'); return [s.isFile(), s.isDirectory(), s.isSymbolicLink(), s.isFIFO(), s.isSocket(), s.isBlockDevice(), s.isCharacterDevice()]; });
log('keys', () => Object.keys(fs.statSync('a.txt')));
log('sizes', () => { const s = fs.statSync('b.bin'); return [s.size, s.nlink, (s.mode & 0o170000).toString(8), s.mtime instanceof Date, Math.abs(s.mtimeMs - Date.now()) < 60000, s.mtime.getTime() === Math.round(s.mtimeMs)]; });
log('bigint', () => { const s = fs.statSync('b.bin', { bigint: true }); return [typeof s.size, s.size === 5n, s.isFile(), s.mtimeNs / 1000000n === s.mtimeMs, Object.keys(s).length]; });
log('exists', () => [fs.existsSync('a.txt'), fs.existsSync('absent'), fs.existsSync(), fs.existsSync('a\0b')]);
log('access', () => fs.accessSync('a.txt', fs.constants.R_OK | fs.constants.W_OK));
log('access x', () => fs.accessSync('a.txt', fs.constants.X_OK));
log('realpath', () => tidy(fs.realpathSync('./d/../a.txt')));
log('constants', () => Object.keys(fs.constants).filter((key) => /^[FRWX]_OK|^S_|^COPY|^O_(RDONLY|WRONLY|RDWR|CREAT|EXCL|TRUNC|APPEND)$/.test(key)).map((key) => key + fs.constants[key]));

// ---- names
log('rename', () => { fs.renameSync('new.txt', 'renamed.txt'); return [fs.existsSync('new.txt'), fs.readFileSync('renamed.txt', 'utf8')]; });
log('rename over folder', () => { fs.mkdirSync('dd'); fs.renameSync('renamed.txt', 'dd'); });
log('copy', () => { fs.copyFileSync('a.txt', 'copy.txt'); return fs.readFileSync('copy.txt', 'utf8'); });
log('copy over', () => { fs.copyFileSync('b.bin', 'copy.txt'); return fs.readFileSync('copy.txt'); });
log('copy exclusively', () => fs.copyFileSync('a.txt', 'copy.txt', fs.constants.COPYFILE_EXCL));
log('copy in absent', () => fs.copyFileSync('a.txt', 'no/where'));
log('symlink', () => { fs.symlinkSync('a.txt', 'l'); return [fs.readlinkSync('l'), fs.readFileSync('l', 'utf8'), fs.lstatSync('l').isSymbolicLink(), fs.statSync('l').isFile(), tidy(fs.realpathSync('l'))]; });
log('symlink again', () => fs.symlinkSync('a.txt', 'l'));
log('dangling', () => { fs.symlinkSync('gone', 'dl'); return [fs.existsSync('dl'), fs.lstatSync('dl').isSymbolicLink()]; });
log('read dangling', () => fs.readFileSync('dl'));
log('write dangling', () => { fs.writeFileSync('dl', 'came'); return [fs.readFileSync('gone', 'utf8'), fs.lstatSync('dl').isSymbolicLink()]; });
log('loop', () => { fs.symlinkSync('l2', 'l1'); fs.symlinkSync('l1', 'l2'); fs.readFileSync('l1'); });
log('link', () => { fs.linkSync('a.txt', 'h'); return [fs.statSync('h').nlink, fs.readFileSync('h', 'utf8')]; });
log('link again', () => fs.linkSync('a.txt', 'h'));

// ---- open files
log('open', () => {
  const fd = fs.openSync('o', 'w+');
  const out = [fs.writeSync(fd, 'hello world'), fs.writeSync(fd, new Uint8Array([33, 34, 35]), 1, 1), fs.writeSync(fd, 'J', 0)];
  const buffer = new Uint8Array(20);
  out.push(fs.readSync(fd, buffer, 0, 5, 0), buffer.subarray(0, 6), fs.readSync(fd, buffer, 2, 3, 6), buffer.subarray(0, 6));
  out.push(fs.readSync(fd, buffer), fs.fstatSync(fd).size);
  fs.ftruncateSync(fd, 4);
  out.push(fs.fstatSync(fd).size, fs.fsyncSync(fd), fs.fdatasyncSync(fd), fs.closeSync(fd));
  return out;
});
log('sequential', () => {
  const fd = fs.openSync('o', 'r');
  const buffer = new Uint8Array(3);
  const out = [fs.readSync(fd, buffer, 0, 3, null), fs.readSync(fd, buffer, { length: 2 }), fs.readSync(fd, buffer, 0, 1, 0), fs.readFileSync(fd, 'utf8')];
  fs.closeSync(fd);
  return out;
});
log('closed', () => fs.readSync(999999, new Uint8Array(1)));
log('close twice', () => { const fd = fs.openSync('o'); fs.closeSync(fd); fs.closeSync(fd); });
log('write to one for reading', () => { const fd = fs.openSync('o'); try { fs.writeSync(fd, 'x'); } finally { fs.closeSync(fd); } });
log('read folder fd', () => { const fd = fs.openSync('.'); try { fs.readSync(fd, new Uint8Array(1)); } finally { fs.closeSync(fd); } });
log('numeric flags', () => { const c = fs.constants; const fd = fs.openSync('nf', c.O_WRONLY | c.O_CREAT | c.O_EXCL, 0o640); fs.closeSync(fd); return (fs.statSync('nf').mode & 0o777).toString(8); });
log('truncate', () => { fs.writeFileSync('t', 'abcdef'); fs.truncateSync('t', 2); fs.truncateSync('t', 4); return fs.readFileSync('t'); });
log('write by fd', () => { const fd = fs.openSync('t', 'w'); fs.writeFileSync(fd, 'one'); fs.writeFileSync(fd, 'two'); fs.closeSync(fd); return fs.readFileSync('t', 'utf8'); });

// ---- wrong arguments
for (const [name, act] of Object.entries({
  none: () => fs.readFileSync(), number: () => fs.statSync(1.5), object: () => fs.readFileSync({}), NUL: () => fs.readFileSync('a\0b'),
  'write object': () => fs.writeFileSync('x', {}), 'write number': () => fs.writeFileSync('x', 5), 'write nothing': () => fs.writeFileSync('x'),
  encoding: () => fs.readFileSync('a.txt', 'utf9'), options: () => fs.readFileSync('a.txt', 5), flag: () => fs.openSync('a.txt', 'q'),
  mode: () => fs.openSync('a.txt', 'r', 'x'), fd: () => fs.closeSync('1'), 'fd range': () => fs.closeSync(-1), 'fd fraction': () => fs.closeSync(1.5),
  callback: () => fs.readFile('a.txt'), 'callback type': () => fs.stat('a.txt', 'x', 'y'), rename: () => fs.renameSync('a'), 'rename from': () => fs.renameSync(),
  copy: () => fs.copyFileSync('a'), recursive: () => fs.mkdirSync('x', { recursive: 1 }), buffer: () => fs.readSync(3, 'x'),
})) log('wrong ' + name, act);

// ---- callbacks and promises
const order = [];
fs.readFile('a.txt', 'utf8', (error, text) => order.push('callback ' + error + ' ' + text));
fs.readFile('absent', (error, text) => order.push('failed ' + told(error) + ' ' + text));
fs.stat('a.txt', (error, stats) => order.push('stat ' + error + ' ' + stats.isFile()));
fs.writeFile('cb', 'x', (...given) => order.push('write ' + given.length + given[0]));
fs.exists('a.txt', (there) => order.push('exists ' + there));
order.push('first');
const done = (async () => {
  const p = fs.promises;
  const say = async (name, promise) => {
    try {
      lines.push('promise ' + name + ': ' + show(await promise));
    } catch (error) {
      lines.push('promise ' + name + ' ! ' + told(error));
    }
  };
  lines.push('same module: ' + (require('fs/promises') === p) + (require('node:fs') === fs));
  await say('read', p.readFile('a.txt', 'utf8'));
  await say('absent', p.readFile('absent'));
  await say('write', p.writeFile('p', new Uint8Array([1, 2])));
  await say('read bytes', p.readFile('p'));
  await say('append', p.appendFile('p', 'x'));
  await say('access', p.access('absent'));
  await say('readdir', p.readdir('dd'));
  await say('mkdir', p.mkdir('dd'));
  await say('rm', p.rm('absent'));
  await say('wrong', p.readFile(5.5));
  const handle = await p.open('p', 'r+');
  await say('handle write', handle.write('yz', 1).then(({ bytesWritten }) => bytesWritten));
  await say('handle read', handle.read(new Uint8Array(4), 0, 4, 0).then(({ bytesRead, buffer }) => [bytesRead, buffer]));
  await say('handle stat', handle.stat().then((stats) => stats.size));
  await say('handle truncate', handle.truncate(1));
  await say('handle close', handle.close());
  await say('handle closed', handle.readFile());
  await say('size', p.stat('p').then((stats) => stats.size));
  await new Promise((resolve) => fs.stat('.', resolve));
  for (const line of order.slice(0, 1).concat(order.slice(1).sort())) lines.push('order ' + line);
})();
if (require.main === module) done.then(() => console.log(lines.join('\n')));
module.exports = () => done.then(() => lines.join('\n') + '\n');
