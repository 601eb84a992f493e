// `util/types`: what values are inside, whatever they claim to be.
(function (module, exports, require, native) {
  'use strict';
  const { kindOf, unwrap, isInstance, proxyDetails } = require('internal/inspect');
  const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
  // A proxy is none of what it stands for.
  const kind = (value) => (isObject(value) && proxyDetails(value) === undefined ? kindOf(value) : '');
  const is = (...names) => (value) => names.includes(kind(value));

  const isProxy = (value) => isObject(value) && proxyDetails(value) !== undefined;
  const tagOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
  const typed = (value) => Reflect.apply(tagOf, value, []);
  const isAsync = is('AsyncFunction', 'AsyncGeneratorFunction');

  Object.assign(exports, {
    isExternal: () => false,
    isDate: is('Date'),
    isArgumentsObject: is('Arguments'),
    isBigIntObject: is('BigInt'),
    isBooleanObject: is('Boolean'),
    isNumberObject: is('Number'),
    isStringObject: is('String'),
    isSymbolObject: is('Symbol'),
    isNativeError: is('Error'),
    isRegExp: is('RegExp'),
    isAsyncFunction: isAsync,
    isGeneratorFunction: is('GeneratorFunction', 'AsyncGeneratorFunction'),
    isGeneratorObject: is('Generator', 'AsyncGenerator'),
    isPromise: is('Promise'),
    isMap: is('Map'),
    isSet: is('Set'),
    isMapIterator: is('Map Iterator'),
    isSetIterator: is('Set Iterator'),
    isWeakMap: is('WeakMap'),
    isWeakSet: is('WeakSet'),
    isArrayBuffer: is('ArrayBuffer'),
    isDataView: is('DataView'),
    isSharedArrayBuffer: is('SharedArrayBuffer'),
    isProxy,
    isModuleNamespaceObject: is('Module'),
    isAnyArrayBuffer: is('ArrayBuffer', 'SharedArrayBuffer'),
    isBoxedPrimitive: is('Number', 'String', 'Boolean', 'BigInt', 'Symbol'),
    isArrayBufferView: ArrayBuffer.isView,
    isTypedArray: (value) => typed(value) !== undefined,
  });
  for (const name of [
    'Uint8Array', 'Uint8ClampedArray', 'Uint16Array', 'Uint32Array', 'Int8Array', 'Int16Array', 'Int32Array',
    'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array',
  ]) exports['is' + name] = (value) => typed(value) === name;
  exports.isKeyObject = () => false;
  exports.isCryptoKey = () => false;
  for (const name of Object.keys(exports)) {
    if (exports[name] !== ArrayBuffer.isView) Object.defineProperty(exports[name], 'name', { value: name });
  }
})
