// `url.parse`, `url.format` and `url.resolve`: URLs as Node took them apart before there was a standard.
(function (module, exports, require, native) {
  'use strict';
  const { codes, validateString } = require('internal/errors');
  const { domainToAscii } = require('internal/url_parts');
  const querystring = require('querystring');

  // Those that are followed by two slashes and a host.
  const SLASHED = /^(?:https?|ftp|gopher|file|wss?):?$/;
  const HOSTLESS = /^javascript:?$/i;
  const UNSAFE = /[\t\n\r "'<>\\^`{|}]/g;
  const FORBIDDEN = /[\0\t\n\r #%/:<>?@[\\\]^|]/;

  const percent = (character) => '%' + character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');

  function Url() {
    for (const name of [
      'protocol', 'slashes', 'auth', 'host', 'port', 'hostname', 'hash', 'search', 'query', 'pathname', 'path', 'href',
    ]) this[name] = null;
  }

  function joinPath(url) {
    if (url.pathname || url.search) url.path = (url.pathname || '') + (url.search || '');
  }

  // What stands between the slashes and the path; gives what follows.
  function takeAuthority(url, rest, whole) {
    const [all] = /^[^/?#]*/.exec(rest);
    const at = all.lastIndexOf('@');
    let host = all.slice(at + 1);
    const stray = host.search(/[\t\n\r "%';<>\\^`{|}]/);
    if (stray !== -1) host = host.slice(0, stray);
    rest = rest.slice(at + 1 + host.length);
    if (at !== -1) url.auth = decodeURIComponent(all.slice(0, at));
    const port = /:(\d*)$/.exec(host);
    if (port !== null) {
      if (port[1] !== '') [, url.port] = port;
      host = host.slice(0, port.index);
    }
    const isIpv6 = host[0] === '[' && host[host.length - 1] === ']';
    if (!isIpv6) {
      const end = host.indexOf(':');
      if (end !== -1) {
        rest = '/' + host.slice(end) + rest;
        host = host.slice(0, end);
      }
    }
    host = host.length > 255 ? '' : host.toLowerCase();
    if (!isIpv6 && host !== '') {
      if (/[^\x00-\x7f]/.test(host)) host = domainToAscii(host);
      if (host === '' || FORBIDDEN.test(host)) {
        throw Object.assign(new codes.ERR_INVALID_URL(), { input: whole });
      }
    }
    url.host = host + (url.port === null ? '' : ':' + url.port);
    url.hostname = isIpv6 ? host.slice(1, -1) : host;
    return isIpv6 && rest !== '' && rest[0] !== '/' ? '/' + rest : rest;
  }

  Url.prototype.parse = function parse(url, parseQueryString, slashesDenoteHost) {
    validateString(url, 'url');
    let rest = url.trim();
    const from = rest.search(/[?#]/);
    const head = from === -1 ? rest : rest.slice(0, from);
    rest = head.replaceAll('\\', '/') + rest.slice(head.length);

    const isPlainPath = !slashesDenoteHost && /^\/\/?(?!\/)[^?\s#@]*(\?[^\s#@]*)?$/.test(rest);
    const protocol = isPlainPath ? null : /^[a-z0-9.+-]+:/i.exec(rest);
    if (protocol !== null) {
      this.protocol = protocol[0].toLowerCase();
      rest = rest.slice(protocol[0].length);
    }
    const isHostless = protocol !== null && HOSTLESS.test(this.protocol);
    let slashes = false;
    if (!isPlainPath && (slashesDenoteHost || protocol !== null || /^\/\/[^@/]+@[^@/]+/.test(rest))) {
      slashes = rest.startsWith('//') && !isHostless;
      if (slashes) {
        rest = rest.slice(2);
        this.slashes = true;
      }
    }
    if (!isHostless && (slashes || (protocol !== null && !SLASHED.test(this.protocol)))) {
      rest = takeAuthority(this, rest, url);
      if (rest !== '' && !/^[/?#]/.test(rest)) rest = '/' + rest;
    }
    if (!isHostless) rest = rest.replace(UNSAFE, percent);

    const hash = rest.indexOf('#');
    if (hash !== -1) {
      this.hash = rest.slice(hash);
      rest = rest.slice(0, hash);
    }
    const query = rest.indexOf('?');
    if (query !== -1) {
      this.search = rest.slice(query);
      this.query = rest.slice(query + 1);
      if (parseQueryString) this.query = querystring.parse(this.query);
      rest = rest.slice(0, query);
    } else if (parseQueryString) {
      this.search = isPlainPath ? '' : null;
      this.query = { __proto__: null };
    }
    if (rest !== '') this.pathname = rest;
    if (SLASHED.test(this.protocol ?? '') && this.hostname && !this.pathname) this.pathname = '/';
    joinPath(this);
    this.href = this.format();
    return this;
  };

  Url.prototype.format = function format() {
    let protocol = this.protocol || '';
    if (protocol !== '' && !protocol.endsWith(':')) protocol += ':';
    const auth = this.auth ? encodeURIComponent(this.auth).replace(/%3A/gi, ':') + '@' : '';
    let host = '';
    if (this.host) {
      host = auth + this.host;
    } else if (this.hostname) {
      const isIpv6 = this.hostname.includes(':') && !/^\[.*\]$/.test(this.hostname);
      host = auth + (isIpv6 ? '[' + this.hostname + ']' : this.hostname) + (this.port ? ':' + this.port : '');
    }
    let query = '';
    if (this.query !== null && typeof this.query === 'object') query = querystring.stringify(this.query);
    let search = this.search || (query && '?' + query) || '';
    if (search !== '' && search[0] !== '?') search = '?' + search;
    let hash = this.hash || '';
    if (hash !== '' && hash[0] !== '#') hash = '#' + hash;
    let pathname = (this.pathname || '').replace(/[?#]/g, percent);
    if (this.slashes || SLASHED.test(protocol)) {
      if (this.slashes || host !== '') {
        if (pathname !== '' && pathname[0] !== '/') pathname = '/' + pathname;
        host = '//' + host;
      } else if (protocol === 'file:') {
        host = '//';
      }
    }
    return protocol + host + pathname + search.replaceAll('#', '%23') + hash;
  };

  // `.` and `..` carried out; below the root there is nothing.
  function withoutDots(path, isAbsolute) {
    const kept = [];
    const parts = path.split('/');
    const last = parts[parts.length - 1];
    let up = 0;
    for (let i = parts.length - 1; i >= 0; i--) {
      if (parts[i] === '.') continue;
      if (parts[i] === '..') up++;
      else if (up > 0 && !(i === 0 && isAbsolute)) up--;
      else kept.unshift(parts[i]);
    }
    if (!isAbsolute) while (up-- > 0) kept.unshift('..');
    if (isAbsolute && kept[0] !== '') kept.unshift('');
    if ((last === '.' || last === '..') && kept[kept.length - 1] !== '') kept.push('');
    const joined = kept.join('/');
    return isAbsolute && joined === '' ? '/' : joined;
  }

  Url.prototype.resolve = function resolve(relative) {
    return this.resolveObject(parse(relative, false, true)).format();
  };

  // RFC 3986, with a source that need not be absolute itself.
  Url.prototype.resolveObject = function resolveObject(relative) {
    if (typeof relative === 'string') relative = parse(relative, false, true);
    const result = Object.assign(new Url(), this);
    result.hash = relative.hash;
    if (relative.href === '') {
      result.href = result.format();
      return result;
    }
    const isOther = relative.protocol && relative.protocol !== this.protocol;
    const take = (...names) => names.forEach((name) => { result[name] = relative[name]; });
    if (isOther || relative.slashes || relative.host) {
      if (isOther && !SLASHED.test(relative.protocol)) {
        Object.assign(result, relative);
        result.href = result.format();
        return result;
      }
      if (isOther) take('protocol');
      take('host', 'hostname', 'port', 'auth', 'pathname', 'search', 'query');
      result.slashes = this.slashes || relative.slashes;
      if (!isOther || relative.pathname) result.pathname = withoutDots(relative.pathname || '/', true);
    } else if (relative.pathname) {
      take('search', 'query');
      const isRooted = relative.pathname[0] === '/';
      const source = this.pathname || '';
      const base = source.slice(0, source.lastIndexOf('/') + 1);
      const isAbsolute = isRooted || source[0] === '/' || Boolean(this.host);
      const path = isRooted ? relative.pathname : (base === '' && this.host ? '/' : base) + relative.pathname;
      result.pathname = withoutDots(path, isAbsolute);
    } else if (relative.search !== null) {
      take('search', 'query');
    }
    joinPath(result);
    result.href = result.format();
    return result;
  };

  function parse(url, parseQueryString, slashesDenoteHost) {
    return url instanceof Url ? url : new Url().parse(url, parseQueryString, slashesDenoteHost);
  }

  function format(urlObject) {
    if (typeof urlObject === 'string') urlObject = parse(urlObject);
    else if (typeof urlObject !== 'object' || urlObject === null) {
      throw new codes.ERR_INVALID_ARG_TYPE('urlObject', ['Object', 'string'], urlObject);
    }
    return Url.prototype.format.call(urlObject);
  }

  Object.assign(exports, {
    Url, parse, format,
    resolve: (source, relative) => parse(source, false, true).resolve(relative),
    resolveObject: (source, relative) => (source ? parse(source, false, true).resolveObject(relative) : relative),
  });
})
