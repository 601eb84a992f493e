// The console: all methods of the Console standard, with the text that Node 20 prints.
//
//   console(host, kit);      // the last of the files; adds kit.console, to be made the global `console`
//
// host primitives used here:
//   host.write(level, text) -> nothing. level is 'log', 'info', 'debug', 'warn', 'error' or 'trace'; text has no
//     newline at its end and is at most host.limit UTF-16 units long, but for the mark of a cut and the indentation
//   host.now() -> milliseconds of a monotonic clock, as a number
//   host.limit -> see inspect.js
//   host.clear?.() -> clears a terminal; console.clear does nothing when there is no such primitive
//   host.classOf, host.previewIterator -> see inspect_kinds.js
//
// No method throws, whatever it is given. Counters, timers and the group depth live in this closure, which is part of
// the heap image: every runtime begins with its own fresh copy.
(function (host, kit) {
  'use strict';
  const {
    uncurry, apply, unwrap, read, list, push, isObject, hasOwn, keys: ownNames, indexOf, split, join, repeat, slice,
    floor, max, min, cut, width, toText, kindOf, showArgument, format,
  } = kit;
  const { write, now, clear, previewIterator } = host;
  const { Map } = globalThis;
  const { defineProperty, getPrototypeOf } = Object;
  const { captureStackTrace } = Error;
  const { isArray } = Array;
  const toFixed = uncurry(Number.prototype.toFixed);
  const mapGet = uncurry(Map.prototype.get);
  const mapSet = uncurry(Map.prototype.set);
  const mapHas = uncurry(Map.prototype.has);
  const mapDelete = uncurry(Map.prototype.delete);
  const mapEntries = uncurry(Map.prototype.entries);
  const mapNext = uncurry(getPrototypeOf(new Map().entries()).next);
  const setValues = uncurry(Set.prototype.values);
  const setNext = uncurry(getPrototypeOf(new Set().values()).next);

  const counts = new Map();
  const timers = new Map();
  let depth = 0;
  // Deeper groups are not indented any further, so that a line stays of sensible length.
  const DEEPEST = 50;

  function print(level, text) {
    write(level, depth > 0 ? indent(text, repeat('  ', min(depth, DEEPEST))) : text);
  }

  function indent(text, margin) {
    const { limit } = host;
    const lines = split(text, '\n');
    let result = margin + lines[0];
    for (let i = 1; i < lines.length && result.length <= limit; i++) result += '\n' + margin + lines[i];
    return result.length <= limit + margin.length ? result : cut(result, limit);
  }

  const printAll = (level, values) => print(level, apply(format, undefined, values));

  // A label as the standard converts it; one that cannot be converted is inspected.
  function labelOf(value) {
    if (typeof value === 'string') return value;
    const text = typeof value === 'symbol' ? '' : toText(value);
    return cut(text === '' ? showArgument(value, host.limit) : text, host.limit);
  }

  // ---- timers --------------------------------------------------------------------------------------------------
  function duration(ms) {
    if (ms < 1000) return +toFixed(ms, 3) + 'ms';
    if (ms < 60_000) return toFixed(ms / 1000, 3) + 's';
    const hours = floor(ms / 3_600_000);
    const minutes = floor((ms % 3_600_000) / 60_000);
    const seconds = toFixed((ms % 60_000) / 1000, 3);
    const tail = (seconds.length < 6 ? '0' : '') + seconds;
    if (hours === 0) return minutes + ':' + tail + ' (m:ss.mmm)';
    return hours + ':' + (minutes < 10 ? '0' : '') + minutes + ':' + tail + ' (h:mm:ss.mmm)';
  }

  function reportTimer(method, label, rest) {
    label = labelOf(label);
    const start = mapGet(timers, label);
    if (start === undefined) return print('warn', "No such label '" + label + "' for console." + method + '()');
    const values = list();
    push(values, '%s: %s');
    push(values, label);
    push(values, duration(now() - start));
    for (let i = 0; i < rest.length; i++) push(values, rest[i]);
    printAll('log', values);
    if (method === 'timeEnd') mapDelete(timers, label);
    return undefined;
  }

  // ---- tables --------------------------------------------------------------------------------------------------
  const newColumn = (head) => ({ __proto__: null, head, width: width(head), cells: { __proto__: null } });

  // `room` bounds what is collected: a table may have as many cells as rows times columns.
  const newTable = () => ({ __proto__: null, columns: list(), rows: 0, room: host.limit });

  function addColumn(table, head) {
    const column = newColumn(head);
    push(table.columns, column);
    return column;
  }

  function fill(table, column, text) {
    table.room -= text.length + 4;
    column.cells[table.rows] = text;
    column.width = max(column.width, width(text));
  }

  function cell(table, value) {
    const object = typeof value === 'object' && value !== null && !isArray(value) ? unwrap(value) : null;
    const depth = object !== null && ownNames(object).length > 2 ? -1 : 0;
    return showArgument(value, max(table.room, 0), { depth, maxArrayLength: 3, breakLength: Infinity });
  }

  // Maps, sets and their iterators: a row for each entry.
  function collectEntries(table, { next, keyed }) {
    const index = addColumn(table, '(iteration index)');
    const keys = keyed ? addColumn(table, 'Key') : undefined;
    const values = addColumn(table, 'Values');
    for (let entry; table.room >= 0 && (entry = next()) !== undefined; table.rows++) {
      fill(table, index, '' + table.rows);
      if (keyed) fill(table, keys, cell(table, entry.key));
      fill(table, values, cell(table, entry.value));
    }
  }

  // Anything else: a row for each property, a column for each property of those, in the order of an object's keys.
  function collectRows(table, data, properties) {
    const index = addColumn(table, '(index)');
    const values = newColumn('Values'); // of rows that are no objects; the last column
    const byName = { __proto__: null };
    const names = ownNames(data);
    let hasValues = false;
    for (let i = 0; i < names.length && table.room >= 0; i++, table.rows = i) {
      fill(table, index, names[i]);
      const item = read(data, names[i]);
      if (!isObject(item) && properties === undefined) {
        hasValues = true;
        fill(table, values, cell(table, item));
        continue;
      }
      const object = isObject(item) ? unwrap(item) : null;
      const fields = properties ?? (object === null ? [] : ownNames(object));
      for (let j = 0; j < fields.length && table.room >= 0; j++) {
        const name = labelOf(fields[j]);
        const column = byName[name] ??= newColumn(name);
        const has = object !== null && hasOwn(object, name);
        fill(table, column, has ? cell(table, read(object, name)) : '');
      }
    }
    const heads = ownNames(byName);
    for (let i = 0; i < heads.length; i++) push(table.columns, byName[heads[i]]);
    if (hasValues) push(table.columns, values);
  }

  function nextOf(data) {
    const kind = kindOf(data);
    if (kind === 'Map') {
      const entries = mapEntries(data);
      return { keyed: true, next: () => pair(mapNext(entries)) };
    }
    if (kind === 'Set') {
      const entries = setValues(data);
      return { keyed: false, next: () => single(setNext(entries)) };
    }
    if (kind !== 'Map Iterator' && kind !== 'Set Iterator') return undefined;
    const preview = previewIterator(data);
    if (preview === undefined) return undefined;
    const entries = preview[0];
    const keyed = preview[1] && kind === 'Map Iterator';
    let i = 0;
    return {
      keyed,
      next() {
        if (i >= entries.length) return undefined;
        i += keyed ? 2 : 1;
        return { key: entries[i - 2], value: entries[i - 1] };
      },
    };
  }

  const pair = (step) => (step.done ? undefined : { key: step.value[0], value: step.value[1] });
  const single = (step) => (step.done ? undefined : { key: undefined, value: step.value });

  function draw({ columns, rows }) {
    const { limit } = host;
    const lines = list();
    let size = 0;
    const rule = (left, middle, right) => {
      let line = left;
      for (let i = 0; i < columns.length; i++) line += (i > 0 ? middle : '') + repeat('─', columns[i].width + 2);
      push(lines, line + right);
    };
    const row = (textOf) => {
      let line = '│';
      for (let i = 0; i < columns.length; i++) {
        const text = textOf(columns[i]) ?? '';
        line += ' ' + text + repeat(' ', columns[i].width - width(text)) + ' │';
      }
      size += line.length;
      push(lines, line);
    };
    rule('┌', '┬', '┐');
    row((column) => column.head);
    rule('├', '┼', '┤');
    for (let i = 0; i < rows && size <= limit; i++) row((column) => column.cells[i]);
    rule('└', '┴', '┘');
    return cut(join(lines, '\n'), limit);
  }

  // console.dir shows objects as they are unless its options ask for their custom functions.
  function dirOptions(options) {
    const chosen = { __proto__: null, customInspect: false };
    const object = isObject(options) ? unwrap(options) : null;
    const names = object === null ? [] : ownNames(object);
    for (let i = 0; i < names.length; i++) chosen[names[i]] = read(object, names[i]);
    return chosen;
  }

  // ---- methods -------------------------------------------------------------------------------------------------
  const methods = {
    assert(condition = false, ...values) {
      if (condition) return;
      if (values.length === 0) {
        print('error', 'Assertion failed');
      } else if (typeof values[0] === 'string') {
        values[0] = 'Assertion failed: ' + values[0];
        printAll('error', values);
      } else {
        print('error', cut('Assertion failed ' + apply(format, undefined, values), host.limit));
      }
    },
    clear() {
      depth = 0;
      if (typeof clear === 'function') clear();
    },
    count(label = 'default') {
      label = labelOf(label);
      const count = (mapGet(counts, label) ?? 0) + 1;
      mapSet(counts, label, count);
      print('log', cut(label + ': ' + count, host.limit));
    },
    countReset(label = 'default') {
      label = labelOf(label);
      if (!mapDelete(counts, label)) print('warn', "Count for '" + label + "' does not exist");
    },
    debug(...values) {
      printAll('debug', values);
    },
    dir(item, options) {
      print('log', cut(showArgument(item, host.limit, dirOptions(options)), host.limit));
    },
    dirxml(...values) {
      printAll('log', values);
    },
    error(...values) {
      printAll('error', values);
    },
    group(...values) {
      if (values.length > 0) printAll('log', values);
      depth++;
    },
    groupCollapsed(...values) {
      if (values.length > 0) printAll('log', values);
      depth++;
    },
    groupEnd() {
      if (depth > 0) depth--;
    },
    info(...values) {
      printAll('info', values);
    },
    log(...values) {
      printAll('log', values);
    },
    table(data, properties) {
      const object = typeof data === 'object' && data !== null ? unwrap(data) : null;
      if (object === null) return printAll('log', [data]);
      const table = newTable();
      const entries = nextOf(object);
      if (entries !== undefined) collectEntries(table, entries);
      else collectRows(table, object, listOf(properties));
      return print('log', draw(table));
    },
    time(label = 'default') {
      label = labelOf(label);
      if (mapHas(timers, label)) print('warn', "Label '" + label + "' already exists for console.time()");
      else mapSet(timers, label, now());
    },
    timeEnd(label = 'default') {
      reportTimer('timeEnd', label, []);
    },
    timeLog(label = 'default', ...values) {
      reportTimer('timeLog', label, values);
    },
    warn(...values) {
      printAll('warn', values);
    },
    trace(...values) {
      const text = apply(format, undefined, values);
      const place = { __proto__: null, stack: '' };
      captureStackTrace(place, methods.trace);
      let frames = typeof place.stack === 'string' ? place.stack : '';
      // Some engines begin a stack with a line that is no frame.
      frames = slice(frames, max(indexOf(frames, '    at '), 0));
      while (frames !== '' && frames[frames.length - 1] === '\n') frames = slice(frames, 0, -1);
      const head = text === '' ? 'Trace' : 'Trace: ' + text;
      print('trace', cut(frames === '' ? head : head + '\n' + frames, host.limit));
    },
  };

  // The columns asked for by console.table: a list that scripts cannot change meanwhile.
  function listOf(properties) {
    const object = isArray(properties) ? unwrap(properties) : null;
    if (object === null) return undefined;
    const names = list();
    for (let i = 0; i < object.length; i++) push(names, read(object, '' + i));
    return names;
  }

  // The public methods: bound by nature, no constructors, of length 0 as WebIDL has it, and none lets an error out.
  const console = {};
  for (const name of Object.keys(methods)) {
    const method = methods[name];
    console[name] = {
      [name](...values) {
        try {
          apply(method, undefined, values);
        } catch {
          // Nothing that a script logs may change what it does.
        }
      },
    }[name];
  }
  methods.trace = console.trace; // where the frames of a trace begin
  defineProperty(console, Symbol.toStringTag, { value: 'console', configurable: true });
  Object.assign(kit, { console });
})
