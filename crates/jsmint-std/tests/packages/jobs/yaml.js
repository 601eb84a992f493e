// Configuration files, with yaml.
'use strict';
const YAML = require('yaml');

const text = `# How the service is run
name: &name orders
version: 1.10
"quoted key": 'it''s'
replicas: 3
limits: { cpu: 0.5, memory: 128Mi, burst: ~ }
env:
  - name: MODE
    value: production
  - { name: DEBUG, value: "no" }
defaults: &defaults
  timeout: 30
  retries: [1, 2, 3]
service:
  <<: *defaults
  timeout: 60
  title: *name
script: |
  set -e
  make all
folded: >-
  one line
  that goes on

  and another
hex: 0xff
octal: 0o17
float: 1e3
inf: -.inf
nan: .nan
yes: yes
date: 2024-02-29
? complex
: value
`;

exports.job = () => {
  const show = (what, source, options) => {
    let value;
    try {
      value = YAML.parse(source, options);
    } catch (error) {
      value = error.name + ' ' + error.code + ': ' + error.message;
    }
    console.log(what + ':', value);
  };
  show('all', text);
  show('merge', text, { merge: true });
  show('1.1', 'yes: yes\noctal: 017\ndate: 2024-02-29\nset: !!set { a, b }\nomap: !!omap [ a: 1, b: 2 ]\nsexagesimal: 1:30:00\nbinary: !!binary aGVsbG8=\n', { version: '1.1' });
  show('failsafe', 'a: 1\nb: true\n', { schema: 'failsafe' });
  show('maps', '1: a\n[2, 3]: b\n', { mapAsMap: true });
  show('big', '[9007199254740993, 1]', { intAsBigInt: true });
  show('reviver', 'a: 1\nb: 2\n', (key, value) => (typeof value === 'number' ? value * 10 : value));
  show('block', 'keep: |+\n  a\n\nstrip: >-\n  b\n  c\nindent: |2\n    d\n');
  show('escapes', '["\\u263A\\t\\x41", \'\\n\', "a\\\n  b"]');
  show('tabs', 'a:\n\t- b\n');
  show('duplicate', 'a: 1\na: 2\n');
  show('indent', 'a:\n  b: 1\n c: 2\n');
  show('unclosed', '[1, 2');
  show('alias', 'a: *gone\n');
  show('bomb', 'a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n', { maxAliasCount: 20 });
  console.log(YAML.parseAllDocuments('a: 1\n---\n- b\n...\n---\nnull\n').map((document) => document.toJS()));
  const document = YAML.parseDocument('# top\na: 1 # one\n\n# about b\nb:\n  - x\n  - y: 2\n');
  document.set('a', 5);
  document.addIn(['b'], 'added');
  document.setIn(['c', 'd'], [true, null]);
  document.deleteIn(['b', 0]);
  document.contents.items[0].key.comment = ' of a';
  document.comment = ' the end';
  console.log(String(document));
  console.log(document.getIn(['b', 0, 'y']), document.has('c'), document.toJSON());
  const shared = { n: 1 };
  const value = { text: 'plain', 'needs quotes': ': #', lines: 'a\nb\n', long: 'word '.repeat(30), empty: [{}, [], '', null, undefined], no: 'no', number: '12', date: new Date(0), one: shared, two: shared, map: new Map([['k', new Set([1])]]), big: 10n ** 20n, negative: -0 };
  console.log(YAML.stringify(value));
  console.log(YAML.stringify(value, { indent: 4, lineWidth: 40, defaultStringType: 'QUOTE_DOUBLE', nullStr: '~', collectionStyle: 'flow', aliasDuplicateObjects: false }));
  console.log(YAML.stringify([1, [2, { a: 3 }]], { indentSeq: false }), YAML.stringify({ a: 1, b: 2 }, ['a']), YAML.stringify(1.0, { minFractionDigits: 2 }));
  const own = { identify: (it) => it instanceof RegExp, tag: '!re', resolve: (source) => new RegExp(source), stringify: (item) => item.value.source };
  console.log(YAML.parse('!re ^a+$', { customTags: [own] }), YAML.stringify({ re: /b/ }, { customTags: [own] }));
  const seen = [];
  YAML.visit(YAML.parseDocument(text), { Scalar: (key, node) => { if (typeof node.value === 'number') seen.push(node.value); }, Alias: (key, node) => { seen.push('*' + node.source); } });
  console.log(seen.join(' '));
  console.log([...new YAML.Lexer().lex('a: [b, "c"]\n')].map((token) => JSON.stringify(token)).join(' '));
  const counter = new YAML.LineCounter();
  const broken = YAML.parseDocument('a: b: c\nd: "\n', { lineCounter: counter, prettyErrors: false });
  console.log(broken.errors.map((error) => [error.code, error.pos, counter.linePos(error.pos[0])]), broken.warnings.length);
};

exports.input = 'name: orders\nreplicas: 3\nenv:\n  - { name: MODE, value: production }\nlimits:\n  memory: 128Mi # enough\n';
exports.request = (input) => JSON.stringify(YAML.parse(input));
