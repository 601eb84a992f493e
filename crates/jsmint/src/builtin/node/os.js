// `os`: a small Linux machine that is nobody's.
(function (module, exports, require, native) {
  'use strict';
  const { codes, validateInt32, validateObject } = require('internal/errors');
  const process = require('process');
  const GIB = 2 ** 30;
  const MACHINES = { __proto__: null, x64: 'x86_64', arm64: 'aarch64', ia32: 'i686' };

  const named = (names, first) => {
    const numbers = { __proto__: null };
    names.split(' ').forEach((name, index) => { if (name !== '-') numbers[name] = first + index; });
    return numbers;
  };
  const SIGNALS = named('SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV SIGUSR2 SIGPIPE '
    + 'SIGALRM SIGTERM SIGSTKFLT SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF '
    + 'SIGWINCH SIGIO SIGPWR SIGSYS', 1);
  Object.assign(SIGNALS, { SIGIOT: 6, SIGPOLL: 29 });
  const ERRORS = named('EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT - EBUSY '
    + 'EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM '
    + 'ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP - ENOMSG EIDRM', 1);
  Object.assign(ERRORS, named('EPROTO EMULTIHOP - EBADMSG EOVERFLOW', 71), named('ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE '
    + 'ENOPROTOOPT EPROTONOSUPPORT - EOPNOTSUPP - EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET '
    + 'ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN - - ETIMEDOUT ECONNREFUSED - EHOSTUNREACH EALREADY EINPROGRESS '
    + 'ESTALE', 88), { EWOULDBLOCK: 11, ENOTSUP: 95, EDQUOT: 122, ECANCELED: 125, EILSEQ: 84, ENODATA: 61, ENOLINK: 67,
    ENOSR: 63, ENOSTR: 60, ETIME: 62 });

  Object.assign(exports, {
    EOL: '\n', devNull: '/dev/null',
    arch: () => process.arch,
    availableParallelism: () => 1,
    cpus: () => [],
    endianness: () => 'LE',
    freemem: () => GIB / 2,
    getPriority: () => 0,
    homedir: () => '/',
    hostname: () => 'localhost',
    loadavg: () => [0, 0, 0],
    machine: () => MACHINES[process.arch] ?? process.arch,
    networkInterfaces: () => ({}),
    platform: () => process.platform,
    release: () => '0.0.0',
    setPriority(pid, priority) {
      validateInt32(priority === undefined ? pid : priority, 'priority', -20, 19);
      throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('os.setPriority()');
    },
    tmpdir: () => '/tmp',
    totalmem: () => GIB,
    type: () => 'Linux',
    uptime: () => process.uptime(),
    userInfo(options) {
      if (options !== undefined) validateObject(options, 'options');
      return { uid: -1, gid: -1, username: 'jsmint', homedir: '/', shell: null };
    },
    version: () => 'jsmint',
    constants: {
      __proto__: null,
      UV_UDP_REUSEADDR: 4,
      dlopen: { __proto__: null, RTLD_LAZY: 1, RTLD_NOW: 2, RTLD_GLOBAL: 256, RTLD_LOCAL: 0, RTLD_DEEPBIND: 8 },
      errno: ERRORS,
      signals: Object.freeze(SIGNALS),
      priority: {
        __proto__: null, PRIORITY_LOW: 19, PRIORITY_BELOW_NORMAL: 10, PRIORITY_NORMAL: 0, PRIORITY_ABOVE_NORMAL: -7,
        PRIORITY_HIGH: -14, PRIORITY_HIGHEST: -20,
      },
    },
  });
  // As a text, one is what it gives.
  const texts = ['arch', 'availableParallelism', 'endianness', 'freemem', 'homedir', 'hostname', 'machine', 'platform',
    'release', 'tmpdir', 'totalmem', 'type', 'uptime', 'version'];
  for (const name of texts) exports[name][Symbol.toPrimitive] = () => exports[name]();
})
