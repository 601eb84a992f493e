// `url`: URL, and what turns paths into URLs and back. The old functions are in legacy_url.js.
(function (module, exports, require, native) {
  'use strict';
  const { inspect } = require('internal/inspect');
  const { codes, validateString } = require('internal/errors');
  const { URLSearchParams, attach, text } = require('internal/url_search_params');
  const parser = require('internal/url_parts');
  const path = require('path');
  const { defineProperty } = Object;
  const CUSTOM = Symbol.for('nodejs.util.inspect.custom');

  // In the order in which the host gives them.
  const PARTS = [
    'href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash',
  ];
  const READ_ONLY = ['origin'];
  let partsOf;
  let setPart;

  function invalid(input, base) {
    const error = new codes.ERR_INVALID_URL();
    error.input = input;
    if (base !== undefined) error.base = base;
    return error;
  }

  class URL {
    #parts;
    #params = undefined;

    static {
      partsOf = (url) => url.#parts;
      setPart = (url, name, value) => {
        url.#parts = parser.set(url.#parts[0], name, text(value));
        if (url.#params !== undefined && (name === 'search' || name === 'href')) url.#attach();
      };
    }

    constructor(input, base = undefined) {
      if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('url');
      input = text(input);
      if (base !== undefined) base = text(base);
      this.#parts = parser.parse(input, base);
      if (this.#parts === undefined) throw invalid(input, base);
    }

    #attach() {
      attach(this.#params, this.#parts[9].slice(1), () => {
        const query = this.#params.toString();
        this.#parts = parser.set(this.#parts[0], 'search', query === '' ? '' : '?' + query);
      });
    }

    static canParse(url, base = undefined) {
      if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('url');
      return parser.canParse(text(url), base === undefined ? undefined : text(base));
    }

    get href() {
      return this.#parts[0];
    }

    set href(value) {
      value = text(value);
      if (!parser.canParse(value)) throw invalid(value);
      setPart(this, 'href', value);
    }

    get searchParams() {
      if (this.#params === undefined) {
        this.#params = new URLSearchParams();
        this.#attach();
      }
      return this.#params;
    }

    toString() {
      return this.#parts[0];
    }

    toJSON() {
      return this.#parts[0];
    }

    [CUSTOM](depth, options) {
      if (typeof depth === 'number' && depth < 0) return this;
      const shown = {};
      for (const name of [...PARTS.slice(0, 10), 'searchParams', 'hash']) shown[name] = this[name];
      return (this.constructor === URL ? 'URL' : this.constructor.name) + ' ' + inspect(shown, options);
    }
  }

  PARTS.forEach((name, index) => {
    if (name === 'href') return;
    const accessor = { get [name]() { return partsOf(this)[index]; }, set [name](value) { setPart(this, name, value); } };
    const { get, set } = Object.getOwnPropertyDescriptor(accessor, name);
    defineProperty(URL.prototype, name, {
      get, set: READ_ONLY.includes(name) ? undefined : set, enumerable: true, configurable: true,
    });
  });
  for (const name of ['href', 'searchParams', 'toString', 'toJSON']) {
    defineProperty(URL.prototype, name, { enumerable: true });
  }
  defineProperty(URL, 'canParse', { enumerable: true });
  defineProperty(URL.prototype, Symbol.toStringTag, { value: 'URL', configurable: true });

  // ---- files --------------------------------------------------------------------------------------------------------

  const isUrl = (value) => Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);

  function fileURLToPath(url, options = undefined) {
    const isWindows = options?.windows;
    if (typeof url === 'string') url = new URL(url);
    else if (!isUrl(url)) throw new codes.ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], url);
    if (url.protocol !== 'file:') throw new codes.ERR_INVALID_URL_SCHEME('file');
    const { hostname, pathname } = url;
    if (!isWindows && hostname !== '') throw new codes.ERR_INVALID_FILE_URL_HOST('linux');
    if (isWindows ? /%2f|%5c/i.test(pathname) : /%2f/i.test(pathname)) {
      throw new codes.ERR_INVALID_FILE_URL_PATH('must not include encoded ' + (isWindows ? '\\ or /' : '/') + ' characters');
    }
    if (!isWindows) return decodeURIComponent(pathname);
    const decoded = decodeURIComponent(pathname.replaceAll('/', '\\'));
    if (hostname !== '') return '\\\\' + parser.domainToUnicode(hostname) + decoded;
    if (!/^\\[a-zA-Z]:/.test(decoded)) throw new codes.ERR_INVALID_FILE_URL_PATH('must be absolute');
    return decoded.slice(1);
  }

  function pathToFileURL(filepath, options = undefined) {
    const isWindows = options?.windows;
    validateString(filepath, 'path');
    const escaped = (name) => name.replace(/[%\n\r\t?#]/g, (character) => encodeURIComponent(character));
    if (isWindows && filepath.startsWith('\\\\')) {
      const [, host, rest] = /^\\\\([^\\]*)(.*)$/s.exec(path.win32.resolve(filepath));
      return new URL('file://' + host + escaped(rest).replaceAll('\\', '/'));
    }
    let resolved = isWindows ? path.win32.resolve(filepath) : path.resolve(filepath);
    if (/[/\\]$/.test(filepath) && (isWindows || filepath.endsWith('/')) && !/[/\\]$/.test(resolved)) resolved += '/';
    resolved = escaped(resolved);
    return new URL('file://' + (isWindows ? '/' + resolved.replaceAll('\\', '/') : resolved.replaceAll('\\', '%5C')));
  }

  function domainTo(convert) {
    return (domain) => {
      if (domain === undefined) throw new codes.ERR_MISSING_ARGS('domain');
      return convert(String(domain));
    };
  }

  function urlToHttpOptions(url) {
    const { hostname, username, password, port } = url;
    const options = {
      __proto__: null, ...url, protocol: url.protocol,
      hostname: hostname && hostname[0] === '[' ? hostname.slice(1, -1) : hostname,
      hash: url.hash, search: url.search, pathname: url.pathname, path: (url.pathname || '') + (url.search || ''),
      href: url.href,
    };
    if (port !== '') options.port = Number(port);
    if (username || password) options.auth = decodeURIComponent(username) + ':' + decodeURIComponent(password);
    return options;
  }

  const legacy = require('internal/legacy_url');
  Object.assign(exports, {
    Url: legacy.Url, parse: legacy.parse, resolve: legacy.resolve, resolveObject: legacy.resolveObject,
    format(urlObject, options) {
      if (!(urlObject instanceof URL)) return legacy.format(urlObject);
      if (options !== undefined && (options === null || typeof options !== 'object')) {
        throw new codes.ERR_INVALID_ARG_TYPE('options', 'object', options);
      }
      const { fragment = true, unicode = false, search = true, auth = true } = options ?? {};
      const url = new URL(urlObject.href);
      if (!fragment) url.hash = '';
      if (!search) url.search = '';
      if (!auth) url.username = url.password = '';
      const { href, host } = url;
      if (!unicode || host === '') return href;
      const shown = parser.domainToUnicode(url.hostname) + (url.port === '' ? '' : ':' + url.port);
      const at = href.indexOf(host, url.protocol.length + 2);
      return href.slice(0, at) + shown + href.slice(at + host.length);
    },
    URL, URLSearchParams, domainToASCII: domainTo(parser.domainToAscii), domainToUnicode: domainTo(parser.domainToUnicode),
    pathToFileURL, fileURLToPath, urlToHttpOptions,
  });
})
