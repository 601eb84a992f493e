// TypeScript made into JavaScript, checked and described, with the compiler's one file of nine megabytes.
'use strict';
const ts = require('typescript');

const shop = `
import { type Logger, log as write } from './log';
export enum Level { Low = 1, High = Low << 3, Name = 'n' as any }
export const enum Fixed { A = 'a' }
export interface Item<T = string> { readonly sku: T; price?: number }
abstract class Base<T extends object> {
  static #count = 0;
  protected constructor(private readonly name: string, public items: T[] = []) { Base.#count++; }
  abstract total(): number;
  get first(): T | undefined { return this.items?.[0] ?? undefined; }
}
@sealed
export default class Cart extends Base<Item> {
  @tracked accessor owner = 'Ada';
  constructor() { super('cart'); }
  override total(): number { return this.items.reduce((sum, { price = 0 }) => sum + price, 0); }
  async *pages(size: number): AsyncGenerator<Item[]> { for (let i = 0; i < this.items.length; i += size) yield this.items.slice(i, i + size); }
}
namespace Shop.Deep { export const open = true; export function hours(day: number, ...rest: string[]): [number, number] { return [9, 17]; } }
declare global { interface Window { shop: Cart } }
function sealed(value: Function, context: ClassDecoratorContext) {}
function tracked<V>(value: ClassAccessorDecoratorTarget<unknown, V>, context: ClassAccessorDecoratorContext) { return value; }
let cart = new Cart()!; const n = <any>cart as unknown as number satisfies unknown; write?.(Fixed.A, n ** 2, \`\${Level.High}\`);
for await (using page of cart.pages(2)) { label: for (const { sku, ...rest } of page) { cart.owner ||= sku; continue label; } }
export = cart;
`;

/** The program of these files and a library of the least that the compiler asks for. */
const program = (files, options = {}) => {
  const library = 'interface Array<T> { length: number; [n: number]: T; map<U>(f: (value: T) => U): U[] } interface Boolean {} interface Function {} interface CallableFunction {} interface NewableFunction {} interface IArguments {} interface Number { toFixed(n: number): string } interface Object {} interface RegExp {} interface String { length: number; toUpperCase(): string } interface Promise<T> {} type Partial<T> = { [K in keyof T]?: T[K] };';
  const all = { 'lib.d.ts': library, ...files };
  const output = {};
  const settings = { strict: true, noLib: false, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, declaration: true, types: [], ...options };
  const host = {
    getSourceFile: (name, target) => (name in all ? ts.createSourceFile(name, all[name], target, true) : undefined),
    getDefaultLibFileName: () => 'lib.d.ts', writeFile: (name, text) => { output[name] = text; }, getCurrentDirectory: () => '', getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true, getNewLine: () => '\n', fileExists: (name) => name in all, readFile: (name) => all[name],
  };
  return { it: ts.createProgram(Object.keys(files), settings, host), output };
};
const told = (diagnostics) => diagnostics.map((one) => {
  const place = one.file && one.file.getLineAndCharacterOfPosition(one.start);
  return (place ? one.file.fileName + ':' + (place.line + 1) + ':' + (place.character + 1) + ' ' : '') + 'TS' + one.code + ' ' + ts.flattenDiagnosticMessageText(one.messageText, '\n');
});

