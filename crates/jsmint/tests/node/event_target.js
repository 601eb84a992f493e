const show = (...values) => console.log(...values);
const attempt = (what, run) => {
  try {
    show(what, run());
  } catch (error) {
    show(what, 'throws', error.name, error.code, error.message);
  }
};
for (const name of ['Event', 'CustomEvent', 'EventTarget', 'AbortController', 'AbortSignal']) {
  const value = globalThis[name];
  show(name, typeof value, value.name, Object.keys(value.prototype).join(), Object.prototype.toString.call(value.prototype));
}
const plain = new Event('x');
show(plain.type, plain.bubbles, plain.cancelable, plain.composed, plain.defaultPrevented, plain.returnValue, plain.target,
  plain.currentTarget, plain.srcElement, plain.eventPhase, plain.cancelBubble, plain.isTrusted, plain.composedPath(), typeof plain.timeStamp);
show(Event.AT_TARGET, plain.AT_TARGET, Event.NONE, String(plain), new CustomEvent('c', { detail: { a: 1 } }).detail, new CustomEvent('c').detail);
attempt('no type', () => new Event());
attempt('options', () => new Event('x', 5));
show(new Event(Symbol.iterator.description).type, new Event(null).type, new Event(5).type);
show(new EventTarget(), new AbortController(), AbortSignal.abort(), [new AbortController().signal], { deep: { deep: { deep: new EventTarget() } } });
// dispatching
const target = new EventTarget();
const seen = [];
const f = function (event) {
  seen.push(['f', this === target, event.target === target, event.currentTarget === target, event.eventPhase, event.composedPath().length]);
};
target.addEventListener('a', f);
target.addEventListener('a', f);
target.addEventListener('a', { handleEvent(event) { seen.push(['object', event.type]); } }, { once: true });
target.addEventListener('a', null);
const event = new Event('a', { cancelable: true });
show(target.dispatchEvent(event), target.dispatchEvent(event), seen, event.target === target, event.currentTarget, event.eventPhase);
target.removeEventListener('a', f, true);
show(seen.length);
target.removeEventListener('a', f);
target.removeEventListener('b', f);
seen.length = 0;
target.addEventListener('a', (e) => { seen.push(1); e.preventDefault(); e.stopImmediatePropagation(); });
target.addEventListener('a', () => seen.push(2));
show(target.dispatchEvent(event), event.defaultPrevented, event.returnValue, seen);
show(target.dispatchEvent(new Event('a')), seen);
const passive = new EventTarget();
passive.addEventListener('p', (e) => e.preventDefault(), { passive: true });
show(passive.dispatchEvent(new Event('p', { cancelable: true })));
attempt('again', () => { const t = new EventTarget(); let out; t.addEventListener('r', (e) => { try { t.dispatchEvent(e); } catch (error) { out = error.code + error.message; } }); t.dispatchEvent(new Event('r')); return out; });
attempt('no event', () => target.dispatchEvent('a'));
attempt('no arguments', () => target.addEventListener('a'));
attempt('no listener', () => target.addEventListener('a', 5));
attempt('no listener', () => target.addEventListener('a', 'f'));
attempt('this', () => EventTarget.prototype.addEventListener.call({}, 'a', f));
{
  const log = [];
  const other = new EventTarget();
  const late = () => log.push('late');
  other.addEventListener('x', () => { log.push('first'); other.removeEventListener('x', gone); other.addEventListener('x', late); });
  const gone = () => log.push('gone');
  other.addEventListener('x', gone);
  other.dispatchEvent(new Event('x'));
  show(log);
  class Mine extends EventTarget { constructor() { super(); this.n = 1; } }
  const mine = new Mine();
  mine.addEventListener('x', () => log.push('mine'));
  mine.dispatchEvent(new CustomEvent('x'));
  show(log, mine instanceof EventTarget);
}
// aborting
const controller = new AbortController();
const { signal } = controller;
show(signal.aborted, signal.reason, controller.signal === signal, signal.onabort);
signal.onabort = function (e) { show('onabort', this === signal, e.type, e.isTrusted, e.target === signal); };
signal.addEventListener('abort', () => show('listener', signal.aborted));
controller.abort();
controller.abort('again');
show(signal.aborted, signal.reason.name, signal.reason.message, signal.reason.code, signal.reason instanceof DOMException);
attempt('throwIfAborted', () => signal.throwIfAborted());
attempt('throwIfAborted', () => new AbortController().signal.throwIfAborted());
show(AbortSignal.abort('why').reason, AbortSignal.abort(undefined).reason.name, AbortSignal.abort(null).reason);
attempt('constructor', () => new AbortSignal());
attempt('this', () => Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'aborted').get.call({}));
attempt('timeout', () => AbortSignal.timeout(-1));
attempt('timeout', () => AbortSignal.timeout('1'));
{
  const [a, b] = [new AbortController(), new AbortController()];
  const any = AbortSignal.any([a.signal, b.signal]);
  const nested = AbortSignal.any([any]);
  any.addEventListener('abort', () => show('any', nested.aborted));
  nested.addEventListener('abort', () => show('nested'));
  show(any.aborted, nested.aborted);
  b.abort('b');
  show(any.aborted, any.reason, nested.reason, a.signal.aborted);
  show(AbortSignal.any([a.signal, AbortSignal.abort(1)]).reason, AbortSignal.any([]).aborted);
  attempt('any', () => AbortSignal.any([1]));
  attempt('any', () => AbortSignal.any(5));
  const removing = new AbortController();
  const t = new EventTarget();
  t.addEventListener('x', () => show('not removed'), { signal: removing.signal });
  t.addEventListener('x', () => show('never added'), { signal: AbortSignal.abort() });
  t.dispatchEvent(new Event('x'));
  removing.abort();
  t.dispatchEvent(new Event('x'));
  attempt('signal', () => t.addEventListener('x', () => {}, { signal: 5 }));
}
