// Streams of events, with RxJS.
'use strict';
const rx = require('rxjs');
const { TestScheduler } = require('rxjs/testing');

const describe = (value) => (value instanceof Error ? value.name + ': ' + value.message : JSON.stringify(value));
/** What a stream does, as a line, once it has ended. */
const collect = (stream) => new Promise((resolve) => {
  const seen = [];
  stream.subscribe({ next: (value) => seen.push(describe(value)), error: (error) => resolve(seen.join(' ') + ' ✗ ' + describe(error)), complete: () => resolve(seen.join(' ') + ' |') });
});
const prices = (orders) => rx.from(orders).pipe(
  rx.filter((order) => order.paid),
  rx.groupBy((order) => order.customer),
  rx.mergeMap((group) => group.pipe(rx.reduce((sum, order) => sum + order.price, 0), rx.map((sum) => ({ customer: group.key, sum })))),
  rx.toArray(),
);
const orders = [{ customer: 'Ada', price: 5, paid: true }, { customer: 'Grace', price: 7, paid: true }, { customer: 'Ada', price: 1, paid: true }, { customer: 'Alan', price: 9, paid: false }];

exports.job = async () => {
  const show = async (what, stream) => console.log(what + ':', await collect(stream));
  const boom = rx.throwError(() => new RangeError('boom'));
  await show('orders', prices(orders));
  await show('of', rx.of(1, 2, 3).pipe(rx.map((n) => n * n)));
  await show('from', rx.concat(rx.from('abc'), rx.from(new Set([1])), rx.from(Promise.resolve('p')), rx.from((async function* () { yield 'g'; })())));
  await show('range', rx.range(1, 10).pipe(rx.filter((n) => n % 2), rx.scan((a, b) => a + b), rx.takeWhile((n) => n < 20, true)));
  await show('buffer', rx.range(0, 7).pipe(rx.bufferCount(3, 2)));
  await show('window', rx.range(0, 5).pipe(rx.windowCount(2), rx.mergeMap((part) => part.pipe(rx.toArray()))));
  await show('pairwise', rx.of(1, 4, 9).pipe(rx.pairwise(), rx.startWith('start'), rx.endWith('end')));
  await show('distinct', rx.of(1, 1, 2, 1, { n: 1 }).pipe(rx.distinctUntilChanged(), rx.distinct()));
  await show('skip, take', rx.range(0, 10).pipe(rx.skip(2), rx.take(5), rx.skipLast(1), rx.takeLast(2)));
  await show('zip', rx.zip(rx.of(1, 2, 3), rx.of('a', 'b')));
  await show('combineLatest', rx.combineLatest({ a: rx.of(1, 2), b: rx.of('x', 'y') }));
  await show('forkJoin', rx.forkJoin([rx.of(1, 2), rx.timer(3), Promise.resolve('p')]));
  await show('race', rx.race(rx.timer(30).pipe(rx.map(() => 'slow')), rx.timer(1).pipe(rx.map(() => 'fast'))));
  await show('merge', rx.merge(rx.timer(8).pipe(rx.map(() => 'b')), rx.timer(1).pipe(rx.map(() => 'a')), rx.of('now')));
  await show('switchMap', rx.of(1, 2, 3).pipe(rx.switchMap((n) => rx.timer(2).pipe(rx.map(() => n)))));
  await show('concatMap', rx.of(3, 1, 2).pipe(rx.concatMap((n) => rx.of(n).pipe(rx.delay(n)))));
  await show('exhaustMap', rx.of(1, 2).pipe(rx.exhaustMap((n) => rx.timer(1).pipe(rx.map(() => n)))));
  await show('expand', rx.of(1).pipe(rx.expand((n) => (n < 50 ? rx.of(n * 2) : rx.EMPTY))));
  await show('interval', rx.interval(1).pipe(rx.take(4), rx.tap({ complete: () => console.log('tapped') })));
  await show('debounce', rx.concat(rx.of('a', 'b'), rx.timer(15).pipe(rx.map(() => 'c'))).pipe(rx.debounceTime(5)));
  await show('timeout', rx.NEVER.pipe(rx.timeout(3)));
  await show('timeout with', rx.NEVER.pipe(rx.timeout({ each: 3, with: () => rx.of('instead') })));
  await show('error', rx.concat(rx.of(1), boom));
  await show('catch', boom.pipe(rx.catchError((error) => rx.of('caught ' + error.message)), rx.finalize(() => console.log('finally'))));
  let tries = 0;
  await show('retry', rx.defer(() => (++tries < 3 ? boom : rx.of('after ' + tries))).pipe(rx.retry({ count: 5, delay: 1 })));
  await show('first', rx.EMPTY.pipe(rx.first()));
  await show('single', rx.of(1, 2).pipe(rx.single()));
  await show('materialize', rx.concat(rx.of(1), boom).pipe(rx.materialize(), rx.map((it) => it.kind)));
  await show('count', rx.of(5, 1, 3).pipe(rx.max(), rx.mergeWith(rx.of(1, 2).pipe(rx.count())), rx.isEmpty()));
  const subject = new rx.Subject();
  const replay = new rx.ReplaySubject(2);
  const behavior = new rx.BehaviorSubject('first');
  const log = [];
  const subscription = subject.subscribe((n) => log.push('s' + n));
  subject.subscribe(replay);
  subject.subscribe(behavior);
  for (const n of [1, 2, 3]) subject.next(n);
  subscription.unsubscribe();
  subject.next(4);
  replay.subscribe((n) => log.push('r' + n));
  behavior.subscribe((n) => log.push('b' + n));
  console.log('subjects', log.join(' '), subject.observed, behavior.value, subscription.closed);
  let subscribed = 0;
  const shared = rx.defer(() => { subscribed++; return rx.timer(1).pipe(rx.map(() => 'x')); }).pipe(rx.share());
  console.log('share', await Promise.all([rx.firstValueFrom(shared), rx.lastValueFrom(shared)]), subscribed);
  console.log('no elements', await rx.lastValueFrom(rx.EMPTY).catch(describe), await rx.firstValueFrom(rx.EMPTY, { defaultValue: 0 }));
  const order = [];
  rx.asyncScheduler.schedule(() => order.push('async'));
  rx.asapScheduler.schedule(() => order.push('asap'));
  rx.queueScheduler.schedule(() => order.push('queue'));
  order.push('now');
  await new Promise((resolve) => setTimeout(resolve, 5));
  console.log('schedulers', order.join(' '));
  const emitter = new (require('events'))();
  const heard = collect(rx.fromEvent(emitter, 'tick').pipe(rx.take(2)));
  emitter.emit('tick', 1);
  emitter.emit('tick', { n: 2 });
  console.log('fromEvent', await heard, emitter.listenerCount('tick'));
  const target = new EventTarget();
  const types = collect(rx.fromEvent(target, 'ping').pipe(rx.map((event) => event.type), rx.take(1)));
  target.dispatchEvent(new Event('ping'));
  console.log('fromEvent target', await types);
  console.log('callback', await collect(rx.bindNodeCallback((n, done) => done(null, n + 1))(1)), await collect(rx.bindNodeCallback((done) => done(new Error('failed')))()));
  new TestScheduler((actual, expected) => console.log('marbles', JSON.stringify(actual.map(({ frame, notification: { kind, value } }) => [frame, kind, value])), JSON.stringify(actual) === JSON.stringify(expected))).run(({ cold, expectObservable, flush }) => {
    expectObservable(cold('a-b--c|').pipe(rx.delay(2), rx.throttleTime(2))).toBe('--a----(c|)');
    expectObservable(rx.interval(1000).pipe(rx.take(2), rx.map(String))).toBe('1s 0 999ms (1|)');
    flush();
  });
};

exports.input = orders;
exports.request = (input) => {
  let text = 'nothing';
  prices(input).subscribe((value) => { text = JSON.stringify(value); });
  return text;
};
