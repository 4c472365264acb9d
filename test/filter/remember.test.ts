import {expect, test} from 'vitest';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {createCompiler} from '../../src/filter/compile.ts';
import {Watched} from '../system/machine.ts';
import {parsed} from './parsed.ts';

/** What conditions that are compiled together say of closes of these descriptors, one second apart. */
function verdicts(conditions: readonly string[], fds: readonly number[]): boolean[][] {
	const compiler = createCompiler(createFieldCatalogue());
	const predicates = compiler.compileAll(conditions.map((condition) => ({expression: parsed(condition)})));
	const watched = new Watched();
	return fds.map((fd, second) => {
		compiler.nextEvent();
		const event = {tid: 100, atNs: second * 1_000_000_000, params: {res: 0, fd}};
		return watched.see('CLOSE_X', event, (context) => predicates.map((predicate) => predicate(context)));
	});
}

test('evt.deltatime counts from the event that this use of it was asked about', () => {
	const [all, some] = ['evt.deltatime.s > 0', 'fd.num = 4 and evt.deltatime.s > 1'];
	expect(verdicts([all, some], [4, 5, 4, 5, 4])).toEqual([
		[false, false],
		[true, false],
		[true, true],
		[true, false],
		[true, true],
	]);
});

test('what remembers is asked in the order written, however dear what stands before it', () => {
	const condition = 'proc.args contains nothing or proc.cmdline contains nothing or fd.num = 4 or evt.deltatime.s > 1';
	// Asked about events 2 and 4 only: the first of them is its first.
	expect(verdicts([condition], [4, 5, 4, 5])).toEqual([[true], [false], [true], [true]]);
});

test('equal checks of two conditions each remember their own events', () => {
	const [left, right] = ['fd.num = 4 and evt.deltatime.s > 1', 'fd.num = 5 and evt.deltatime.s > 1'];
	expect(verdicts([left, right], [4, 5, 4, 5])).toEqual([
		[false, false],
		[false, false],
		[true, false],
		[false, true],
	]);
});
