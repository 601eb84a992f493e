// Programs that use the modules wrongly: each line is an error, and the compiler must find it.
import { COUNT, Layer, Pin, area, find, hash, layers, page, watch } from 'atlas';
import * as byHand from 'by-hand';
import * as atlas from 'atlas';
import { greet } from 'written';
import { Bell } from 'node:written';
import byOtherName = require('one');
// @ts-expect-error there is no such export
import { nowhere } from 'atlas';
// @ts-expect-error there is no such module
import * as missing from 'no-atlas';

const place: atlas.Place = { name: 'Here', lat: 1.5, 'a-b': [1, 'b'], colour: '#fff' };

// @ts-expect-error a name is text
find(1);
// @ts-expect-error a name must be given
find();
// @ts-expect-error there is no such mode
find('Here', 'write-only');
// @ts-expect-error there may be no such place
find('Here').name;
// @ts-expect-error one argument too many
find('Here', 'read-only', 1);
// @ts-expect-error it is one of several
area({ Square: 1 });
// @ts-expect-error bytes are no text
hash('text');
// @ts-expect-error all of the rest are bytes
hash(new Uint8Array(1), 'text');
// @ts-expect-error the last is required
page(1);
// @ts-expect-error the listener takes an event
watch((event: string) => event);
// @ts-expect-error constants stay as they are
COUNT = 8;
// @ts-expect-error a colour begins with a hash
const red: atlas.Place = { ...place, colour: 'red' };
// @ts-expect-error what is skipped is not there
place.secret;
// @ts-expect-error scripts cannot make layers
new Layer();
// @ts-expect-error a pin needs a place
new Pin();
// @ts-expect-error a pin is made by `new`
Pin(place);
// @ts-expect-error its number cannot be set
new Pin(place).number = 1;
// @ts-expect-error whatever looks like a pin is none
new Pin(place).distance({ number: 1, label: '', moveTo() {}, distance: () => 1 });
// @ts-expect-error a layer is no pin
new Pin(place).distance(layers()[0]);
// @ts-expect-error what is not known must be asked
byHand.made(1).length;
// @ts-expect-error a list is needed
byHand.join('a');

// @ts-expect-error a name has fields
greet('Ada');
// @ts-expect-error by another name it is the same
new Bell().ring(1);
// @ts-expect-error it is one function
byOtherName('1');

export { nowhere, missing, red };
