import {expect, test} from 'vitest';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {checkCondition} from '../../src/filter/check.ts';
import {createCompiler} from '../../src/filter/compile.ts';
import {Watched} from '../system/machine.ts';
import {parsed} from './parsed.ts';

const CENTRE = 1_700_000_000_500_000_000n;

/** Whether the condition holds for an event so many nanoseconds from the centre. */
function holds(condition: string, awayNs: number): boolean {
	const predicate = createCompiler(createFieldCatalogue()).compile(parsed(condition));
	return new Watched().see('CLOSE_X', {tid: 100, atNs: 500_000_000 + awayNs, params: {res: 0, fd: 3}}, (event) => predicate(event));
}

test('evt.around[T] = N holds for events up to N milliseconds before and after T', () => {
	const condition = `evt.around[${CENTRE}] = 2`;
	expect([-2_000_001, -2_000_000, -1, 0, 999_999, 2_000_000, 2_000_001].map((away) => holds(condition, away))).toEqual([
		false,
		true,
		true,
		true,
		true,
		true,
		false,
	]);
	expect([0, 1].map((away) => holds(`evt.around[${CENTRE}] == 0`, away))).toEqual([true, false]);
});

test.each(['!= 1', '< 1', 'in (1, 2)', 'exists', '= oneof (1, 2)'])('evt.around takes no %s', (rest) => {
	const problems = checkCondition(parsed(`evt.around[1] ${rest}`), createFieldCatalogue());
	expect(problems.map(({code, message}) => [code, message])).toEqual([
		['operator-type', "evt.around supports only '=' comparison operator"],
	]);
});
