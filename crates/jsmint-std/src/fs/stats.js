// What is known about files: constants, `Stats`, and entries of folders.
(function () {
  'use strict';
  const constants = {
    __proto__: null,
    UV_FS_SYMLINK_DIR: 1, UV_FS_SYMLINK_JUNCTION: 2, O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, UV_DIRENT_UNKNOWN: 0,
    UV_DIRENT_FILE: 1, UV_DIRENT_DIR: 2, UV_DIRENT_LINK: 3, UV_DIRENT_FIFO: 4, UV_DIRENT_SOCKET: 5, UV_DIRENT_CHAR: 6,
    UV_DIRENT_BLOCK: 7, EXTENSIONLESS_FORMAT_JAVASCRIPT: 0, EXTENSIONLESS_FORMAT_WASM: 1, S_IFMT: 61440,
    S_IFREG: 32768, S_IFDIR: 16384, S_IFCHR: 8192, S_IFBLK: 24576, S_IFIFO: 4096, S_IFLNK: 40960, S_IFSOCK: 49152,
    O_CREAT: 64, O_EXCL: 128, UV_FS_O_FILEMAP: 0, O_NOCTTY: 256, O_TRUNC: 512, O_APPEND: 1024, O_DIRECTORY: 65536,
    O_NOATIME: 262144, O_NOFOLLOW: 131072, O_SYNC: 1052672, O_DSYNC: 4096, O_DIRECT: 16384, O_NONBLOCK: 2048,
    S_IRWXU: 448, S_IRUSR: 256, S_IWUSR: 128, S_IXUSR: 64, S_IRWXG: 56, S_IRGRP: 32, S_IWGRP: 16, S_IXGRP: 8,
    S_IRWXO: 7, S_IROTH: 4, S_IWOTH: 2, S_IXOTH: 1, F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1, UV_FS_COPYFILE_EXCL: 1,
    COPYFILE_EXCL: 1, UV_FS_COPYFILE_FICLONE: 2, COPYFILE_FICLONE: 2, UV_FS_COPYFILE_FICLONE_FORCE: 4,
    COPYFILE_FICLONE_FORCE: 4,
  };

  const FIELDS = ['dev', 'mode', 'nlink', 'uid', 'gid', 'rdev', 'blksize', 'ino', 'size', 'blocks'];
  const TIMES = ['atime', 'mtime', 'ctime', 'birthtime'];
  const kind = (type) => function () { return (Number(this.mode) & constants.S_IFMT) === type; };

  class StatsBase {}
  const KINDS = {
    isDirectory: constants.S_IFDIR, isFile: constants.S_IFREG, isBlockDevice: constants.S_IFBLK,
    isCharacterDevice: constants.S_IFCHR, isSymbolicLink: constants.S_IFLNK, isFIFO: constants.S_IFIFO,
    isSocket: constants.S_IFSOCK,
  };
  for (const name of Object.keys(KINDS)) {
    const value = kind(KINDS[name]);
    Object.defineProperty(value, 'name', { value: name });
    Object.defineProperty(StatsBase.prototype, name, { value, writable: true, configurable: true, enumerable: true });
  }

  class Stats extends StatsBase {
    constructor(facts) {
      super();
      FIELDS.forEach((field, index) => { this[field] = Number(facts[index]); });
      TIMES.forEach((time, index) => {
        this[time + 'Ms'] = Number(facts[10 + 2 * index]) * 1e3 + Number(facts[11 + 2 * index]) / 1e6;
      });
      for (const time of TIMES) this[time] = new Date(Math.round(this[time + 'Ms']));
    }
  }

  class BigIntStats extends StatsBase {
    constructor(facts) {
      super();
      FIELDS.forEach((field, index) => { this[field] = BigInt(facts[index]); });
      const nanoseconds = TIMES.map((_, index) => BigInt(facts[10 + 2 * index]) * 1000000000n + BigInt(facts[11 + 2 * index]));
      TIMES.forEach((time, index) => { this[time + 'Ms'] = nanoseconds[index] / 1000000n; });
      TIMES.forEach((time, index) => { this[time + 'Ns'] = nanoseconds[index]; });
      for (const time of TIMES) this[time] = new Date(Number(this[time + 'Ms']));
    }
  }

  const statsOf = (facts, options) => (options?.bigint ? new BigIntStats(facts) : new Stats(facts));

  const TYPE = Symbol('type');
  class Dirent {
    constructor(name, path, type) {
      this.name = name;
      this.parentPath = path;
      this.path = path;
      this[TYPE] = type;
    }
    isFile() { return this[TYPE] === 1; }
    isDirectory() { return this[TYPE] === 2; }
    isSymbolicLink() { return this[TYPE] === 3; }
    isFIFO() { return this[TYPE] === 4; }
    isSocket() { return this[TYPE] === 5; }
    isCharacterDevice() { return this[TYPE] === 6; }
    isBlockDevice() { return this[TYPE] === 7; }
  }

  return { constants, Stats, statsOf, Dirent };
})()
