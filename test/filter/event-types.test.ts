import {expect, test} from 'vitest';
import {EVENT_TYPES, eventCode} from '../../src/events/event-types.ts';
import {bucketByEventType} from '../../src/filter/bucket.ts';
import {EVENT_NAMES, eventNamesOf, eventTypesOf} from '../../src/filter/event-types.ts';
import {parsed} from './parsed.ts';

const names = (text: string): string[] => [...eventNamesOf(parsed(text))].filter((name) => name !== 'asyncevent').sort();

test('checks of the type narrow, in every form', () => {
	expect(names('evt.type = open')).toEqual(['open']);
	expect(names('evt.type in (open, openat) and proc.name = a')).toEqual(['open', 'openat']);
	expect(names('evt.type in (open, openat) and not evt.type = open')).toEqual(['openat']);
	expect(names('(evt.type = open and a.b exists) or syscall.type = close')).toEqual(['close', 'open']);
	expect(names('not (evt.type != open or proc.name = a)')).toEqual(['open']);
	expect(names('evt.type = open and evt.type = close')).toEqual([]);
	expect(names('not evt.type exists')).toEqual([]);
});

test('other checks match any event', () => {
	for (const text of [
		'proc.name = a',
		'evt.type exists',
		'evt.type startswith open',
		'evt.type = open or proc.name = a',
		'not proc.name = a',
	]) {
		expect(eventNamesOf(parsed(text))).toHaveLength(EVENT_NAMES.length);
	}
	expect(names('evt.type != open')).toHaveLength(EVENT_NAMES.length - 2);
});

test('a system call without an event of its own is the generic event', () => {
	const codes = eventTypesOf(parsed('evt.type = uname'));
	expect([...codes].map((code) => EVENT_TYPES[code].name).sort()).toEqual(['asyncevent', 'syscall', 'syscall']);
});

test('rules stand in the buckets of their events, in load order', () => {
	const rules = ['evt.type in (open, close)', 'evt.type = close', 'proc.name = a'].map((text) => ({
		text,
		eventTypes: eventTypesOf(parsed(text)),
	}));
	const buckets = bucketByEventType(rules);
	expect(buckets[eventCode('CLOSE_X')]).toEqual(rules);
	expect(buckets[eventCode('OPEN_X')]).toEqual([rules[0], rules[2]]);
});
