// Pages and mails, with Handlebars.
'use strict';
const Handlebars = require('handlebars');

Handlebars.registerHelper('money', (cents, options) => (cents / 100).toFixed(2) + ' ' + (options.hash.currency || 'EUR'));
Handlebars.registerHelper('list', function (items, options) {
  return '<ul>' + items.map((item) => '<li>' + options.fn(item) + '</li>').join('') + '</ul>';
});
Handlebars.registerPartial('line', '{{quantity}} × {{name}}{{#if note}} ({{note}}){{/if}} {{money price}}');
const page = Handlebars.compile(`<h1>Order {{id}}</h1>
{{#each lines}}
{{@index}}: {{> line}}
{{else}}
nothing
{{/each}}
{{#with customer}}
Thank you, {{title}}{{name}}!
{{/with}}
`);
const order = { id: 17, customer: { name: 'Ada & Co', title: 'Ms ' }, lines: [{ name: 'Tea', quantity: 2, price: 350 }, { name: '<Cup>', quantity: 1, price: 800, note: 'blue' }] };

exports.job = () => {
  const show = (what, source, input, options, runtime) => {
    let text;
    try {
      text = Handlebars.compile(source, options)(input, runtime);
    } catch (error) {
      text = error.name + ': ' + error.message;
    }
    console.log(what + ':', JSON.stringify(text));
  };
  console.log(page(order));
  console.log(page({ id: 18, lines: [] }));
  show('escape', '{{text}} {{{text}}} {{&text}}', { text: '<a href="x">&\'`=</a>' });
  show('no escape', '{{text}}', { text: '<b>' }, { noEscape: true });
  show('path', '{{a.b.c}} {{a/b/c}} {{a.[x y].z}} {{./top}} {{this.top}}', { a: { b: { c: 1 }, 'x y': { z: 2 } }, top: 3 });
  show('if', '{{#if a}}yes{{else if b}}maybe{{else}}no{{/if}}', { a: 0, b: [1] });
  show('empty list', '{{#if a}}yes{{else}}no{{/if}}', { a: [] });
  show('zero', '{{#if a includeZero=true}}yes{{else}}no{{/if}}', { a: 0 });
  show('unless', '{{#unless a}}no{{/unless}}', {});
  show('each object', '{{#each this}}{{@key}}={{this}}{{#unless @last}}, {{/unless}}{{/each}}', { a: 1, b: 2, c: 3 });
  show('each map', '{{#each m}}{{@key}}={{this}};{{/each}}', { m: new Map([['x', 1], ['y', 2]]) });
  show('each first', '{{#each this}}{{#if @first}}first {{/if}}{{.}} {{/each}}', ['a', 'b']);
  show('each nested', '{{#each rows}}{{#each this}}{{@../index}}.{{@index}}={{this}} {{/each}}{{/each}}', { rows: [['a', 'b'], ['c']] });
  show('block params', '{{#each people as |person n|}}{{n}}{{person.name}} {{../title}};{{/each}}', { title: 'T', people: [{ name: 'A' }, { name: 'B' }] });
  show('with', '{{#with a as |it|}}{{it.b}}{{else}}none{{/with}}', { a: { b: 1 } });
  show('lookup', '{{lookup names 1}} {{#with (lookup map key)}}{{name}}{{/with}}', { names: ['a', 'b'], map: { k: { name: 'found' } }, key: 'k' });
  show('helper', '{{money 1999}} {{money 5 currency="USD"}} {{money (lookup prices 0)}}', { prices: [120] });
  show('block helper', '{{#list items}}{{name}}{{/list}}', { items: [{ name: 'a' }, { name: '<b>' }] });
  show('whitespace', '  {{~#if a~}}  x  {{~/if~}}  .', { a: true });
  show('comment', 'a{{! no }}b{{!-- {{no}} --}}c', {});
  show('raw', '{{{{raw}}}} {{not}} {{{{/raw}}}}', {}, {}, { helpers: { raw: (options) => options.fn() } });
  show('escaped', '\\{{not}} \\\\{{a}}', { a: 1 });
  show('literals', '{{t true}} {{t null}} {{t 1.5}} {{t "s"}} {{t undefined}}', {}, {}, { helpers: { t: (value) => typeof value + ':' + value } });
  show('inline partial', '{{#*inline "it"}}<{{x}}>{{/inline}}{{> it x=1}}{{> it x=2}}', {});
  show('partial block', '{{#> layout}}body {{name}}{{/layout}}', { name: 'N' }, {}, { partials: { layout: 'head {{> @partial-block}} foot' } });
  show('dynamic partial', '{{> (which)}}', { which: () => 'line', quantity: 1, name: 'x', price: 1 });
  show('partial default', '{{#> gone}}instead{{/gone}}', {});
  show('missing partial', '{{> gone}}', {});
  show('missing helper', '{{gone 1}}', {});
  show('strict', '{{gone}}', {}, { strict: true });
  show('syntax', '{{#if a}}x{{/each}}', {});
  show('unclosed', 'a\n{{#if a}}', {});
  show('data', '{{@root.a}} {{@level}}', { a: 1 }, {}, { data: { level: 'info' } });
  show('prototype', '{{constructor.name}} {{own}} {{a.__proto__}}', { own: 1, a: {} });
  show('method', '{{greet}} {{who.name}}', { greet() { return 'hi ' + this.n; }, n: 'N', who: { get name() { return 'got'; } } });
  show('safe', '{{link}} {{plain}}', { link: new Handlebars.SafeString('<a>'), plain: Handlebars.escapeExpression('<a>') });
  const ast = Handlebars.parse('a {{b.c d=1}}{{#e}}f{{/e}}');
  console.log('ast', ast.body.map((node) => node.type + '@' + node.loc.start.line + ':' + node.loc.start.column));
  const code = Handlebars.precompile('{{#each a}}{{b}}{{/each}}', { knownHelpersOnly: true });
  console.log('precompiled', code.length > 200, Handlebars.template(new Function('return ' + code)())({ a: [{ b: 1 }, { b: 2 }] }));
  const own = Handlebars.create();
  own.registerHelper('only', () => 'mine');
  console.log('own', own.compile('{{only}}')({}), 'only' in Handlebars.helpers, Handlebars.VERSION);
};

exports.input = order;
exports.request = (input) => page(input);
