// `database`: SQLite databases that are granted by name. Everything is known by names and texts, never by numbers of open
// things, so that what a baked script holds works in every runtime.
(function (module, exports, require, native) {
  'use strict';
  const { codes } = require('internal/errors');
  const { isArray } = Array;

  class DatabaseError extends Error {
    constructor(message, code) {
      super(message);
      this.code = code;
    }
  }
  Object.defineProperty(DatabaseError.prototype, 'name', { value: 'DatabaseError', writable: true, configurable: true });

  // Errors of the Rust side have a name and a code; here they get their class.
  const attempt = (act, ...given) => {
    try {
      return act(...given);
    } catch (error) {
      if (error?.name !== 'DatabaseError' || error instanceof DatabaseError) throw error;
      throw new DatabaseError(error.message, error.code);
    }
  };

  const checkSql = (sql) => {
    if (typeof sql !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('sql', 'string', sql);
  };

  const isNames = (value) => value !== null && typeof value === 'object' && !isArray(value) && !ArrayBuffer.isView(value)
    && !(value instanceof ArrayBuffer);

  // One object with names, or values; arrays among them are flattened.
  const parametersOf = (given) => {
    if (given.length === 1 && isNames(given[0])) return given[0];
    const values = [];
    for (const value of given) {
      if (isArray(value)) values.push(...value);
      else values.push(value);
    }
    return values;
  };

  // How often each database is open.
  const uses = new Map();

  class Statement {
    #connection;
    #sql;
    constructor(connection, sql) {
      this.#connection = connection;
      this.#sql = sql;
      attempt(native.columns, connection.name, sql);
    }
    get source() { return this.#sql; }
    columns() { return attempt(native.columns, this.#connection.open(), this.#sql); }
    all(...given) { return attempt(native.query, this.#connection.open(), this.#sql, parametersOf(given)); }
    get(...given) { return attempt(native.query, this.#connection.open(), this.#sql, parametersOf(given), 1)[0]; }
    run(...given) { return this.#connection.exec(this.#sql, ...given); }
    // The rows are those that are there when the iteration begins.
    *iterate(...given) { yield* this.all(...given); }
  }

  class Connection {
    #name;
    #closed = false;
    constructor(name) {
      this.#name = name;
      uses.set(name, (uses.get(name) ?? 0) + 1);
    }
    get name() { return this.#name; }
    get isOpen() { return !this.#closed; }
    get inTransaction() { return attempt(native.inTransaction, this.open()); }
    // The name, if it is open.
    open() {
      if (this.#closed) throw new DatabaseError('the connection to ' + this.#name + ' is closed', 'ERR_DATABASE_CLOSED');
      return this.#name;
    }
    query(sql, ...given) {
      checkSql(sql);
      return attempt(native.query, this.open(), sql, parametersOf(given));
    }
    get(sql, ...given) {
      checkSql(sql);
      return attempt(native.query, this.open(), sql, parametersOf(given), 1)[0];
    }
    exec(sql, ...given) {
      checkSql(sql);
      const [rowsAffected, lastInsertId] = attempt(native.execute, this.open(), sql, parametersOf(given));
      return { success: true, rowsAffected, lastInsertId };
    }
    script(sql) {
      checkSql(sql);
      attempt(native.batch, this.open(), sql);
    }
    prepare(sql) {
      checkSql(sql);
      this.open();
      return new Statement(this, sql);
    }
    iterate(sql, ...given) { return this.prepare(sql).iterate(...given); }
    // Calls a function in a transaction, or in one inside it: committed when it returns, undone when it throws.
    transaction(act) {
      if (typeof act !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('act', 'function', act);
      const name = this.open();
      // A script that was stopped could not say so; the Rust side has undone its transaction by now.
      const nested = attempt(native.inTransaction, name);
      attempt(native.transaction, name, 'begin');
      let result;
      try {
        result = act(this);
        if (result !== null && typeof result === 'object' && typeof result.then === 'function') {
          result.then(undefined, () => {});
          throw new TypeError('a transaction cannot wait: its function must not return a promise');
        }
        attempt(native.transaction, name, nested ? 'commit nested' : 'commit');
      } catch (error) {
        attempt(native.transaction, name, nested ? 'rollback nested' : 'rollback');
        throw error;
      }
      return result;
    }
    close() {
      if (this.#closed) return;
      this.#closed = true;
      const left = uses.get(this.#name) - 1;
      uses.set(this.#name, left);
      if (left === 0) native.close(this.#name);
    }
  }
  if (Symbol.dispose) Connection.prototype[Symbol.dispose] = Connection.prototype.close;

  const open = (name) => {
    if (typeof name !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('name', 'string', name);
    // That it is granted and can be opened is found out at once.
    attempt(native.inTransaction, name);
    return new Connection(name);
  };

  // The functions of the module itself work with one connection, that of `configure`, or the only database there is.
  let current;
  const DRIVERS = ['sqlite', 'sqlite3'];
  const own = () => {
    if (current === undefined && native.names.length === 1) current = open(native.names[0]);
    if (!current) throw new DatabaseError('no database is configured: call configure(driver, name) first', 'ERR_DATABASE_NOT_CONFIGURED');
    return current;
  };

  exports.configure = function configure(driver, dsn) {
    if (!DRIVERS.includes(driver)) {
      throw new DatabaseError('there is no driver ' + driver + ', only sqlite and sqlite3', 'ERR_DATABASE_DRIVER');
    }
    const opened = open(dsn);
    if (current) current.close();
    current = opened;
  };
  exports.query = function query(sql, ...given) { return own().query(sql, ...given); };
  exports.exec = function exec(sql, ...given) { return own().exec(sql, ...given); };
  exports.close = function close() {
    if (current) current.close();
    current = null;
  };
  exports.open = open;
  exports.names = native.names;
  exports.Connection = Connection;
  exports.DatabaseError = DatabaseError;
})
