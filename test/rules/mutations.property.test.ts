import fc from 'fast-check';
import {expect, test} from 'vitest';
import {validationJson, validationText} from '../../src/rules/validate.ts';
import {loadTexts, loadTextsAsFalco} from './load-text.ts';
import {mutated, SEED} from './mutated-file.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 300);

test('the file that is mutated loads', () => {
	expect(loadTexts([SEED]).problems.filter(({severity}) => severity === 'error')).toEqual([]);
});

test('whatever a file says: it loads or it has problems, each at a place of a file and on clean lines', () => {
	fc.assert(
		fc.property(mutated, (text) => {
			const {problems} = loadTexts([text]);
			for (const {place, snippet, message} of problems) {
				expect(message).not.toBe('');
				expect(place.offset).toBeGreaterThanOrEqual(0);
				expect(place.offset).toBeLessThanOrEqual(text.length);
				expect(text.slice(0, place.offset).split('\n').length - 1).toBe(place.line);
				expect(snippet.split('\n').length).toBe(2);
			}
		}),
		{numRuns: RUNS},
	);
});

test('the strict way finds an error exactly where the other finds one, and says it first', () => {
	fc.assert(
		fc.property(mutated, (text) => {
			const all = loadTexts([text]).problems.filter(({severity}) => severity === 'error');
			const {results, pluginError} = loadTextsAsFalco([text]);
			const [strict] = results;
			expect(strict.successful && pluginError === undefined).toBe(all.length === 0);
			const first = strict.problems.find(({severity}) => severity === 'error');
			if (first) expect(all.map(({message}) => message)).toContain(first.message);
			expect(validationText(strict)).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
			JSON.stringify(validationJson(results));
		}),
		{numRuns: RUNS},
	);
});
