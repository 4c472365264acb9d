import {expect, test} from 'vitest';
import table from '../../src/capture/conversions.json' with {type: 'json'};
import {Converter, needsConversion} from '../../src/capture/converter.ts';
import {fixedBytes} from '../../src/capture/event-layout.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {encodeEvent} from '../../src/events/encode.ts';
import {EVENT_FLAGS, EVENT_TYPES, EventFlags} from '../../src/events/event-types.ts';
import {block, bytes, eventBlock, HEAD, openBytes, readEvents} from './blocks.ts';

/** An event of a type with its first parameters, each filled with a byte of its own. */
function oldEvent(type: number, count: number, tid = 5): Buffer {
	const params = Array.from({length: count}, (_, i) => Buffer.alloc(fixedBytes(EVENT_TYPES[type].params[i].type) || 3, 0x41 + i));
	return encodeEvent({tsNs: 9n, tid, type, params});
}

const read = (...events: Buffer[]) => openBytes(Buffer.concat([HEAD, ...events.map((event) => eventBlock(event))])).then(readEvents);
const codeOf = (ppme: string): number => EVENT_TYPES.findIndex((type) => type.ppme === ppme);
const shown = (event: Buffer): unknown[] => {
	const cursor = new EventCursor();
	cursor.set(event, 0);
	return [EVENT_TYPES[cursor.type].ppme, ...Array.from({length: cursor.paramCount}, (_, i) => cursor.raw(i))];
};

test('an old exit takes what it lacks from its enter event', async () => {
	const [E, X] = [codeOf('PPME_SYSCALL_CLOSE_E'), codeOf('PPME_SYSCALL_CLOSE_X')];
	const events = await read(oldEvent(E, 1), oldEvent(X, 1));
	expect(events.map(shown)).toEqual([['PPME_SYSCALL_CLOSE_X', 'A'.repeat(8), 'A'.repeat(8)]]);
});

test('the enter event of another call or another thread is not taken', async () => {
	const [E, X, OTHER] = [codeOf('PPME_SYSCALL_CLOSE_E'), codeOf('PPME_SYSCALL_CLOSE_X'), codeOf('PPME_SYSCALL_READ_E')];
	const events = await read(oldEvent(E, 1, 6), oldEvent(OTHER, 2), oldEvent(X, 1), oldEvent(X, 1));
	const without = ['PPME_SYSCALL_CLOSE_X', 'A'.repeat(8), '\0'.repeat(8)];
	expect(events.map(shown)).toEqual([without, without]);
});

test('a type of the past becomes the type of today, over several steps', async () => {
	const [event] = await read(oldEvent(codeOf('PPME_SYSCALL_EXECVE_8_X'), 8));
	const cursor = new EventCursor();
	cursor.set(event, 0);
	expect(EVENT_TYPES[cursor.type].ppme).toBe('PPME_SYSCALL_EXECVE_19_X');
	expect(cursor.paramCount).toBe(EVENT_TYPES[cursor.type].params.length);
	expect([cursor.raw(0), cursor.raw(1), cursor.raw(2), cursor.hasParam(15)]).toEqual(['A'.repeat(8), 'BBB', 'CCC', false]);
});

test('every conversion ends in an event of today, or in none', () => {
	const cursor = new EventCursor();
	for (const {code, nparams} of table.entries) {
		const converter = new Converter();
		cursor.set(oldEvent(code, nparams), 0);
		const converted = converter.convert(cursor);
		if (converted === undefined) continue;
		cursor.set(converted, 0);
		const isExit = cursor.type % 2 === 1;
		if (isExit)
			expect(EVENT_FLAGS[cursor.type] & (EventFlags.OLD_VERSION | EventFlags.UNUSED), `${EVENT_TYPES[code].ppme} with ${nparams}`).toBe(0);
		if (isExit) expect([cursor.type, needsConversion(cursor.type, cursor.paramCount)]).toEqual([cursor.type, false]);
	}
});

test('the first container event becomes the JSON of today', async () => {
	const code = codeOf('PPME_CONTAINER_E');
	const event = encodeEvent({
		tsNs: 9n,
		tid: 5,
		type: code,
		params: [bytes('0123456789ab\0'), bytes([1, 4]), bytes('web "1"\0'), bytes('nginx\0')],
	});
	const [converted] = await readEvents(await openBytes(Buffer.concat([HEAD, block(0x216, bytes([0, 2], event))])));
	expect(JSON.parse(String(shown(converted)[1]).replace('\0', ''))).toEqual({
		container: {Mounts: [], id: '0123456789ab', image: 'nginx', name: 'web "1"', type: 1},
	});
});
