// CommonJS as Node 20 has it: `require`, `module`, the cache. Evaluated once while baking; the expression below is a
// function that takes the host's primitives and gives the host's handles. It touches no global after that call and
// calls no method of an object that a script can reach, so nothing a script overwrites can hijack a later `require`.
//
// host, given by Rust (functions unless noted; `path` is absolute, virtual and has its symbolic links resolved):
//   resolve(request, directory, file|null) -> path, or the name of a native module that `imports` led to.
//       Throws Error with `code`; the message may end in "\nTried:\n- …", which is kept behind the require stack.
//   load(path) -> {kind: 'commonjs', fn} | {kind: 'json', text} | {kind: 'json', value} | {kind: 'esm', namespace}
//       fn(exports, require, module, __filename, __dirname), parsed as a function body of its own. Throws.
//   nativeName(name) -> the native module's own name, for its name or an alias, each with or without `node:`;
//       undefined if there is none. Makes nothing.
//   noBuiltin(request) throws that there is no such module; `request` begins with `node:`.
//   native(ownName) -> {exports, script}: a fresh one, and the function that makes the module of it, if it has one; undefined if the name is that of a module that is built in. Called once
//       per runtime, and again after it threw.
//   builtin(ownName) -> the exports of a module that is built in.
//   base (string): where relative requests of the host start.      globalFolders (array of strings, may be absent).
//   nativeGlobals (object): which native module a global variable is.
//   nativeNames (array of strings, may be absent): for `require('module').builtinModules`.
//
// returned to Rust:
//   require(request, directory) -> exports            as if a file in `directory` (default: base) asked
//   resolve(request, directory) -> path or name
//   main(path) -> exports                              the same, but `require.main === module` and `module.id === '.'`
//   createRequire(file) -> a `require` for the text of `file`
//   Module, cache                                      what `require('module')` and `require.cache` are
(function (host) {
  'use strict';

  const { apply, ownKeys } = Reflect;
  const { create, defineProperty, freeze } = Object;
  const uncurry = (method) => (self, a, b) => apply(method, self, [a, b]);
  const indexOf = uncurry(String.prototype.indexOf);
  const lastIndexOf = uncurry(String.prototype.lastIndexOf);
  const slice = uncurry(String.prototype.slice);
  const startsWith = uncurry(String.prototype.startsWith);
  const endsWith = uncurry(String.prototype.endsWith);
  const hasOwn = uncurry(Object.prototype.hasOwnProperty);
  const mapGet = uncurry(Map.prototype.get);
  const mapSet = uncurry(Map.prototype.set);
  const mapDelete = uncurry(Map.prototype.delete);
  const weakGet = uncurry(WeakMap.prototype.get);
  const weakSet = uncurry(WeakMap.prototype.set);
  const symbolToString = uncurry(Symbol.prototype.toString);
  const { isArray } = Array;
  const { parse } = JSON;
  const decode = decodeURIComponent;
  const text = String;
  const NativeError = Error;
  const NativeTypeError = TypeError;
  const toStringTag = Symbol.toStringTag;
  const { resolve, load, native, nativeName, noBuiltin, builtin, base, globalFolders = [], nativeNames = [], nativeGlobals = {} } = host;

  // Property writes and array pushes that no setter on a prototype can intercept.
  const define = (object, key, value, enumerable) =>
    defineProperty(object, key, { __proto__: null, value, enumerable, writable: true, configurable: true });
  const set = (object, key, value) => define(object, key, value, true);
  const push = (array, value) => set(array, array.length, value);
  const concat = (a, b) => {
    const all = [];
    for (let i = 0; i < a.length; i++) push(all, a[i]);
    for (let i = 0; i < b.length; i++) push(all, b[i]);
    return all;
  };

  // ---- errors -------------------------------------------------------------------------------------------------------

  const withCode = (error, code) => {
    set(error, 'code', code);
    return error;
  };

  const quoted = (value) => 'Received \'' + value + '\'';

  const received = (value) => {
    if (value === undefined || value === null) return 'Received ' + text(value);
    if (typeof value === 'function') return 'Received function ' + text(value.name);
    if (typeof value === 'object') {
      const { constructor } = value;
      const name = constructor ? constructor.name : undefined;
      return name ? 'Received an instance of ' + text(name) : 'Received [Object: null prototype] {}';
    }
    let shown = typeof value === 'symbol' ? symbolToString(value) : text(value);
    if (typeof value === 'string') shown = '\'' + shown + '\'';
    if (typeof value === 'bigint') shown = shown + 'n';
    return 'Received type ' + (typeof value) + ' (' + (shown.length > 28 ? slice(shown, 0, 25) + '...' : shown) + ')';
  };

  const checkString = (value, name) => {
    if (typeof value !== 'string') {
      const message = 'The "' + name + '" argument must be of type string. ' + received(value);
      throw withCode(new NativeTypeError(message), 'ERR_INVALID_ARG_TYPE');
    }
  };

  const checkRequest = (request, name) => {
    checkString(request, name);
    if (request === '') {
      const message = 'The argument \'' + name + '\' must be a non-empty string. Received \'\'';
      throw withCode(new NativeTypeError(message), 'ERR_INVALID_ARG_VALUE');
    }
  };

  const isNotFound = (error) =>
    error !== null && typeof error === 'object' && hasOwn(error, 'code') && error.code === 'MODULE_NOT_FOUND';

  // Adds who required whom to an error of the host, as Node does.
  const addStack = (error, parent) => {
    if (!isNotFound(error) || hasOwn(error, 'requireStack') || typeof error.message !== 'string') return;
    const stack = [];
    let lines = '';
    for (let cursor = parent; cursor; cursor = weakGet(parents, cursor)) {
      const name = cursor.filename || cursor.id;
      push(stack, name);
      lines += '\n- ' + text(name);
    }
    set(error, 'requireStack', stack);
    const { message } = error;
    const end = indexOf(message, '\n');
    const head = end < 0 ? message : slice(message, 0, end);
    const tail = end < 0 ? '' : slice(message, end);
    define(error, 'message', stack.length ? head + '\nRequire stack:' + lines + tail : message, false);
  };

  // ---- paths --------------------------------------------------------------------------------------------------------

  const directoryOf = (path) => {
    const end = lastIndexOf(path, '/');
    return end <= 0 ? '/' : slice(path, 0, end);
  };

  const nodeModulePaths = (from) => {
    const paths = [];
    for (let path = from; ; path = directoryOf(path)) {
      if (!endsWith(path, '/node_modules')) push(paths, path === '/' ? '/node_modules' : path + '/node_modules');
      if (path === '/') return paths;
    }
  };

  const isRelative = (request) =>
    request === '.' || startsWith(request, './') || startsWith(request, '..');

  // ---- native modules -----------------------------------------------------------------------------------------------

  const natives = new Map();
  const loading = new Map();

  const ownName = (request) => {
    if (request === 'module' || request === 'node:module') return 'module';
    return nativeName(request);
  };

  // What the script of a native module requires: other native modules, or the built-in one whose name it has.
  const requireFrom = (name) => (request) => {
    checkRequest(request, 'id');
    const other = ownName(request);
    if (other !== undefined && other !== name) return requireNative(other);
    return builtin(startsWith(request, 'node:') ? slice(request, 5) : request);
  };

  const evaluateNative = (name) => {
    const made = native(name);
    if (made === undefined) return { exports: builtin(name) };
    const { exports, script } = made;
    if (script === undefined) return made;
    const module = { exports: {} };
    apply(script, undefined, [module, module.exports, requireFrom(name), exports]);
    return module;
  };

  const requireNative = (name) => {
    const cached = mapGet(natives, name);
    if (cached !== undefined) return cached.exports;
    if (name === 'module') return Module;
    if (mapGet(loading, name)) {
      const message = 'Native module \'' + name + '\' requires itself while it loads';
      throw withCode(new NativeError(message), 'ERR_REQUIRE_CYCLE_MODULE');
    }
    mapSet(loading, name, true);
    try {
      const made = evaluateNative(name);
      mapSet(natives, name, made);
      return made.exports;
    } finally {
      mapDelete(loading, name);
    }
  };

  // Made when they are first used, as plain properties.
  for (const key of ownKeys(nativeGlobals)) {
    const name = nativeGlobals[key];
    const become = (value) =>
      defineProperty(globalThis, key, { __proto__: null, value, enumerable: false, writable: true, configurable: true });
    const get = () => {
      const exports = requireNative(name);
      become(exports);
      return exports;
    };
    const set = (value) => { become(value); };
    defineProperty(globalThis, key, { __proto__: null, get, set, enumerable: false, configurable: true });
  }

  // ---- modules ------------------------------------------------------------------------------------------------------

  const cache = create(null);
  const parents = new WeakMap();
  let mainModule;

  const addChild = (parent, child) => {
    const children = parent ? parent.children : undefined;
    if (!isArray(children)) return;
    for (let i = 0; i < children.length; i++) if (children[i] === child) return;
    push(children, child);
  };

  const removeChild = (parent, child) => {
    const children = parent ? parent.children : undefined;
    if (!isArray(children)) return;
    for (let i = 0; i < children.length; i++) {
      if (children[i] !== child) continue;
      for (let next = i + 1; next < children.length; next++) set(children, next - 1, children[next]);
      children.length--;
      return;
    }
  };

  function Module(id = '', parent = undefined) {
    set(this, 'id', id);
    set(this, 'path', directoryOf(text(id)));
    set(this, 'exports', {});
    weakSet(parents, this, parent);
    addChild(parent, this);
    set(this, 'filename', null);
    set(this, 'loaded', false);
    set(this, 'children', []);
  }

  const moduleFor = (path, parent, isMain) => {
    const module = new Module(path, parent);
    set(module, 'filename', path);
    set(module, 'paths', nodeModulePaths(module.path));
    if (isMain) set(module, 'id', '.');
    return module;
  };

  // What `require` of an ES module gives: its export named 'module.exports', else the namespace, which is marked as a
  // transpiled one if it has a default export and no mark of its own.
  const exportsOf = (namespace) => {
    if (hasOwn(namespace, 'module.exports')) return namespace['module.exports'];
    if (!hasOwn(namespace, 'default') || hasOwn(namespace, '__esModule')) return namespace;
    const marked = create(null);
    set(marked, '__esModule', true);
    const keys = ownKeys(namespace);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (typeof key !== 'string') continue;
      const get = () => namespace[key];
      defineProperty(marked, key, { __proto__: null, get, enumerable: true, configurable: false });
    }
    defineProperty(marked, toStringTag, { __proto__: null, value: 'Module' });
    return freeze(marked);
  };

  const evaluate = (module, path) => {
    const loaded = load(path);
    if (loaded.kind === 'json') {
      if (!hasOwn(loaded, 'text')) {
        module.exports = loaded.value;
      } else {
        try {
          module.exports = parse(loaded.text);
        } catch (error) {
          define(error, 'message', path + ': ' + error.message, false);
          throw error;
        }
      }
    } else if (loaded.kind === 'esm') {
      module.exports = exportsOf(loaded.namespace);
    } else {
      const { exports } = module;
      apply(loaded.fn, exports, [exports, requireFor(module), module, path, directoryOf(path)]);
    }
    module.loaded = true;
  };

  const loadPath = (path, parent, isMain) => {
    const cached = cache[path];
    if (cached !== undefined) {
      addChild(parent, cached);
      return cached.exports;
    }
    const module = moduleFor(path, parent, isMain);
    if (isMain) mainModule = module;
    set(cache, path, module);
    let done = false;
    try {
      evaluate(module, path);
      done = true;
    } finally {
      if (!done) {
        delete cache[path];
        removeChild(parent, module);
      }
    }
    return module.exports;
  };

  const pathFor = (request, parent, directory, file) => {
    try {
      return resolve(request, directory, file);
    } catch (error) {
      addStack(error, parent);
      throw error;
    }
  };

  // A path, or the name of a native module.
  const resolveFor = (request, parent, directory, file) =>
    ownName(request) === undefined ? pathFor(request, parent, directory, file) : request;

  const requireAs = (request, parent, directory, file, isMain) => {
    let name = ownName(request);
    if (startsWith(request, 'node:')) {
      if (name !== undefined) return requireNative(name);
      noBuiltin(request);
    }
    const found = name === undefined ? pathFor(request, parent, directory, file) : request;
    if (startsWith(found, '/')) return loadPath(found, parent, isMain);
    name ??= ownName(found);
    // An entry that a script put into the cache under a native module's name stands in for it, as in Node.
    const cached = cache[found];
    return cached !== undefined ? cached.exports : requireNative(name);
  };

  // ---- what scripts see ---------------------------------------------------------------------------------------------

  const checkPaths = (paths) => {
    if (isArray(paths)) {
      for (let i = 0; i < paths.length; i++) checkString(paths[i], 'paths[' + i + ']');
      return;
    }
    let shown = received(paths);
    if (typeof paths === 'string') shown = quoted(paths);
    if (typeof paths === 'number' || typeof paths === 'boolean') shown = 'Received ' + text(paths);
    throw withCode(new NativeTypeError('The property \'options.paths\' is invalid. ' + shown), 'ERR_INVALID_ARG_VALUE');
  };

  const resolveIn = (request, parent, file, directory, options) => {
    const paths = options !== null && typeof options === 'object' ? options.paths : undefined;
    if (paths === undefined) return resolveFor(request, parent, directory, file);
    checkPaths(paths);
    if (ownName(request) !== undefined) return request;
    let last;
    for (let i = 0; i < paths.length; i++) {
      try {
        return resolve(request, paths[i], null);
      } catch (error) {
        if (!isNotFound(error)) throw error;
        last = error;
      }
    }
    last ??= withCode(new NativeError('Cannot find module \'' + request + '\''), 'MODULE_NOT_FOUND');
    addStack(last, parent);
    throw last;
  };

  const requireFor = (module) => {
    const file = module.filename;
    const directory = directoryOf(file);

    const require = function require(path) {
      checkRequest(path, 'id');
      return requireAs(path, module, directory, file, false);
    };
    const resolve = function resolve(request, options) {
      checkString(request, 'request');
      return resolveIn(request, module, file, directory, options);
    };
    const paths = function paths(request) {
      checkString(request, 'request');
      if (ownName(request) !== undefined) return null;
      if (isRelative(request)) return [directory];
      return concat(globalFolders, nodeModulePaths(directory));
    };
    set(resolve, 'paths', paths);
    set(require, 'resolve', resolve);
    set(require, 'main', mainModule);
    set(require, 'cache', cache);
    return require;
  };

  define(Module.prototype, 'require', function require(id) {
    checkRequest(id, 'id');
    const file = this.filename;
    return requireAs(id, this, file ? directoryOf(file) : base, file || null, false);
  }, true);

  defineProperty(Module.prototype, 'parent', {
    __proto__: null,
    get() {
      return weakGet(parents, this);
    },
    set(value) {
      weakSet(parents, this, value);
    },
    enumerable: false,
    configurable: true,
  });

  const fileOf = (file) => {
    let path = typeof file === 'string' ? file : file && typeof file === 'object' ? file.href : undefined;
    if (typeof path === 'string' && startsWith(path, 'file:///')) path = decode(slice(path, 7));
    if (typeof path !== 'string' || !startsWith(path, '/')) {
      const message = "The argument 'filename' must be a file URL object, file URL string, or absolute path string. ";
      const shown = typeof file === 'string' ? quoted(file) : received(file);
      throw withCode(new NativeTypeError(message + shown), 'ERR_INVALID_ARG_VALUE');
    }
    return path;
  };

  // A directory with a slash at its end stands for the files in it.
  const createRequire = function createRequire(filename) {
    const path = fileOf(filename);
    const file = endsWith(path, '/') ? path + 'noop.js' : path;
    const module = new Module(file);
    set(module, 'filename', file);
    set(module, 'paths', nodeModulePaths(module.path));
    return requireFor(module);
  };

  set(Module, 'builtinModules', freeze(concat(nativeNames, ['module'])));
  set(Module, '_cache', cache);
  set(Module, '_nodeModulePaths', nodeModulePaths);
  set(Module, 'isBuiltin', function isBuiltin(moduleName) {
    return typeof moduleName === 'string' && ownName(moduleName) !== undefined;
  });
  set(Module, 'createRequire', createRequire);
  set(Module, 'Module', Module);

  // ---- what the host sees -------------------------------------------------------------------------------------------

  // The parent of what the host requires: `if (!module.parent)` must not take a preloaded file for the main one.
  const hostModule = new Module('<host>');
  set(hostModule, 'path', base);
  set(hostModule, 'paths', nodeModulePaths(base));

  return {
    __proto__: null,
    require(request, directory = base) {
      checkRequest(request, 'id');
      return requireAs(request, hostModule, directory, null, false);
    },
    resolve(request, directory = base) {
      checkRequest(request, 'request');
      return resolveFor(request, hostModule, directory, null);
    },
    main(path) {
      checkRequest(path, 'path');
      return requireAs(path, null, base, null, true);
    },
    createRequire,
    Module,
    cache,
  };
})
