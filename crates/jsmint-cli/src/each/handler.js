(function (exported, name, file) {
  'use strict';

  // Taken while baking: what a record does to its own runtime's JSON is its own affair.
  const { parse, stringify } = JSON;
  const { keys } = Object;

  function find() {
    if (name !== null) return name.split('.').reduce((value, part) => value?.[part], exported);
    if (typeof exported === 'function') return exported;
    return exported?.handle ?? exported?.default;
  }

  const handle = find();
  if (typeof handle !== 'function') {
    const wanted = name === null ? 'is no function and has none called handle or default' : `has no function ${name}`;
    const names = exported === null || exported === undefined ? [] : keys(exported);
    const has = names.length > 0 ? `it exports ${names.join(', ')}` : 'it exports nothing by name';
    throw new TypeError(`what ${file} exports ${wanted}: ${has}; choose one with --export`);
  }

  // A result that JSON has no word for, such as undefined, is null, so that every record has its line.
  const write = (result) => stringify(result) ?? 'null';

  return function (line) {
    const result = handle(parse(line));
    return typeof result?.then === 'function' ? (async () => write(await result))() : write(result);
  };
})
