// What a child wrote, in the encoding that was asked for.
(function (require) {
  'use strict';
  let Buffer;
  try {
    ({ Buffer } = require('buffer'));
  } catch {
    Buffer = undefined;
  }
  const encode = (bytes, encoding) => {
    if (typeof bytes === 'string') return bytes;
    const buffer = Buffer ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : bytes;
    return encoding === 'buffer' || encoding === null || encoding === undefined ? buffer : buffer.toString(encoding);
  };
  const isText = (encoding) => encoding === 'utf8' || encoding === 'utf-8';
  const textOf = (bytes) => (Buffer ? Buffer.from(bytes).toString() : decodeURIComponent(escape(String.fromCharCode(...bytes))));
  return { encode, isText, textOf };
})(require)
