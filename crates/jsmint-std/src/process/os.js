// `os` with the machine's own values: the builtin one, and these in the place of its harmless ones.
(function (module, exports, require, native) {
  'use strict';
  const os = require('os');
  const { machine, user } = native;
  const ARCHITECTURES = { __proto__: null, x86_64: 'x64', aarch64: 'arm64', arm64: 'arm64', i686: 'ia32' };
  const values = {
    arch: () => ARCHITECTURES[machine().architecture] ?? machine().architecture,
    availableParallelism: () => machine().processors.length,
    cpus: () => machine().processors.map((model) => ({ model, speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } })),
    freemem: () => machine().free,
    homedir: () => user().home,
    hostname: () => machine().name,
    loadavg: () => machine().loads,
    machine: () => machine().architecture,
    platform: () => machine().kind.toLowerCase(),
    release: () => machine().release,
    tmpdir: () => user().temporary,
    totalmem: () => machine().memory,
    type: () => machine().kind,
    uptime: () => machine().uptime,
    userInfo: () => {
      const { uid, gid, name, home, shell } = user();
      return { uid, gid, username: name, homedir: home, shell };
    },
    version: () => machine().version,
  };
  for (const key of Object.keys(values)) {
    if (os[key][Symbol.toPrimitive] !== undefined) values[key][Symbol.toPrimitive] = () => values[key]();
    Object.defineProperty(os, key, { value: values[key], writable: true, enumerable: true, configurable: true });
  }
  module.exports = os;
})
