// `path`: both dialects. Each knows its separators and how much of a path is its root; the rest is the same for both.
(function (module, exports, require, native) {
  'use strict';
  const { codes, validateObject, validateString } = require('internal/errors');
  const { join: roots, device } = require('internal/path_roots');

  const cwd = () => globalThis.process.cwd();

  // The parts of a path without `.` and with `..` carried out; above the start only where that is allowed.
  function collapse(path, isAbove, dialect) {
    const kept = [];
    for (const part of path.split(dialect.separators)) {
      if (part === '' || part === '.') continue;
      if (part !== '..') kept.push(part);
      else if (kept.length > 0 && kept[kept.length - 1] !== '..') kept.pop();
      else if (isAbove) kept.push('..');
    }
    return kept.join(dialect.sep);
  }

  // Where the last part of a path begins and ends; separators at the end do not count.
  function lastPart(path, from, isSeparator) {
    let end = path.length;
    while (end > from && isSeparator(path[end - 1])) end--;
    let start = end;
    while (start > from && !isSeparator(path[start - 1])) start--;
    return [start, end];
  }

  function extensionOf(base) {
    const dot = base.lastIndexOf('.');
    return dot <= 0 || base === '..' ? '' : base.slice(dot);
  }

  function basenameOf(path, suffix, from, isSeparator) {
    if (suffix !== undefined) validateString(suffix, 'suffix');
    validateString(path, 'path');
    if (suffix !== undefined && suffix.length > 0 && suffix === path) return '';
    const [start, end] = lastPart(path, from(path), isSeparator);
    const base = path.slice(start, end);
    // Node's way where the suffix is more than what is there.
    const isMore = suffix !== undefined && suffix.length > base.length && suffix.length <= path.length;
    if (isMore && suffix.endsWith(base)) return path.slice(start);
    return suffix && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
  }

  function formatOf(sep) {
    return function format(pathObject) {
      validateObject(pathObject, 'pathObject');
      const dir = pathObject.dir || pathObject.root;
      const { ext } = pathObject;
      const dotted = ext ? (ext[0] === '.' ? ext : '.' + ext) : '';
      const base = pathObject.base || (pathObject.name || '') + dotted;
      if (!dir) return base;
      return dir === pathObject.root ? dir + base : dir + sep + base;
    };
  }

  function parsed(root, dir, base) {
    const ext = extensionOf(base);
    return { root, dir, base, ext, name: base.slice(0, base.length - ext.length) };
  }

  // ---- posix --------------------------------------------------------------------------------------------------------

  const isSlash = (character) => character === '/';
  const posixDialect = { sep: '/', separators: '/' };

  const posix = {
    resolve(...args) {
      let path = '';
      for (let i = args.length - 1; i >= 0 && path[0] !== '/'; i--) {
        validateString(args[i], 'paths[' + i + ']');
        if (args[i].length > 0) path = args[i] + '/' + path;
      }
      if (path[0] !== '/') path = cwd() + '/' + path;
      const isAbsolute = path[0] === '/';
      const resolved = collapse(path, !isAbsolute, posixDialect);
      return isAbsolute ? '/' + resolved : resolved || '.';
    },

    normalize(path) {
      validateString(path, 'path');
      if (path.length === 0) return '.';
      const isAbsolute = path[0] === '/';
      let result = collapse(path, !isAbsolute, posixDialect);
      if (result.length === 0 && !isAbsolute) result = path.endsWith('/') ? './' : '.';
      else if (result.length > 0 && path.endsWith('/')) result += '/';
      return isAbsolute ? '/' + result : result;
    },

    isAbsolute(path) {
      validateString(path, 'path');
      return path[0] === '/';
    },

    join(...args) {
      for (const part of args) validateString(part, 'path');
      const joined = args.filter((part) => part.length > 0).join('/');
      return joined === '' ? '.' : posix.normalize(joined);
    },

    relative(from, to) {
      validateString(from, 'from');
      validateString(to, 'to');
      if (from === to) return '';
      const parts = (path) => posix.resolve(path).split('/').filter((part) => part !== '');
      const [here, there] = [parts(from), parts(to)];
      let common = 0;
      while (common < here.length && common < there.length && here[common] === there[common]) common++;
      return here.slice(common).fill('..').concat(there.slice(common)).join('/');
    },

    toNamespacedPath(path) {
      return path;
    },

    dirname(path) {
      validateString(path, 'path');
      if (path.length === 0) return '.';
      let end = path.length;
      while (end > 1 && path[end - 1] === '/') end--;
      const slash = path.lastIndexOf('/', end - 1);
      if (slash === 1 && path[0] === '/') return '//';
      if (slash > 0) return path.slice(0, slash);
      return path[0] === '/' ? '/' : '.';
    },

    basename(path, suffix) {
      return basenameOf(path, suffix, () => 0, isSlash);
    },

    extname(path) {
      validateString(path, 'path');
      return extensionOf(path.slice(...lastPart(path, 0, isSlash)));
    },

    format: formatOf('/'),

    parse(path) {
      validateString(path, 'path');
      const root = path[0] === '/' ? '/' : '';
      const [start, end] = lastPart(path, root.length, isSlash);
      const dir = end > root.length && start > root.length ? path.slice(0, start - 1) : root;
      return parsed(root, dir, path.slice(start, end));
    },

    sep: '/',
    delimiter: ':',
    win32: null,
    posix: null,
  };

  // ---- win32 --------------------------------------------------------------------------------------------------------

  const isEither = (character) => character === '/' || character === '\\';
  const winDialect = { sep: '\\', separators: /[\\/]/ };

  const win32 = {
    resolve(...args) {
      let drive = '';
      let tail = '';
      let isAbsolute = false;
      for (let i = args.length - 1; i >= -1; i--) {
        let path;
        if (i >= 0) {
          path = args[i];
          validateString(path, 'paths[' + i + ']');
          if (path.length === 0) continue;
        } else {
          path = cwd();
          // The folder that the process is in lies on no drive, so it is the root of every drive.
          if (drive !== '' && !path.toLowerCase().startsWith(drive.toLowerCase() + '\\')) path = drive + '\\';
        }
        const root = device(path, true);
        if (root.device.length > 0) {
          if (drive === '') drive = root.device;
          else if (root.device.toLowerCase() !== drive.toLowerCase()) continue;
        }
        if (isAbsolute) {
          if (drive.length > 0) break;
        } else {
          tail = path.slice(root.end) + '\\' + tail;
          isAbsolute = root.isAbsolute;
          if (isAbsolute && drive.length > 0) break;
        }
      }
      tail = collapse(tail, !isAbsolute, winDialect);
      return isAbsolute ? drive + '\\' + tail : drive + tail || '.';
    },

    normalize(path) {
      validateString(path, 'path');
      if (path.length === 0) return '.';
      if (path.length === 1) return path === '/' ? '\\' : path;
      const root = device(path, true);
      if (root.isWhole) return root.device + '\\';
      let tail = collapse(path.slice(root.end), !root.isAbsolute, winDialect);
      if (tail.length === 0 && !root.isAbsolute) tail = '.';
      if (tail.length > 0 && isEither(path[path.length - 1])) tail += '\\';
      if (!root.isAbsolute && root.device === '' && path.includes(':')) {
        // What was no drive must not become one.
        if (/^[a-zA-Z]:/.test(tail)) return '.\\' + tail;
        for (let colon = path.indexOf(':'); colon !== -1; colon = path.indexOf(':', colon + 1)) {
          if (colon === path.length - 1 || isEither(path[colon + 1])) return '.\\' + tail;
        }
      }
      return root.device + (root.isAbsolute ? '\\' : '') + tail;
    },

    isAbsolute(path) {
      validateString(path, 'path');
      return /^(?:[\\/]|[a-zA-Z]:[\\/])/.test(path);
    },

    join(...args) {
      for (const part of args) validateString(part, 'path');
      const parts = args.filter((part) => part.length > 0);
      return parts.length === 0 ? '.' : win32.normalize(roots(parts));
    },

    relative(from, to) {
      validateString(from, 'from');
      validateString(to, 'to');
      if (from === to) return '';
      const [fromWhole, toWhole] = [win32.resolve(from), win32.resolve(to)];
      if (fromWhole === toWhole || fromWhole.toLowerCase() === toWhole.toLowerCase()) return '';
      const parts = (path) => path.split('\\').filter((part) => part !== '');
      const [here, there] = [parts(fromWhole), parts(toWhole)];
      let common = 0;
      while (common < here.length && common < there.length
        && here[common].toLowerCase() === there[common].toLowerCase()) common++;
      if (common === 0 && here.length > 0 && there.length > 0) return toWhole;
      return here.slice(common).fill('..').concat(there.slice(common)).join('\\');
    },

    toNamespacedPath(path) {
      if (typeof path !== 'string' || path.length === 0) return path;
      const resolved = win32.resolve(path);
      if (resolved.length <= 2) return path;
      if (resolved.startsWith('\\\\')) {
        if (resolved[2] !== '?' && resolved[2] !== '.') return '\\\\?\\UNC\\' + resolved.slice(2);
      } else if (/^[a-zA-Z]:\\/.test(resolved)) {
        return '\\\\?\\' + resolved;
      }
      return resolved;
    },

    dirname(path) {
      validateString(path, 'path');
      if (path.length === 0) return '.';
      if (path.length === 1) return isEither(path) ? path : '.';
      const root = device(path, false);
      if (root.isWhole) return path;
      let { end } = root;
      // A share's root ends with its separator.
      if (root.isShare && isEither(path[end])) end++;
      let last = path.length;
      while (last > end && isEither(path[last - 1])) last--;
      while (last > end && !isEither(path[last - 1])) last--;
      if (last > end) return path.slice(0, last - 1);
      return end > 0 ? path.slice(0, end) : '.';
    },

    basename(path, suffix) {
      return basenameOf(path, suffix, (text) => (/^[a-zA-Z]:/.test(text) ? 2 : 0), isEither);
    },

    extname(path) {
      validateString(path, 'path');
      return extensionOf(path.slice(...lastPart(path, /^[a-zA-Z]:/.test(path) ? 2 : 0, isEither)));
    },

    format: formatOf('\\'),

    parse(path) {
      validateString(path, 'path');
      if (path.length === 0) return parsed('', '', '');
      const found = device(path, false);
      let { end } = found;
      if (found.isWhole) end = path.length;
      else if (found.isShare && isEither(path[end])) end++;
      const root = path.slice(0, end);
      const [start, stop] = lastPart(path, end, isEither);
      const dir = start > end ? path.slice(0, start - 1) : root;
      return parsed(root, dir, path.slice(start, stop));
    },

    sep: '\\',
    delimiter: ';',
    win32: null,
    posix: null,
  };

  posix.win32 = win32.win32 = win32;
  posix.posix = win32.posix = posix;
  posix._makeLong = posix.toNamespacedPath;
  win32._makeLong = win32.toNamespacedPath;
  module.exports = posix;
})
