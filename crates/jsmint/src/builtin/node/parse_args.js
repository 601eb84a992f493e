// `util.parseArgs` and `util.parseEnv`.
(function (module, exports, require, native) {
  'use strict';
  const {
    codes, validateArray, validateBoolean, validateObject, validateString,
  } = require('internal/errors');
  const { hasOwn } = Object;

  const readOptions = (options) => {
    validateObject(options, 'options');
    for (const name of Object.keys(options)) {
      const option = options[name];
      const where = 'options.' + name;
      validateObject(option, where);
      const { type, multiple, short } = option;
      if (type !== 'string' && type !== 'boolean') {
        throw new codes.ERR_INVALID_ARG_TYPE(where + '.type', "('string|boolean')", type);
      }
      if (hasOwn(option, 'short')) {
        validateString(short, where + '.short');
        if (short.length !== 1) {
          throw new codes.ERR_INVALID_ARG_VALUE(where + '.short', short, 'must be a single character');
        }
      }
      if (hasOwn(option, 'multiple')) validateBoolean(multiple, where + '.multiple');
      if (option.default === undefined) continue;
      if (multiple) validateArray(option.default, where + '.default');
      const items = multiple ? option.default : [option.default];
      items.forEach((item, index) => {
        const at = where + '.default' + (multiple ? '[' + index + ']' : '');
        if (typeof item !== type) throw new codes.ERR_INVALID_ARG_TYPE(at, type, item);
      });
    }
  };

  // What the arguments are, without asking whether they may be.
  function tokenize(args, options) {
    const tokens = [];
    const typeOf = (name) => (hasOwn(options, name) ? options[name].type : undefined);
    const longOf = (short) => Object.keys(options).find((name) => options[name].short === short) ?? short;
    const rest = [...args];
    let index = -1;
    let expanded = 0; // arguments that a group of short options was taken apart into
    const option = (name, rawName, value, inlineValue) =>
      tokens.push({ kind: 'option', name, rawName, index, value, inlineValue });
    // The next argument, if this option takes one.
    const follow = (name, rawName) => {
      const at = index;
      if (typeOf(name) !== 'string' || rest.length === 0) return option(name, rawName, undefined, undefined);
      const value = rest.shift();
      index++;
      return tokens.push({ kind: 'option', name, rawName, index: at, value, inlineValue: false });
    };
    while (rest.length > 0) {
      const arg = rest.shift();
      if (expanded > 0) expanded--;
      else index++;
      if (arg === '--') {
        tokens.push({ kind: 'option-terminator', index });
        for (const value of rest) tokens.push({ kind: 'positional', index: ++index, value });
        break;
      }
      const isShort = arg.length > 1 && arg[0] === '-' && arg[1] !== '-';
      if (isShort && arg.length === 2) {
        follow(longOf(arg[1]), arg);
      } else if (isShort && typeOf(longOf(arg[1])) === 'string') {
        option(longOf(arg[1]), arg.slice(0, 2), arg.slice(2), true);
      } else if (isShort) {
        const group = [];
        for (let at = 1; at < arg.length; at++) {
          if (typeOf(longOf(arg[at])) === 'string' && at < arg.length - 1) {
            group.push('-' + arg.slice(at));
            break;
          }
          group.push('-' + arg[at]);
        }
        rest.unshift(...group);
        expanded = group.length;
      } else if (arg.length > 2 && arg.startsWith('--')) {
        const end = arg.indexOf('=', 3);
        if (end < 0) follow(arg.slice(2), arg);
        else option(arg.slice(2, end), arg.slice(0, end), arg.slice(end + 1), true);
      } else {
        tokens.push({ kind: 'positional', index, value: arg });
      }
    }
    return tokens;
  }

  function check(token, options, allowPositionals, allowNegative) {
    const { name, rawName, value, inlineValue } = token;
    const known = (key) => hasOwn(options, key);
    const negates = allowNegative && !known(name) && name.startsWith('no-') && known(name.slice(3));
    if (!known(name) && !(negates && options[name.slice(3)].type === 'boolean')) {
      const hint = ". To specify a positional argument starting with a '-', place it at the end of the command after "
        + "'--', as in '-- \"" + rawName + '"';
      throw new codes.ERR_PARSE_ARGS_UNKNOWN_OPTION("Unknown option '" + rawName + "'" + (allowPositionals ? hint : ''));
    }
    const key = negates ? name.slice(3) : name;
    const { type, short } = options[key];
    const shown = (short ? '-' + short + ', ' : '') + '--' + name;
    const invalid = (text) => new codes.ERR_PARSE_ARGS_INVALID_OPTION_VALUE(text);
    if (type === 'string' && typeof value !== 'string') throw invalid("Option '" + shown + " <value>' argument missing");
    if (type === 'boolean' && value != null) throw invalid("Option '" + shown + "' does not take an argument");
    if (inlineValue || value == null || value.length < 2 || value[0] !== '-') return;
    const example = rawName.startsWith('--')
      ? "'" + rawName + "=-XYZ'"
      : "'--" + name + "=-XYZ' or '" + rawName + "-XYZ'";
    throw invalid("Option '" + rawName + "' argument is ambiguous.\nDid you forget to specify the option argument for '"
      + rawName + "'?\nTo specify an option argument starting with a dash use " + example + '.');
  }

  exports.parseArgs = function parseArgs(config = {}) {
    const args = config.args ?? globalThis.process?.argv.slice(2) ?? [];
    const strict = config.strict ?? true;
    const allowPositionals = config.allowPositionals ?? !strict;
    const { tokens: wantsTokens = false, allowNegative = false, options = {} } = config;
    validateArray(args, 'args');
    validateBoolean(strict, 'strict');
    validateBoolean(allowPositionals, 'allowPositionals');
    validateBoolean(wantsTokens, 'tokens');
    validateBoolean(allowNegative, 'allowNegative');
    readOptions(options);

    const tokens = tokenize(args, options);
    const result = { values: { __proto__: null }, positionals: [] };
    if (wantsTokens) result.tokens = tokens;
    for (const token of tokens) {
      if (token.kind === 'option') {
        if (strict) check(token, options, allowPositionals, allowNegative);
        store(result.values, token, options, allowNegative);
      } else if (token.kind === 'positional') {
        if (!allowPositionals) {
          throw new codes.ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL("Unexpected argument '" + token.value
            + "'. This command does not take positional arguments");
        }
        result.positionals.push(token.value);
      }
    }
    for (const name of Object.keys(options)) {
      if (options[name].default !== undefined && result.values[name] === undefined) {
        result.values[name] = options[name].default;
      }
    }
    return result;
  };

  function store(values, { name, value }, options, allowNegative) {
    if (name === '__proto__') return;
    if (allowNegative && value === undefined && name.startsWith('no-') && !hasOwn(options, name)) {
      name = name.slice(3);
      value = false;
    }
    value ??= true;
    if (!hasOwn(options, name) || !options[name].multiple) values[name] = value;
    else if (values[name] === undefined) values[name] = [value];
    else values[name].push(value);
  }

  // NAME=value, a line each; values may stand in quotes, then over several lines.
  const LINE = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*(?:"((?:\\"|[^"])*)"|'([^']*)'|`([^`]*)`|([^\n#]*))[^\n]*$/gm;

  exports.parseEnv = function parseEnv(content) {
    validateString(content, 'content');
    const result = {};
    for (const [, name, double, single, back, bare] of content.replace(/\r\n?/g, '\n').matchAll(LINE)) {
      result[name] = double !== undefined
        ? double.replaceAll('\\n', '\n')
        : single ?? back ?? bare.trim();
    }
    return result;
  };
})
