import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {checkCondition, isHint} from '../../src/filter/check.ts';
import {parseCondition} from '../../src/filter/parse.ts';
import {printExpression} from '../../src/filter/print.ts';
import {stripSpans} from './strip-spans.ts';

const golden = path.resolve('..', 'shared', 'golden');
const isThere = existsSync(golden);
if (!isThere) console.warn(`skipped: Falco's own answers are not at ${golden}`);

interface Case {
	readonly condition: string;
	readonly error?: string;
}

const files = isThere ? readdirSync(golden).filter((file) => file.endsWith('.conditions.json')) : [];

describe.skipIf(!isThere)('conditions that Falco was given', () => {
	const catalogue = createFieldCatalogue();
	test.each(files.length > 0 ? files : ['none'])('%s: taken and refused as Falco does, and printed without change', (file) => {
		const cases = JSON.parse(readFileSync(path.join(golden, file), 'utf8')) as Case[];
		expect(cases.length).toBeGreaterThan(100);
		for (const {condition, error} of cases) {
			const parsed = parseCondition(condition);
			if (!parsed.ok) throw new Error(`${condition}: ${parsed.problem.message}`);
			const problems = checkCondition(parsed.expression, catalogue).filter((problem) => !isHint(problem));
			expect([condition, problems.length > 0]).toEqual([condition, error !== undefined]);
			const printed = parseCondition(printExpression(parsed.expression));
			expect(printed.ok && stripSpans(printed.expression)).toEqual(stripSpans(parsed.expression));
		}
	});
});
