import fc from 'fast-check';
import {expect, test} from 'vitest';
import {fixedBytes} from '../../src/capture/event-layout.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {encodeEvent} from '../../src/events/encode.ts';
import {EVENT_TYPES, type EventType} from '../../src/events/event-types.ts';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {isFieldProblem, type ResolvedField} from '../../src/fields/field.ts';
import {outputJson, outputText} from '../../src/fields/print.ts';
import {System} from '../../src/system/system.ts';
import {fileEntry, machineState} from '../system/machine.ts';

const catalogue = createFieldCatalogue();
const ARGUMENTS: Readonly<Record<string, string>> = {
	'evt.type.is': 'open',
	'evt.around': '1',
	'thread.cgroup': 'cpu',
	'evt.rawarg': 'data',
	'evt.arg': '1',
};

/** Every field, those that need an argument with one. */
const FIELDS: readonly ResolvedField[] = catalogue.definitions.map(({name, argument}) => {
	const dotted = name === 'evt.type.is' || name === 'thread.cgroup' || name === 'evt.rawarg';
	const given = argument === 'required' ? (ARGUMENTS[name] ?? '0') : undefined;
	const found = dotted ? catalogue.resolve(`${name}.${given}`) : catalogue.resolve(name, given);
	if (isFieldProblem(found)) throw new Error(`${name}: ${found.kind}`);
	return found;
});

/** Any bytes for parameters without a fixed width, and any value or none for those with one: what the readers let through. */
function paramsOf({params}: EventType) {
	return fc.tuple(
		...params.map(({type}) => {
			const width = fixedBytes(type);
			const bytes = width > 0 ? fc.uint8Array({minLength: width, maxLength: width}) : fc.uint8Array({maxLength: 40});
			return fc.oneof({weight: 5, arbitrary: bytes}, fc.constant(new Uint8Array()));
		}),
	);
}

const anyEvent = fc
	.constantFrom(...EVENT_TYPES)
	.chain((type) => fc.record({type: fc.constant(type), params: paramsOf(type), drop: fc.nat(2), tid: fc.constantFrom(1, 100, 555)}));

/** Asks every field about an event of a system that knows threads 1 and 100. */
function askAll(type: EventType, params: readonly Uint8Array[], tid: number): void {
	const system = new System();
	system.load(machineState({descriptors: [{tid: 100, entries: [fileEntry(0, '/a'), fileEntry(3, '/tmp/b')]}]}));
	const cursor = new EventCursor();
	cursor.set(encodeEvent({tsNs: 7_000_000_001n, tid, type: type.code, params}), 0);
	const event = system.begin(cursor);
	catalogue.observe(event);
	for (const field of FIELDS) {
		if (typeof outputText(field, event) !== 'string') expect.fail(`${type.ppme}: ${field.text} has no text`);
		if (outputJson(field, event) === undefined) expect.fail(`${type.ppme}: ${field.text} has no JSON`);
	}
}

test('no event makes a field or its text fail, whatever its parameters hold', () => {
	fc.assert(
		fc.property(anyEvent, ({type, params, drop, tid}) => askAll(type, params.slice(0, Math.max(params.length - drop, 0)), tid)),
		{numRuns: 400},
	);
});

test('no type of event makes a field fail when its parameters are empty or left out', () => {
	for (const type of EVENT_TYPES) {
		for (const tid of [100, 555]) {
			const empty = type.params.map(() => new Uint8Array());
			for (let count = 0; count <= empty.length; count++) askAll(type, empty.slice(0, count), tid);
		}
	}
}, 120_000);
