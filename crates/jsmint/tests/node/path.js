// Paths, in both dialects.
const path = require('path');
process.cwd = () => '/';
const t = (f) => { try { console.log(f()) } catch (e) { console.log('throws', e.name, e.code, e.message) } };
t(() => [path === path.posix, path.posix.win32 === path.win32, require('path/posix') === path.posix, require('node:path/win32') === path.win32, path.sep, path.delimiter, path.win32.sep, path.win32.delimiter]);
t(() => Object.keys(path).filter((name) => name !== 'matchesGlob').join());
const paths = ['', '.', '..', '/', '//', '///a', 'a', 'a/', 'a/b', '/a/b/', '/a//b/../c/./d', '../a', '../../a/..', './a', 'a/..', '/..', '.a', 'a.b', 'a.', '..a', '...', 'a.b.c/', '/a.b/c', 'C:', 'C:/', 'C:\\a\\b', 'C:a', 'c:\\..\\x', '\\\\server\\share', '\\\\server\\share\\', '\\\\server\\share\\a\\..\\b', '//server/share/x', '\\\\?\\C:\\a', '\\\\.\\pipe\\x', 'a\\b', '\\a', 'C:../x', 'a/b\\c', 'file.html', '/foo/.bashrc', 'D:\\x\\y.txt'];
for (const dialect of ['posix', 'win32']) {
  const one = path[dialect];
  for (const name of ['normalize', 'isAbsolute', 'dirname', 'basename', 'extname', 'parse']) t(() => [dialect, name, JSON.stringify(paths.filter((each) => each !== '/..').map((each) => one[name](each)))].join(' '));
  t(() => JSON.stringify(paths.map((each) => one.join(each, '..', 'x') + ' ' + one.join('q', each) + ' ' + one.join(each, each))));
  t(() => JSON.stringify(paths.map((each) => one.resolve('/base', each) + ' ' + one.resolve('C:\\base', each, 'x'))));
  t(() => JSON.stringify(paths.map((each) => one.relative('/a/b/c', one.resolve('/', each)) + ' ' + one.relative(one.resolve('/q', each), '/q/r'))));
  t(() => JSON.stringify(paths.filter((each) => each !== '/..').map((each) => one.format(one.parse(each)))));
  t(() => JSON.stringify(paths.map((each) => [one.basename(each, '.b'), one.basename(each, 'b'), one.basename(each, each)])));
  t(() => JSON.stringify([one.relative('C:\\orandea\\test\\aaa', 'C:\\orandea\\impl\\bbb'), one.relative('c:\\A', 'C:\\a\\B'), one.relative('C:\\a', 'D:\\b'), one.relative('/data/a', '/data/ab'), one.toNamespacedPath('C:\\a'), one.toNamespacedPath('\\\\s\\h\\x'), one.toNamespacedPath(5)]));
  for (const object of [{ dir: '/a', base: 'b' }, { root: '/', base: 'b' }, { root: '/', name: 'b', ext: 'txt' }, { root: '/', dir: '/', base: 'b' }, { name: 'x', ext: '.y' }, {}, { dir: 'd' }]) t(() => one.format(object));
}
for (const name of ['normalize', 'isAbsolute', 'dirname', 'basename', 'extname', 'parse', 'join', 'resolve', 'relative', 'format']) for (const value of [5, null, {}]) t(() => path[name](value));
t(() => path.resolve('/a', 5));
t(() => path.relative('a', 5));
t(() => path.basename('a', 5));
t(() => path.join() + path.join('') + path.join('', '/a', '', 'b'));
// a walk through random ones
let seed = 3;
const random = (n) => { seed = (seed * 1103515245 + 12345) & 0x7fffffff; return (seed >> 8) % n; };
const atoms = ['/', '/', '\\', 'a', 'bc', '.', '..', 'C:', '.js', '//', ' ', '?'];
const any = () => Array.from({ length: random(8) }, () => atoms[random(atoms.length)]).join('');
for (let i = 0; i < 150; i++) {
  const [a, b] = [any(), any()];
  for (const one of [path.posix, path.win32]) t(() => JSON.stringify([a, b, one.normalize(a), one.join(a, b), one.resolve('/', a, b), one.dirname(a), one.basename(a), one.parse(b)]));
}