exports.job = () => {
  for (const target of ['ES5', 'ES2017', 'ESNext']) {
    const result = ts.transpileModule(shop, { compilerOptions: { target: ts.ScriptTarget[target], module: ts.ModuleKind.CommonJS, sourceMap: target === 'ESNext', ...(target === 'ES2017' && { experimentalDecorators: true, emitDecoratorMetadata: true }) }, reportDiagnostics: true, fileName: 'shop.ts' });
    console.log('=== ' + target + '\n' + result.outputText);
    console.log(told(result.diagnostics), result.sourceMapText);
  }
  console.log(ts.transpile('const A = (p: { n: number }) => <><B {...p} key="k">{p.n} &amp; x</B></>;', { jsx: ts.JsxEmit.React, target: ts.ScriptTarget.ES2020 }));
  console.log(ts.transpile('export const A = () => <div id="a">{1}<b/></div>;', { jsx: ts.JsxEmit.ReactJSX, module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2020 }));
  const { it, output } = program({
    'good.ts': "export interface Point { x: number; y: number }\nexport const scale = <T extends Point>(point: T, by = 2): Point => ({ x: point.x * by, y: point.y * by });\nexport type Keys = keyof Point; export class Box<in out T> { constructor(readonly value: T) {} map<U>(f: (value: T) => U): Box<U> { return new Box(f(this.value)); } }\n/** Doc. */ export function over(n: number): string; export function over(s: string): number; export function over(v: any): any { return v; }\n",
    'bad.ts': "import { scale, type Keys, Box, over } from './good';\nconst a: string = scale({ x: 1 });\nlet k: Keys = 'z';\nfunction f(this: void, n: number | string) { if (typeof n === 'string') return n.toFixed(2); return n.toFixed(1); }\nexport const made = new Box(5).map((n) => n.toUpperCase());\nexport const ok = over(1).length + over(true);\nunknown; f(); class C { p: number; } const never: never = 1; k = undefined;\nswitch (k) { case 'x': break; case 'q': break }\n",
    'syntax.ts': 'let = ; function ( { return }\nclass { x:: number }\n',
  });
  console.log(told(ts.getPreEmitDiagnostics(it)).join('\n'));
  it.emit(it.getSourceFile('good.ts'));
  for (const [name, text] of Object.entries(output)) console.log('--- ' + name + '\n' + text);
  const checker = it.getTypeChecker();
  ts.forEachChild(it.getSourceFile('good.ts'), (node) => {
    const name = node.name ?? (ts.isVariableStatement(node) ? node.declarationList.declarations[0].name : undefined);
    if (!name) return;
    const symbol = checker.getSymbolAtLocation(name);
    const type = checker.getTypeAtLocation(name);
    console.log(ts.SyntaxKind[node.kind], symbol.name, checker.typeToString(type), type.getProperties().map((it) => it.name), ts.displayPartsToString(symbol.getDocumentationComment(checker)));
  });
  const source = ts.createSourceFile('a.ts', 'const a = 1 + 2 * (3 as number); function f<T>(x: T) { return x; }', ts.ScriptTarget.Latest, true);
  const lines = [];
  (function walk(node, depth) {
    lines.push('  '.repeat(depth) + ts.SyntaxKind[node.kind] + ' ' + node.getStart() + '-' + node.end);
    ts.forEachChild(node, (child) => walk(child, depth + 1));
  })(source, 0);
  console.log(lines.join('\n'));
  const swap = (context) => (root) => ts.visitNode(root, function visit(node) {
    return ts.isNumericLiteral(node) ? ts.factory.createBinaryExpression(node, ts.SyntaxKind.AsteriskToken, ts.factory.createNumericLiteral(10)) : ts.visitEachChild(node, visit, context);
  });
  console.log(ts.createPrinter({ removeComments: true }).printFile(ts.transform(source, [swap]).transformed[0]));
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, 'let x = /a+/g.test(`t${1n}`) ?? 0b11; // end');
  const tokens = [];
  while (scanner.scan() !== ts.SyntaxKind.EndOfFileToken) tokens.push(ts.SyntaxKind[scanner.getToken()] + ':' + scanner.getTokenText());
  console.log(tokens.join(' '));
  const parsed = ts.parseConfigFileTextToJson('tsconfig.json', '{ /* why */ "compilerOptions": { "target": "es2020", "strict": true, }, }');
  console.log(parsed.config, ts.convertCompilerOptionsFromJson({ target: 'es2020', module: 'nope' }, '').errors.map((one) => one.code), ts.version);
};

exports.input = "export const total = (lines: { price: number; quantity?: number }[]): number =>\n  lines.reduce((sum, { price, quantity = 1 }) => sum + price * quantity, 0) as number;\n";
exports.request = (input) => ts.transpileModule(input, { compilerOptions: { target: ts.ScriptTarget.ES2020, module: ts.ModuleKind.CommonJS } }).outputText;
