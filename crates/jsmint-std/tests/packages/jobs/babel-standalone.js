// Today's JavaScript made into yesterday's, with Babel's bundle for places without files.
'use strict';
const Babel = require('@babel/standalone');

const shop = `
// @ts-check
import base, { type Item, rate as vat } from './base.js';
export * as tools from './tools.js';
export default class Cart extends base {
  static #made = 0;
  #lines = new Map();
  static { this.#made = 1; }
  static has(it) { return #lines in it; }
  get total() { return [...this.#lines.values()].reduce((sum, { price, ...rest }) => sum + price ** 2 * (rest?.quantity ?? 1), 0); }
  async add(line, { gift = false, ...options } = {}) {
    this.#lines.set(line.sku, line);
    for await (const step of this.steps(\`\${line.sku}\n\`)) options[step] ||= gift;
    try { await this.save?.(...arguments); } catch { return 1_000n; }
    return new.target;
  }
  *steps(name) { yield* [name, 'saved']; label: for (let i = 0; i < 3; i++) { setTimeout(() => i); if (i) break label; } }
}
export const f = async ([a, b = a] = [], ...rest) => { let { [a]: x = 1, y: { z } } = await b; return tag\`t\${x}\${z}\`; };
var sticky = /(?<year>\\d{4})/suy, symbol = typeof Symbol.iterator, obj = { __proto__: null, 'a-b': 1, [symbol]() { super.m(); }, get x() { return vat; } };
`;

exports.job = () => {
  const show = (what, source, options) => {
    let text;
    try {
      text = Babel.transform(source, { filename: 'shop.js', ...options }).code;
    } catch (error) {
      text = error.name + ' ' + error.code + ' ' + error.reasonCode + ': ' + error.message;
    }
    console.log('=== ' + what + '\n' + text);
  };
  const plain = shop.replace('type Item, ', '');
  show('es5', plain, { presets: [['env', { targets: { ie: '11' }, modules: 'commonjs' }]] });
  show('node 12', plain, { presets: [['env', { targets: { node: '12' }, modules: false }]] });
  show('loose', plain, { presets: [['env', { targets: { ie: '11' }, loose: true, modules: 'umd' }]], assumptions: { setPublicClassFields: true } });
  show('typescript', shop + 'enum E { A, B = A << 2 } namespace N { export const n: number = 1 } function over(a: string): void; function over(a?: any) { return a! as unknown satisfies object }', { presets: ['typescript'], filename: 'shop.ts' });
  show('react', 'const App = ({ items }) => <><List {...items} key="a" on:x={() => 1}>text &amp; {items.length}{/* no */}</List></>;', { presets: [['react', { runtime: 'classic', throwIfNamespace: false }]] });
  show('react automatic', 'export const A = () => <div className="a">{1}<b/></div>;', { presets: [['react', { runtime: 'automatic' }]] });
  show('flow', '// @flow\ntype T = {| a: ?string |}; export const f = (x: T): %checks => !!x; opaque type O = string;', { presets: ['flow'] });
  show('decorators', '@dec class A { @log m() {} @watch accessor x = 1; }', { plugins: [['proposal-decorators', { version: '2023-11' }]] });
  show('pipeline', 'x |> f(%) |> await g(%, 1)', { plugins: [['proposal-pipeline-operator', { proposal: 'hack', topicToken: '%' }]], parserOpts: { allowAwaitOutsideFunction: true } });
  show('minified', plain, { presets: [['env', { targets: { chrome: '60' } }]], minified: true, comments: false });
  show('syntax', 'let a = ;\nlet b = 2;');
  show('undefined export', 'export { gone };');
  show('twice', 'let a; let a;');
  show('no plugin', '<a/>');
  show('bad option', 'a', { presets: ['none'] });
  const { code, map } = Babel.transform('const f = (a) => a?.b ?? 0;\nf({});', { presets: [['env', { targets: 'ie 11' }]], sourceMaps: true, filename: 'in.js' });
  console.log(code, JSON.stringify(map));
  Babel.registerPlugin('shout', ({ types: t, template }) => ({
    visitor: {
      StringLiteral(path) { if (path.node.value !== path.node.value.toUpperCase()) path.replaceWith(t.stringLiteral(path.node.value.toUpperCase())); },
      DebuggerStatement(path) { path.replaceWithMultiple(template.statements('LOG(X); done();')({ LOG: t.identifier('log'), X: t.valueToNode({ a: [1, null] }) })); },
      Identifier(path) { if (path.node.name === 'old' && !path.scope.hasBinding('old')) path.node.name = path.scope.generateUid('fresh'); },
    },
  }));
  show('own plugin', "const a = 'quiet'; debugger; { let old = 1; old } old(a);", { plugins: ['shout'] });
  const { ast } = Babel.transform('export const a = 1; let b = a + 2;', { ast: true, code: false });
  const seen = [];
  Babel.packages.traverse.default(ast, { enter(path) { seen.push(path.type + (path.key ? '.' + path.key : '')); } });
  console.log(seen.join(' '));
  const { parser, generator, types, template } = Babel.packages;
  const expression = parser.parseExpression('a ? (b, c) : d => ({})');
  console.log(expression.type, generator.default(expression).code, types.isConditionalExpression(expression), generator.default(template.default.ast`if (${types.identifier('x')}) y()`).code);
  console.log(parser.parse('let a; let a; 08 = 1; return', { errorRecovery: true }).errors.map((error) => error.message));
  console.log(Object.keys(Babel.availablePresets).sort().join(' '), Object.keys(Babel.availablePlugins).length > 100, Babel.version);
};

const options = { presets: ['react'], filename: 'card.jsx' };
exports.input = 'export const Card = ({ name, ...rest }) => <div className="card" {...rest}>Hello {name}!</div>;\n';
exports.request = (input) => Babel.transform(input, options).code;
