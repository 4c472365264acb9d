import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {COMMANDS} from '../../../src/ui/keys/commands.ts';
import {createKeyMap, KeyMap} from '../../../src/ui/keys/key-map.ts';
import {keyName, parseKey} from '../../../src/ui/keys/key-names.ts';

const map = (...choices: [command: string, ...keys: string[]][]) => createKeyMap(choices.map(([command, ...keys]) => ({command, keys})));

describe('the key map', () => {
	test('of nobody’s choices is the table', () => {
		const keys = new KeyMap();
		for (const command of COMMANDS) expect(keys.keysOf(command.id)).toEqual(command.keys);
	});

	test('no key of the table means two things in one place', () => {
		for (const command of COMMANDS)
			for (const key of command.keys)
				for (const mode of command.modes)
					for (const view of 'views' in command ? command.views : ['alerts', 'noise', 'exceptions', 'events', 'processes'])
						expect([key, mode, view, new KeyMap().commandFor(key, mode, view)]).toEqual([key, mode, view, command.id]);
	});

	test('a key that the user gives to a command is taken from the one that had it; its other keys stay', () => {
		const {map: keys, problems} = map(['pause', 'w']);
		expect(problems).toEqual([]);
		expect(keys.commandFor('w', 'view', 'alerts')).toBe('pause');
		expect(keys.commandFor('F7', 'view', 'alerts')).toBe('whitelist');
		expect(keys.keysOf('whitelist')).toEqual(['F7']);
		expect(keys.commandFor('p', 'view', 'alerts')).toBeUndefined();
	});

	test('a command without keys is reached by its name', () => {
		const {map: keys} = map(['demo']);
		expect(keys.keysOf('demo')).toEqual([]);
		expect(keys.hint('demo')).toBe(':demo');
	});

	test('two choices of one key are a problem; the first keeps it', () => {
		const {map: keys, problems} = map(['pause', 'x'], ['demo', 'x', 'F9']);
		expect(problems).toMatchObject([{key: 0, message: 'x is already given to pause'}]);
		expect(keys.keysOf('demo')).toEqual(['F9']);
	});

	test('the same key may mean two things in two places', () => {
		expect(map(['exception.remove', 'x'], ['raw', 'x']).problems).toEqual([]);
	});

	test('an unknown command and an unknown key are told with the nearest name', () => {
		const {problems} = map(['whitlist', 'w'], ['pause', 'pgdwn']);
		expect(problems).toMatchObject([
			{message: 'no command is called whitlist', hint: 'did you mean whitelist?'},
			{message: "'pgdwn' is no key", hint: 'did you mean pgdn?'},
		]);
	});

	test('Ctrl-C always quits, Esc never', () => {
		const {map: keys, problems} = map(['interrupt', 'x'], ['quit', 'Esc'], ['pause', 'ctrl-c']);
		expect(problems).toHaveLength(3);
		expect(keys.commandFor('ctrl-c', 'view', 'alerts')).toBe('interrupt');
		expect(keys.commandFor('escape', 'view', 'alerts')).toBe('clear');
	});

	test('what leaves a prompt or takes from a list keeps a key that writes nothing', () => {
		const {map: keys, problems} = map(['back'], ['prompt.accept'], ['menu.choose', 'f9']);
		expect(problems).toMatchObject([
			{message: 'back needs a key that writes no character', hint: 'it keeps Esc'},
			{message: 'prompt.accept needs a key that writes no character', hint: 'it keeps ↵'},
		]);
		expect(keys.hint('back')).toBe('Esc');
		expect(keys.commandFor('escape', 'prompt', 'alerts')).toBe('back');
		expect(keys.keysOf('menu.choose')).toEqual(['F9']);
		const typed = map(['back', 'x']);
		expect(typed.problems).toHaveLength(1);
		expect(typed.map.keysOf('back')).toEqual(['escape', 'x']);
	});

	test('a character is no key where characters are text', () => {
		expect(map(['prompt.complete', 'c']).problems).toMatchObject([{message: 'c writes a character where prompt.complete holds'}]);
		expect(map(['prompt.complete', 'ctrl-t']).problems).toEqual([]);
	});
});

describe('names of keys', () => {
	test.each([
		['Ctrl-L', 'ctrl-l'],
		['ctrl-s', 'ctrl-s'],
		['PgDn', 'pagedown'],
		['Esc', 'escape'],
		['f5', 'F5'],
		['F', 'F'],
		['-', '-'],
		['⇧Tab', undefined],
		['shift-tab', 'shift-tab'],
		['alt-X', 'alt-X'],
		['ctrl--', 'ctrl--'],
		['F13', undefined],
		['ww', undefined],
		['', undefined],
		['\x1b', undefined],
	])('%s is %s', (text, key) => {
		expect(parseKey(text)).toBe(key);
	});

	test('every key of the table can be written in a file, as it is called and as it is shown', () => {
		for (const {keys} of COMMANDS)
			for (const key of keys) {
				expect(parseKey(key)).toBe(key);
				if (!keyName(key).startsWith('⇧')) expect(parseKey(keyName(key))).toBe(key);
			}
	});

	test('any text is a key or none', () => {
		fc.assert(
			fc.property(fc.string({unit: 'grapheme'}), (text) => parseKey(text) === undefined || parseKey(parseKey(text)!) === parseKey(text)),
		);
	});
});
