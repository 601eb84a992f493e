// The script side of `fs`: arguments, encodings, errors, and the forms with callbacks and promises.
// stats.js: what is known about files.
//
// native: functions in Rust that take paths as strings and bits for flags. What they cannot do they answer with
// `{ failed: true, message, code, errno?, syscall?, path?, dest?, permission? }`.
(function (module, exports, require, native, stats) {
  'use strict';
  const { constants, Stats, statsOf, Dirent } = stats;
  const { codes } = require('internal/errors');
  const failures = new WeakSet();

  // ---- errors -------------------------------------------------------------------------------------------------------

  const failure = (told) => {
    const error = new Error(told.message);
    for (const key of ['errno', 'code', 'syscall', 'path', 'dest', 'permission']) {
      if (told[key] !== undefined) error[key] = told[key];
    }
    if (told.permission !== undefined) {
      error.resource = told.path;
      delete error.path;
    }
    failures.add(error);
    return error;
  };

  const done = (result) => {
    if (result !== null && typeof result === 'object' && result.failed === true) throw failure(result);
    return result;
  };

  // ---- buffers and encodings ----------------------------------------------------------------------------------------

  let Buffer;
  const findBuffer = () => {
    if (Buffer === undefined) {
      try {
        ({ Buffer } = require('buffer'));
      } catch {
        Buffer = null;
      }
    }
    return Buffer;
  };

  const toBuffer = (bytes) => {
    const Class = findBuffer();
    return Class ? Class.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : bytes;
  };

  const UTF8 = /^utf-?8$/i;
  const isUtf8 = (encoding) => typeof encoding === 'string' && UTF8.test(encoding);

  const checkEncoding = (encoding) => {
    if (encoding === undefined || encoding === null || encoding === 'buffer' || isUtf8(encoding)) return;
    if (typeof encoding === 'string' && findBuffer()?.isEncoding(encoding)) return;
    throw new codes.ERR_INVALID_ARG_VALUE('encoding', encoding, 'is invalid encoding');
  };

  // Text that the system gave, in the encoding that was asked for.
  const encodeName = (text, encoding) => {
    if (encoding === undefined || encoding === null || isUtf8(encoding)) return text;
    const bytes = findBuffer().from(text);
    return encoding === 'buffer' ? bytes : bytes.toString(encoding);
  };

  const encodeBytes = (content, encoding) => {
    if (typeof content === 'string') return content;
    const buffer = toBuffer(content);
    return encoding === undefined || encoding === null || encoding === 'buffer' ? buffer : buffer.toString(encoding);
  };

  const isView = ArrayBuffer.isView;

  const bytesOf = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

  // What is to be written: a string, which Rust writes as UTF-8, or a Uint8Array.
  const dataOf = (data, encoding) => {
    if (isView(data)) return bytesOf(data);
    if (typeof data !== 'string') {
      throw new codes.ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
    }
    if (encoding === undefined || encoding === null || encoding === 'buffer' || isUtf8(encoding)) return data;
    return findBuffer().from(data, encoding);
  };

  // ---- arguments ----------------------------------------------------------------------------------------------------

  const fromUrl = (url) => {
    if (url.protocol !== 'file:') throw new codes.ERR_INVALID_URL_SCHEME('file');
    if (url.hostname !== '') throw new codes.ERR_INVALID_FILE_URL_HOST('linux');
    if (/%2f/i.test(url.pathname)) throw new codes.ERR_INVALID_FILE_URL_PATH('must not include encoded / characters');
    return decodeURIComponent(url.pathname);
  };

  const pathOf = (path, name = 'path') => {
    let text = path;
    if (path instanceof Uint8Array) text = findBuffer() ? Buffer.from(path).toString() : new TextDecoder().decode(path);
    else if (path !== null && typeof path === 'object' && typeof path.href === 'string' && path.protocol) text = fromUrl(path);
    if (typeof text !== 'string') throw new codes.ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'URL'], path);
    if (text.includes('\0')) {
      throw new codes.ERR_INVALID_ARG_VALUE(name, path, 'must be a string, Uint8Array, or URL without null bytes');
    }
    return text;
  };

  const optionsOf = (options, defaults) => {
    if (options === undefined || options === null || typeof options === 'function') return defaults;
    const given = typeof options === 'string' ? { encoding: options } : options;
    if (typeof given !== 'object') throw new codes.ERR_INVALID_ARG_TYPE('options', ['string', 'Object'], options);
    const all = { ...defaults };
    for (const key in given) if (given[key] !== undefined) all[key] = given[key];
    checkEncoding(all.encoding);
    all.signal?.throwIfAborted?.();
    return all;
  };

  const fileNumber = (fd, name = 'fd') => {
    if (typeof fd !== 'number') throw new codes.ERR_INVALID_ARG_TYPE(name, 'number', fd);
    if (!Number.isInteger(fd)) throw new codes.ERR_OUT_OF_RANGE(name, 'an integer', fd);
    if (fd < 0 || fd > 2147483647) throw new codes.ERR_OUT_OF_RANGE(name, '>= 0 && <= 2147483647', fd);
    return fd;
  };

  const integer = (value, name, least, most) => {
    if (typeof value !== 'number') throw new codes.ERR_INVALID_ARG_TYPE(name, 'number', value);
    if (!Number.isInteger(value)) throw new codes.ERR_OUT_OF_RANGE(name, 'an integer', value);
    if (value < least || value > most) {
      throw new codes.ERR_OUT_OF_RANGE(name, '>= ' + least + ' && <= ' + most, value);
    }
    return value;
  };

  const modeOf = (mode, fallback) => {
    if (mode === undefined || mode === null) return fallback;
    if (typeof mode === 'string') {
      if (!/^[0-7]+$/.test(mode)) {
        throw new codes.ERR_INVALID_ARG_VALUE('mode', mode, 'must be a 32-bit unsigned integer or an octal string');
      }
      return Number.parseInt(mode, 8);
    }
    return integer(mode, 'mode', 0, 4294967295);
  };

  const positionOf = (position) => {
    if (position === undefined || position === null || position === -1 || position === -1n) return undefined;
    if (typeof position === 'bigint') return position;
    return integer(position, 'position', 0, Number.MAX_SAFE_INTEGER);
  };

  const READ = 1, WRITE = 2, APPEND = 4, CREATE = 8, EXCLUSIVE = 16, TRUNCATE = 32;
  const FLAGS = {
    __proto__: null,
    'r': READ, 'rs': READ, 'sr': READ, 'r+': READ | WRITE, 'rs+': READ | WRITE, 'sr+': READ | WRITE,
    'w': WRITE | CREATE | TRUNCATE, 'wx': WRITE | CREATE | TRUNCATE | EXCLUSIVE,
    'w+': READ | WRITE | CREATE | TRUNCATE, 'wx+': READ | WRITE | CREATE | TRUNCATE | EXCLUSIVE,
    'a': APPEND | CREATE, 'ax': APPEND | CREATE | EXCLUSIVE, 'as': APPEND | CREATE,
    'a+': READ | APPEND | CREATE, 'ax+': READ | APPEND | CREATE | EXCLUSIVE, 'as+': READ | APPEND | CREATE,
    'xw': WRITE | CREATE | TRUNCATE | EXCLUSIVE, 'xw+': READ | WRITE | CREATE | TRUNCATE | EXCLUSIVE,
    'xa': APPEND | CREATE | EXCLUSIVE, 'xa+': READ | APPEND | CREATE | EXCLUSIVE,
    'sa': APPEND | CREATE, 'sa+': READ | APPEND | CREATE,
  };

  const flagsOf = (flags, fallback) => {
    if (flags === undefined || flags === null) return FLAGS[fallback];
    if (typeof flags === 'number') {
      integer(flags, 'flags', 0, 2147483647);
      const way = flags & 3;
      let bits = way === 0 ? READ : way === 1 ? WRITE : READ | WRITE;
      if (flags & constants.O_APPEND) bits |= APPEND;
      if (flags & constants.O_CREAT) bits |= CREATE;
      if (flags & constants.O_EXCL) bits |= EXCLUSIVE;
      if (flags & constants.O_TRUNC) bits |= TRUNCATE;
      return bits;
    }
    const bits = typeof flags === 'string' ? FLAGS[flags] : undefined;
    if (bits === undefined) throw new codes.ERR_INVALID_ARG_VALUE('flags', flags);
    return bits;
  };

  const absolute = (path) => {
    const { base } = native;
    const names = [];
    for (const name of (path.startsWith('/') ? path : base + '/' + path).split('/')) {
      if (name === '..') names.pop();
      else if (name !== '' && name !== '.') names.push(name);
    }
    return '/' + names.join('/');
  };

  // ---- the functions, synchronous -----------------------------------------------------------------------------------

  const readFile = (path, options) => {
    const { encoding, flag } = optionsOf(options, { encoding: null, flag: 'r' });
    const text = isUtf8(encoding);
    const content = typeof path === 'number'
      ? done(native.readToEnd(fileNumber(path), text))
      : done(native.readFile(pathOf(path), text, flagsOf(flag, 'r')));
    return encodeBytes(content, encoding);
  };

  const writeWith = (path, data, options, defaultFlag) => {
    const { encoding, mode, flag } = optionsOf(options, { encoding: 'utf8', mode: 0o666, flag: defaultFlag });
    const bytes = dataOf(data, encoding);
    if (typeof path === 'number') done(native.writeAll(fileNumber(path), bytes));
    else done(native.writeFile(pathOf(path), bytes, flagsOf(flag, defaultFlag), modeOf(mode, 0o666)));
  };

  const writeFile = (path, data, options) => writeWith(path, data, options, 'w');
  const appendFile = (path, data, options) => writeWith(path, data, options, 'a');

  const join = (folder, name) => (folder.endsWith('/') ? folder + name : folder + '/' + name);

  const readdir = (path, options) => {
    const { encoding, withFileTypes, recursive } = optionsOf(options, {});
    const root = pathOf(path);
    const found = [];
    const queue = [''];
    for (let next = 0; next < queue.length; next++) {
      const inner = queue[next];
      const folder = inner === '' ? root : join(root, inner);
      const [names, kinds] = done(native.readdir(inner === '' ? pathOf(path) : folder));
      names.forEach((name, index) => {
        const below = inner === '' ? name : inner + '/' + name;
        const shown = encodeName(withFileTypes ? name : below, encoding);
        found.push(withFileTypes ? new Dirent(shown, folder, kinds[index]) : shown);
        if (recursive && kinds[index] === 2) queue.push(below);
      });
    }
    return found;
  };

  const statAs = (follow) => (path, options) => {
    const result = native.stat(pathOf(path), follow);
    const absent = result.failed && (result.code === 'ENOENT' || result.code === 'ENOTDIR');
    if (options?.throwIfNoEntry === false && absent) return undefined;
    return statsOf(done(result), options);
  };
  const stat = statAs(true);
  const lstat = statAs(false);
  const fstat = (fd, options) => statsOf(done(native.fstat(fileNumber(fd))), options);

  const access = (path, mode = constants.F_OK) => {
    done(native.access(pathOf(path), integer(mode ?? 0, 'mode', 0, 7)));
  };

  const exists = (path) => {
    try {
      return native.access(pathOf(path), 0)?.failed !== true;
    } catch {
      return false;
    }
  };

  const mkdir = (path, options) => {
    let recursive = false;
    let mode;
    if (typeof options === 'number' || typeof options === 'string') {
      mode = options;
    } else if (options !== null && options !== undefined && typeof options === 'object') {
      if (options.recursive !== undefined) ({ recursive } = options);
      ({ mode } = options);
    }
    if (typeof recursive !== 'boolean') throw new codes.ERR_INVALID_ARG_TYPE('options.recursive', 'boolean', recursive);
    return done(native.mkdir(pathOf(path), recursive, modeOf(mode, 0o777)));
  };

  const mkdtemp = (prefix, options) => {
    const { encoding } = optionsOf(options, {});
    return encodeName(done(native.mkdtemp(pathOf(prefix, 'prefix'))), encoding);
  };

  const isDirectoryError = (path) => {
    const error = new Error('Path is a directory: rm returned EISDIR (is a directory) ' + path);
    error.name = 'SystemError';
    const info = { code: 'EISDIR', message: 'is a directory', path, syscall: 'rm', errno: 21 };
    Object.defineProperties(error, {
      name: { value: 'SystemError', enumerable: false, writable: true, configurable: true },
      info: { value: info, enumerable: true, configurable: true },
    });
    Object.assign(error, { code: 'ERR_FS_EISDIR', errno: 21, syscall: 'rm', path });
    failures.add(error);
    return error;
  };

  const rm = (path, options) => {
    const { force = false, recursive = false } = options ?? {};
    for (const [name, value] of [['force', force], ['recursive', recursive]]) {
      if (typeof value !== 'boolean') throw new codes.ERR_INVALID_ARG_TYPE('options.' + name, 'boolean', value);
    }
    const text = pathOf(path);
    const folder = native.isFolder(text);
    if (force && folder?.failed && folder.code === 'ENOENT') return;
    if (done(folder) && !recursive) throw isDirectoryError(text);
    done(native.rm(text));
  };

  const rmdir = (path, options) => {
    if (options?.recursive) {
      rm(path, { recursive: true, force: true });
      return;
    }
    done(native.rmdir(pathOf(path)));
  };

  const unlink = (path) => { done(native.unlink(pathOf(path))); };
  const rename = (from, to) => { done(native.rename(pathOf(from, 'oldPath'), pathOf(to, 'newPath'))); };

  const copyFile = (from, to, mode) => {
    const bits = integer(mode ?? 0, 'mode', 0, 7);
    done(native.copyFile(pathOf(from, 'src'), pathOf(to, 'dest'), (bits & constants.COPYFILE_EXCL) !== 0));
  };

  const realpathAs = (systemCall) => (path, options) => {
    const { encoding } = optionsOf(options, {});
    const text = pathOf(path);
    const asked = systemCall ? pathOf(path) : absolute(text);
    return encodeName(done(native.realpath(asked, systemCall)), encoding);
  };
  const realpath = realpathAs(false);

  const readlink = (path, options) => encodeName(done(native.readlink(pathOf(path))), optionsOf(options, {}).encoding);
  const symlink = (target, path) => { done(native.symlink(pathOf(target, 'target'), pathOf(path))); };
  const link = (from, to) => { done(native.link(pathOf(from, 'existingPath'), pathOf(to, 'newPath'))); };

  const open = (path, flags, mode) => done(native.open(pathOf(path), flagsOf(flags, 'r'), modeOf(mode, 0o666)));
  const close = (fd) => { done(native.close(fileNumber(fd))); };
  const fsync = (fd) => { done(native.fsync(fileNumber(fd), false)); };
  const fdatasync = (fd) => { done(native.fsync(fileNumber(fd), true)); };
  const ftruncate = (fd, length = 0) => {
    done(native.ftruncate(fileNumber(fd), Math.max(0, integer(length ?? 0, 'len', -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER))));
  };
  const truncate = (path, length = 0) => {
    const fd = open(path, 'r+');
    try {
      ftruncate(fd, length);
    } finally {
      close(fd);
    }
  };

  // (fd, buffer, offset, length, position), (fd, buffer, { offset, length, position }), (fd, { buffer, … })
  const readArguments = (buffer, offset, length, position) => {
    if (buffer !== null && typeof buffer === 'object' && !isView(buffer)) {
      ({ buffer = findBuffer()?.alloc(16384) ?? new Uint8Array(16384), offset, length, position } = buffer);
    } else if (offset !== null && typeof offset === 'object') {
      ({ offset, length, position } = offset);
    }
    if (!isView(buffer)) throw new codes.ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], buffer);
    offset = offset === undefined || offset === null ? 0 : integer(offset, 'offset', 0, Number.MAX_SAFE_INTEGER);
    length ??= buffer.byteLength - offset;
    length |= 0;
    if (length !== 0 && buffer.byteLength === 0) {
      throw new codes.ERR_INVALID_ARG_VALUE('buffer', buffer, 'is empty and cannot be written');
    }
    if (offset > buffer.byteLength) {
      throw new codes.ERR_OUT_OF_RANGE('offset', '>= 0 && <= ' + buffer.byteLength, offset);
    }
    if (length < 0) throw new codes.ERR_OUT_OF_RANGE('length', '>= 0', length);
    if (offset + length > buffer.byteLength) {
      throw new codes.ERR_OUT_OF_RANGE('length', '<= ' + (buffer.byteLength - offset), length);
    }
    return { buffer, offset, length, position: positionOf(position) };
  };

  const read = (fd, ...rest) => {
    fileNumber(fd);
    const { buffer, offset, length, position } = readArguments(...rest);
    if (length === 0) return 0;
    const bytes = done(native.read(fd, length, position));
    bytesOf(buffer).set(bytes, offset);
    return bytes.length;
  };

  // (fd, buffer, offset, length, position), (fd, buffer, { … }), (fd, string, position, encoding)
  const write = (fd, data, offset, length, position) => {
    fileNumber(fd);
    if (isView(data)) {
      if (offset !== null && typeof offset === 'object') ({ offset = 0, length, position } = offset);
      offset = offset === undefined || offset === null ? 0 : integer(offset, 'offset', 0, Number.MAX_SAFE_INTEGER);
      if (offset > data.byteLength) throw new codes.ERR_OUT_OF_RANGE('offset', '<= ' + data.byteLength, offset);
      length = typeof length === 'number' ? length : data.byteLength - offset;
      if (length < 0) throw new codes.ERR_OUT_OF_RANGE('length', '>= 0', length);
      if (length > data.byteLength - offset) {
        throw new codes.ERR_OUT_OF_RANGE('length', '<= ' + (data.byteLength - offset), length);
      }
      return done(native.write(fd, bytesOf(data).subarray(offset, offset + length), positionOf(position)));
    }
    if (typeof data !== 'string') {
      throw new codes.ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
    }
    return done(native.write(fd, dataOf(data, length ?? 'utf8'), positionOf(offset)));
  };

  const readv = (fd, buffers, position) => {
    let total = 0;
    for (const buffer of buffers) {
      const count = read(fd, buffer, 0, buffer.byteLength, typeof position === 'number' ? position + total : position);
      total += count;
      if (count < buffer.byteLength) break;
    }
    return total;
  };

  const writev = (fd, buffers, position) => {
    let total = 0;
    for (const buffer of buffers) {
      total += write(fd, buffer, 0, buffer.byteLength, typeof position === 'number' ? position + total : position);
    }
    return total;
  };

  // ---- synchronous and with callbacks -------------------------------------------------------------------------------

  const functions = {
    access, appendFile, close, copyFile, fdatasync, fstat, fsync, ftruncate, link, lstat, mkdir, mkdtemp, open, read,
    readFile, readdir, readlink, readv, realpath, rename, rm, rmdir, stat, symlink, truncate, unlink, write, writeFile,
    writev,
  };
  // Those that hand the buffer back as a third argument.
  const WITH_BUFFER = { __proto__: null, read: true, readv: true, write: true, writev: true };
  const { resolve } = Promise;
  const later = (callback, ...values) => {
    Reflect.apply(resolve, Promise, []).then(() => { callback(...values); });
  };
  const checkCallback = (callback) => {
    if (typeof callback !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('cb', 'function', callback);
  };

  const named = (name, value, length) => {
    Object.defineProperty(value, 'name', { value: name, configurable: true });
    Object.defineProperty(value, 'length', { value: length, configurable: true });
    return value;
  };

  const withCallback = (name, act) => named(name, function (...given) {
    const callback = name === 'close' && given.length === 1 ? () => {} : given.pop();
    if (typeof callback !== 'function') checkCallback(given.length < act.length ? undefined : callback);
    let result;
    try {
      result = act(...given);
    } catch (error) {
      if (!failures.has(error)) throw error;
      later(callback, error);
      return;
    }
    if (WITH_BUFFER[name]) later(callback, null, result, given[1]?.buffer && !isView(given[1]) ? given[1].buffer : given[1]);
    else if (result === undefined) later(callback, null);
    else later(callback, null, result);
  }, act.length + 1);

  const fs = {};
  for (const name of Object.keys(functions)) {
    const act = functions[name];
    fs[name] = withCallback(name, act);
    fs[name + 'Sync'] = named(name + 'Sync', (...given) => act(...given), act.length);
  }
  fs.realpath.native = withCallback('native', realpathAs(true));
  fs.realpathSync.native = named('native', (...given) => realpathAs(true)(...given), 2);
  fs.existsSync = named('existsSync', (path) => exists(path), 1);
  fs.exists = named('exists', (path, callback) => {
    checkCallback(callback);
    later(callback, exists(path));
  }, 2);
  // What `util.promisify` makes of those with more or fewer results than one.
  const promised = (name, value) =>
    Object.defineProperty(fs[name], Symbol.for('nodejs.util.promisify.custom'), { value, configurable: true });
  promised('exists', async (path) => exists(path));
  for (const [name, count] of [['read', 'bytesRead'], ['write', 'bytesWritten'], ['readv', 'bytesRead'], ['writev', 'bytesWritten']]) {
    promised(name, (...given) => new Promise((resolve, reject) => {
      fs[name](...given, (error, done, buffer) => {
        if (error) reject(error);
        else resolve({ [count]: done, [name.endsWith('v') ? 'buffers' : 'buffer']: buffer });
      });
    }));
  }
  Object.assign(fs, { constants, Stats, Dirent, F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 });

  // ---- promises -----------------------------------------------------------------------------------------------------

  const async = (name, act) => named(name, async (...given) => act(...given), act.length);

  class FileHandle {
    #fd;
    constructor(fd) { this.#fd = fd; }
    get fd() { return this.#fd; }
    async appendFile(data, options) { writeWith(this.#number('appendFile'), data, options, 'a'); }
    async close() {
      if (this.#fd === -1) return;
      const fd = this.#fd;
      this.#fd = -1;
      close(fd);
    }
    async datasync() { fdatasync(this.#number('datasync')); }
    async read(...given) {
      const all = readArguments(...(given.length === 0 ? [{}] : given));
      const bytesRead = read(this.#number('read'), all.buffer, all.offset, all.length, all.position);
      return { bytesRead, buffer: all.buffer };
    }
    async readFile(options) { return readFile(this.#number('readFile'), options); }
    async stat(options) { return fstat(this.#number('stat'), options); }
    async sync() { fsync(this.#number('sync')); }
    async truncate(length) { ftruncate(this.#number('truncate'), length); }
    async write(data, ...rest) {
      return { bytesWritten: write(this.#number('write'), data, ...rest), buffer: data };
    }
    async writeFile(data, options) { writeWith(this.#number('writeFile'), data, options, 'w'); }
    #number(syscall) {
      if (this.#fd >= 0) return this.#fd;
      throw failure({ message: 'file closed', code: 'EBADF', syscall });
    }
  }
  if (Symbol.asyncDispose) FileHandle.prototype[Symbol.asyncDispose] = FileHandle.prototype.close;

  const promises = {};
  for (const name of ['access', 'appendFile', 'copyFile', 'link', 'lstat', 'mkdir', 'mkdtemp', 'readFile', 'readdir', 'readlink',
    'realpath', 'rename', 'rm', 'rmdir', 'stat', 'symlink', 'truncate', 'unlink', 'writeFile']) {
    const act = functions[name];
    // A file that was opened by a promise is known by its handle.
    promises[name] = async(name, (path, ...rest) => {
      if (typeof path === 'number') pathOf(path);
      return act(path instanceof FileHandle ? path.fd : path, ...rest);
    });
  }
  promises.open = async('open', (path, flags, mode) => new FileHandle(open(path, flags, mode)));
  promises.constants = constants;
  Object.defineProperty(fs, 'promises', { value: promises, enumerable: true, configurable: true });

  module.exports = fs;
})
