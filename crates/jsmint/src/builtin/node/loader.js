// Loads the modules of this folder.
//
//   load = loader(host, kit);
//
// host, given by Rust:
//   builtinCode(name) -> the function that evaluates the module      builtinNatives(name) -> its functions in Rust
//   builtinDone() -> nothing: no more code is asked for, for now
// kit: what the console's sources have in common; modules find it as `internal/inspect`.
(function (host, kit) {
  'use strict';
  const { apply } = Reflect;
  const { builtinCode, builtinNatives, builtinDone } = host;
  let depth = 0;
  const loaded = { __proto__: null, 'internal/inspect': { exports: kit } };

  // Modules that require each other see what is exported so far, as files do.
  return function load(name) {
    const known = loaded[name];
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    loaded[name] = module;
    let done = false;
    depth++;
    try {
      apply(builtinCode(name), undefined, [module, module.exports, load, builtinNatives(name)]);
      done = true;
    } finally {
      // One that failed, for want of memory or stack, is tried again.
      if (!done) delete loaded[name];
      if (--depth === 0) builtinDone();
    }
    return module.exports;
  };
})
