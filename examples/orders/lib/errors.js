'use strict';

/** An order that cannot be priced. `code` is for programs, `message` for people, `path` says where in the order. */
class OrderError extends Error {
  constructor(code, message, path) {
    super(path ? `${message} (at ${path})` : message);
    this.name = 'OrderError';
    this.code = code;
    this.path = path;
  }
}

module.exports = { OrderError };
