// Feeds and messages, with fast-xml-parser.
'use strict';
const { XMLBuilder, XMLParser, XMLValidator } = require('fast-xml-parser');

const text = `<?xml version="1.0" encoding="UTF-8"?>
<!-- an order -->
<order id="17" xmlns:p="urn:parts" paid="true">
  <customer vip="">Ada &amp; Co &lt;ada@example.org&gt;</customer>
  <lines>
    <p:line sku="BK-1" quantity="2">14.90</p:line>
    <p:line sku="ST-2" quantity="012">0.850</p:line>
  </lines>
  <note><![CDATA[5 < 6 & "so" on]]></note>
  <empty/>
  <mixed>one<b>two</b>three</mixed>
  <number>0x1F</number><big>12345678901234567890</big><text> spaced </text><flag>false</flag>
</order>
`;

exports.job = () => {
  const parse = (what, options, source = text) => {
    let value;
    try {
      value = new XMLParser(options).parse(source);
    } catch (error) {
      value = error.name + ': ' + error.message;
    }
    console.log(what + ':', JSON.stringify(value, null, 1));
  };
  parse('plain', {});
  parse('attributes', { ignoreAttributes: false, attributeNamePrefix: '@', parseAttributeValue: true, allowBooleanAttributes: true });
  parse('grouped', { ignoreAttributes: false, attributesGroupName: '$', textNodeName: '_', removeNSPrefix: true });
  parse('text only', { parseTagValue: false, trimValues: false });
  parse('ordered', { preserveOrder: true, ignoreAttributes: false, commentPropName: '#comment', cdataPropName: '#cdata' });
  parse('arrays', { isArray: (name) => name === 'note' || name === 'customer', alwaysCreateTextNode: true });
  parse('numbers', { numberParseOptions: { hex: false, leadingZeros: false, eNotation: true } });
  parse('processed', { ignoreAttributes: false, tagValueProcessor: (name, value) => (name === 'note' ? value.toUpperCase() : value), attributeValueProcessor: (name, value) => name + '=' + value, transformTagName: (name) => name.toUpperCase() });
  parse('stop', { stopNodes: ['*.mixed'], unpairedTags: ['br'] }, '<a><mixed>raw <b>kept</b></mixed><br>after</a>');
  parse('declared', { processEntities: true }, '<!DOCTYPE a [<!ENTITY who "world">]><a>hello &who; &#65; &#x42;</a>');
  parse('html', { htmlEntities: true }, '<a>&copy; &euro; &nbsp;.</a>');
  parse('no declaration', { ignoreDeclaration: true, ignorePiTags: true }, '<?xml version="1.0"?><?php x?><a>1</a>');
  parse('dangerous', {}, '<a><__proto__>1</__proto__><constructor>2</constructor></a>');
  parse('unclosed', {}, '<a><b></a>');
  for (const source of [text, '<a>', '<a></b>', '<a b=c/>', '<a b="1" b="2"/>', '<a/><b/>', '', 'text', '<a>&x</a>', '<1a/>', '<a b="1"c="2"/>']) {
    console.log('valid', JSON.stringify(source.slice(0, 24)), XMLValidator.validate(source));
  }
  const value = { '?xml': { '@version': '1.0' }, order: { '@id': 17, customer: 'Ada & Co <x>', line: [{ '@sku': 'a', '#text': 1.5 }, { '@sku': 'b', '#text': 'it\'s "2"' }], empty: '', none: null, list: [], flag: true, '#cdata': 'a < b', '#comment': 'why' } };
  const build = (what, options, from = value) => console.log(what + ':', new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', ...options }).build(from));
  build('built', {});
  build('pretty', { format: true, indentBy: '  ', suppressEmptyNode: true, cdataPropName: '#cdata', commentPropName: '#comment' });
  build('bare', { processEntities: false, suppressBooleanAttributes: false, oneListGroup: true });
  const options = { preserveOrder: true, ignoreAttributes: false, trimValues: false, parseTagValue: false, commentPropName: '#comment', cdataPropName: '#cdata' };
  const again = new XMLBuilder(options).build(new XMLParser(options).parse(text));
  console.log('there and back', again === text.trim() || again);
  build('array', { arrayNodeName: 'item' }, [{ n: 1 }, { n: 2 }]);
};

const parser = new XMLParser({ ignoreAttributes: false });
exports.input = '<order id="17"><customer>Ada &amp; Co</customer><line sku="BK-1" quantity="2">14.90</line></order>';
exports.request = (input) => JSON.stringify(parser.parse(input).order);
