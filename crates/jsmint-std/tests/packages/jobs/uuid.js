// Identifiers, with uuid. What is random is judged by its shape.
'use strict';
const { MAX, NIL, parse, stringify, v1, v1ToV6, v3, v4, v5, v6, v6ToV1, v7, validate, version } = require('uuid');

const SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const random = Uint8Array.of(0x10, 0x91, 0x56, 0xbe, 0xc4, 0xfb, 0xc1, 0xea, 0x71, 0xb4, 0xef, 0xe1, 0x67, 0x1c, 0x58, 0x36);

exports.job = () => {
  const print = (what, ...values) => console.log(what + ':', ...values);
  const attempt = (f) => {
    try {
      return f();
    } catch (error) {
      return error.name + ': ' + error.message;
    }
  };
  for (const name of ['', 'hello.example.com', 'http://example.com/hello', 'Grüße 🎉', '\u0000']) {
    print('v3 ' + JSON.stringify(name), v3(name, v3.DNS), v3(name, v3.URL));
    print('v5 ' + JSON.stringify(name), v5(name, v5.DNS), v5(name, v5.URL));
  }
  print('v5 of bytes', v5(Uint8Array.of(1, 2, 3), parse(v5.DNS)), v5('x', '1b671a64-40d5-491e-99b0-da01ff1f3341'));
  print('v5 into', v5('x', v5.DNS, new Uint8Array(18), 1).join());
  print('bad namespace', attempt(() => v5('x', 'no')), attempt(() => v5('x')));
  print('constants', NIL, MAX, v3.DNS, v3.URL);
  const make = { v1, v4, v6, v7 };
  for (const [name, f] of Object.entries(make)) {
    const seen = new Set(Array.from({ length: 200 }, () => f()));
    print(name, seen.size, [...seen].every((id) => SHAPE.test(id) && validate(id)), [...new Set([...seen].map(version))].join());
  }
  const sorted = Array.from({ length: 50 }, () => v7());
  print('v7 is in order', sorted.join() === [...sorted].sort().join(), Math.abs(parseInt(sorted[0].replace(/-/g, '').slice(0, 12), 16) - Date.now()) < 60000);
  print('v4 of bytes', v4({ random }), v4({ rng: () => random.slice() }));
  const time = { msecs: Date.UTC(2024, 1, 29), nsecs: 5678, clockseq: 0x1234, node: Uint8Array.of(1, 2, 3, 4, 5, 6), random };
  print('v1 of a time', v1(time));
  print('v6 of a time', v6(time));
  print('v7 of a time', v7({ msecs: Date.UTC(2024, 1, 29), seq: 0x7fffffff, random }));
  print('v1 to v6', v1ToV6('92f62d9e-22c4-11ef-97e9-325096b39f47'), v6ToV1('1ef22c49-2f62-6d9e-97e9-325096b39f47'));
  print('into', v4({ random }, new Uint8Array(16)).join(), v1(time, new Uint8Array(20), 2).join());
  print('into nowhere', attempt(() => v4({ random }, new Uint8Array(16), 1)));
  print('few bytes', attempt(() => v4({ random: Uint8Array.of(1) })));
  for (const text of [NIL, MAX, v5.DNS, v5.DNS.toUpperCase(), '', 'no', v5.DNS + '0', '6ba7b810-9dad-f1d1-80b4-00c04fd430c8', 5]) {
    print('validate', text, validate(text), attempt(() => version(text)), attempt(() => parse(text).join()));
  }
  print('stringify', stringify(random), stringify(Uint8Array.of(0, ...random), 1), attempt(() => stringify([1, 2])));
  print('there and back', stringify(parse('109156be-c4fb-41ea-b1b4-efe1671c5836')));
};

exports.input = ['https://example.org/a', 'https://example.org/b'];
exports.request = (urls) => urls.map((url) => v5(url, v5.URL)).concat(String(validate(v4()))).join(' ');
