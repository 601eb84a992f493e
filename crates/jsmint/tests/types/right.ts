// Programs that use the modules rightly.
import { COUNT, NAMES, Layer, Pin, find, hash, page, watch, lastEvent, area, now, layers } from 'atlas';
import type { Event, Mode, Place, Shape } from 'atlas';
import * as byAlias from 'node:atlas';
import * as byHand from 'by-hand';
import { pinsOf } from 'z-last';
import { LOUD, greet } from 'written';
import { Bell } from 'node:written';
import type { Name } from 'node:written';
import increase = require('written/one');
import byOtherName = require('one');
import * as unsaid from 'node:unsaid';
import atlas = require('atlas');

const place: Place = { name: 'Here', lat: 1.5, 'a-b': [1, 'b'], colour: '#fff' };
const nested: Place = { ...place, isOpen: true, within: [place, { ...place, within: [] }] };
const mode: Mode = 'read-only';
const found: Place | undefined = find('Here', mode) ?? find('There') ?? find('Where', null);
const shapes: Shape[] = ['Nothing', { Circle: 1 }, { Rectangle: { width: 1, height: 2 } }, { Line: [1, 2] }];
const areas: number[] = shapes.map(area);
const bytes: Uint8Array = hash(new Uint8Array(1), new Uint8Array(2), new Uint8Array(3));
const { items, next } = page(7, undefined, COUNT);
const first: number | string | undefined = items[0];
const last: number | bigint | undefined = next;
watch((event) => {
  if (event.kind === 'start') event.at.getTime();
});
const kinds: ('start' | 'stop')[] = lastEvent().map((event: Event) => event.kind);
const time: number = now();

const pin = new Pin(nested, 1);
pin.moveTo(1, 2);
pin.label = pin.label + String(pin.number);
const far: number = pin.distance(Pin.nearest(1, 2, 3) ?? new Pin(place));
class Own extends Pin {
  moveTo(x: number, y: number): void {
    super.moveTo(y, x);
  }
}
const own: Pin = new Own(place);
const all: Pin[] = layers().flatMap((layer: Layer) => layer.pins());
const one: Pin | undefined = pinsOf(layers()[0]);
const [gone, when] = atlas.delete({ a: 1, b: 2n }, { '1': 'anything' });
const later: Date = gone ? when : when;
atlas['with-dash']();

const same: typeof find = byAlias.find;
const joined: string = byHand.join(NAMES, '-') + byHand.join([]);
const unknown: unknown = byHand.raw(1, 2, 3);
const limit: number = byHand.limit;
const places: readonly string[] = byHand.places;

const who: Name = { full: 'Ada' };
const hello: string = LOUD ? greet(who) : greet({ full: 'A', short: 'B' });
const rings: number = increase(new Bell().ring()) + byOtherName(1);
const whatever: string = unsaid.anything;

export { areas, bytes, first, last, kinds, time, far, own, all, one, later, same, joined, unknown, limit, places, found, hello, rings, whatever };
