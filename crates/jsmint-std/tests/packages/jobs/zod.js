// What comes from outside is checked, with zod.
'use strict';
const { z } = require('zod');

const Line = z.object({ sku: z.string().regex(/^[A-Z]{2}-\d+$/), price: z.number().int().positive(), quantity: z.number().int().min(1).max(99).default(1) });
const Order = z.object({
  id: z.string().min(3),
  email: z.email(),
  placed: z.iso.datetime(),
  lines: z.array(Line).min(1),
  coupon: z.string().optional(),
  note: z.string().nullable(),
  channel: z.enum(['web', 'shop']).catch('web'),
});
const order = { id: 'R-17', email: 'ada@example.org', placed: '2024-02-29T12:00:00Z', lines: [{ sku: 'BK-1', price: 1490, quantity: 2 }, { sku: 'ST-2', price: 85 }], note: null, channel: 'fax', extra: true };

exports.job = async () => {
  const show = (what, schema, ...values) => {
    for (const value of values) {
      const { success, data, error } = schema.safeParse(value);
      console.log(what + ':', success ? data : error.issues);
    }
  };
  show('order', Order, order, { ...order, email: 'ada', lines: [{ sku: 'x', price: 1.5, quantity: 100 }], note: 1 }, { lines: [] }, null);
  show('string', z.string().trim().toUpperCase().min(2), '  ab ', ' a ', 5);
  show('formats', z.object({ url: z.url(), uuid: z.uuid(), ip: z.ipv4(), v6: z.ipv6(), date: z.iso.date(), b64: z.base64(), jwt: z.jwt(), emoji: z.emoji() }).partial(),
    { url: 'https://example.org/a?b', uuid: '9b2f5a3e-7c1d-4e8a-9f10-1234567890ab', ip: '10.0.0.1', v6: '::1', date: '2024-02-29', b64: 'aGk=', emoji: '🎉' },
    { url: 'no', uuid: 'no', ip: '300.0.0.1', v6: 'x', date: '2023-02-29', b64: 'a', jwt: 'a.b.c', emoji: 'x' });
  show('coerce', z.object({ n: z.coerce.number(), b: z.coerce.boolean(), d: z.coerce.date(), big: z.coerce.bigint(), s: z.coerce.string() }), { n: '42', b: 1, d: 0, big: '9007199254740993', s: 5 });
  show('number', z.number().multipleOf(0.1).finite(), 0.3, 0.35, NaN, Infinity);
  show('bigint', z.bigint().gt(5n), 6n, 5n);
  show('union', z.union([z.string(), z.number().min(5)]), 'a', 7, 1, true);
  const Shape = z.discriminatedUnion('kind', [z.object({ kind: z.literal('circle'), r: z.number() }), z.object({ kind: z.literal('square'), side: z.number() })]);
  show('discriminated', Shape, { kind: 'circle', r: 1 }, { kind: 'square' }, { kind: 'line' });
  show('intersection', z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() })), { a: 'x', b: 1 }, { a: 'x' });
  show('tuple', z.tuple([z.string(), z.number()]).rest(z.boolean()), ['a', 1, true], ['a'], ['a', 1, 'x']);
  show('record', z.record(z.string().length(2), z.number()), { de: 1 }, { deu: 1 });
  show('map', z.map(z.string(), z.set(z.number())), new Map([['a', new Set([1])]]), new Map([[1, new Set(['x'])]]));
  show('strict', z.strictObject({ a: z.string() }), { a: 'x', b: 1 });
  show('loose', z.looseObject({ a: z.string() }), { a: 'x', b: 1 });
  show('pick', Order.pick({ id: true, email: true }).extend({ age: z.number() }).omit({ id: true }), { email: 'a@b.co', age: 5 });
  show('refine', z.object({ a: z.string(), b: z.string() }).refine((it) => it.a === it.b, { error: 'they differ', path: ['b'] }), { a: 'x', b: 'y' });
  show('superRefine', z.array(z.string()).superRefine((items, context) => {
    if (new Set(items).size !== items.length) context.addIssue({ code: 'custom', message: 'not unique' });
  }), ['a', 'a'], ['a', 'b']);
  show('transform', z.string().transform((text) => text.length).pipe(z.number().max(3)), 'abc', 'abcd');
  show('preprocess', z.preprocess((value) => (value === '' ? undefined : value), z.string().optional()), '', 'x');
  show('default', z.object({ a: z.number().default(() => 5), b: z.string().prefault('  x ').pipe(z.string().trim()) }), {});
  const Tree = z.object({ name: z.string(), get children() { return z.array(Tree); } });
  show('recursive', Tree, { name: 'a', children: [{ name: 'b', children: [] }] }, { name: 'a', children: [{ name: 1, children: [] }] });
  show('lazy', z.lazy(() => z.json()), { a: [1, null, 'x', { b: true }] }, { a: undefined, f: () => 1 });
  show('brand', z.string().brand('Id').readonly(), 'x');
  show('template literal', z.templateLiteral([z.number(), z.enum(['px', 'em'])]), '12px', '12pt');
  show('stringbool', z.stringbool(), 'yes', 'off', 'perhaps');
  show('instance', z.instanceof(Date), new Date(0), {});
  show('custom', z.custom((value) => value === 42, 'not the answer'), 42, 41);
  show('nan, never', z.tuple([z.nan(), z.never().optional(), z.undefined(), z.symbol()]), [NaN, undefined, undefined, 'x']);
  class File {}
  show('function in data', z.object({ f: z.function() }).partial(), { f: 1 }, {});
  console.log('error', z.prettifyError(Order.safeParse({ lines: [{}] }).error));
  console.log('tree', z.treeifyError(Order.safeParse({ ...order, lines: [{}] }).error));
  console.log('flat', z.flattenError(Order.safeParse({ ...order, id: 1, email: 2 }).error));
  try {
    z.object({ a: z.string() }).parse({ a: 1 });
  } catch (error) {
    console.log('thrown', error instanceof z.ZodError, error instanceof Error, error.name, error.message);
  }
  console.log('schema', JSON.stringify(z.toJSONSchema(Order, { io: 'input' })));
  const available = z.string().refine(async (name) => (await Promise.resolve(name)) !== 'taken', 'is taken');
  console.log('async', (await available.safeParseAsync('taken')).error.issues, await available.parseAsync('free'));
  z.config(z.locales.de());
  console.log('german', z.string().safeParse(5).error.issues[0].message, '/', z.array(z.string()).max(1).safeParse(['a', 'b']).error.issues[0].message);
  z.config(z.locales.en());
  const half = z.codec(z.string(), z.number(), { decode: (text) => Number(text) / 2, encode: (n) => String(n * 2) });
  console.log('codec', z.decode(half, '5'), z.encode(half, 2.5), new File() instanceof File);
};

exports.input = order;
exports.request = (input) => JSON.stringify(Order.parse(input));
