import {expect, test} from 'vitest';
import {validationJson} from '../../src/rules/validate.ts';
import {goldenFile} from './golden.ts';
import {loadTextsAsFalco} from './load-text.ts';

interface GoldenProblem {
	readonly code: string;
	readonly items?: readonly (readonly [type: string, name: string])[];
	readonly context?: {readonly locations: readonly {readonly item_type: string; readonly item_name: string}[]};
}

interface GoldenResult {
	readonly successful: boolean;
	readonly errors: readonly GoldenProblem[];
	readonly warnings: readonly GoldenProblem[];
}

interface GoldenCase {
	readonly name: string;
	readonly files: readonly string[];
	readonly status: 'ok' | 'refused';
	readonly results: readonly GoldenResult[] | null;
}

const golden = goldenFile('golden/validate.json');
const cases = golden === undefined ? [] : (JSON.parse(golden) as GoldenCase[]);

/** The code, and the innermost rule, macro, list or exception that it is about. */
function brief({code, items, context}: GoldenProblem): string {
	const all = items ?? context!.locations.map((location) => [location.item_type, location.item_name] as const);
	const item = all.filter(([type]) => ['rule', 'macro', 'list', 'exception'].includes(type)).at(-1);
	return `${code} ${item?.join(':') ?? ''}`;
}

const digest = (results: readonly GoldenResult[]) =>
	results.map(({successful, errors, warnings}) => ({successful, errors: errors.map(brief), warnings: warnings.map(brief).sort()}));

test.skipIf(cases.length === 0).each(cases)('says of "$name" what Falco says', ({files, status, results}) => {
	const mine = loadTextsAsFalco(files);
	const refused = mine.pluginError !== undefined || mine.results.some(({successful}) => !successful);
	expect(refused ? 'refused' : 'ok').toBe(status);
	if (results) expect(digest(validationJson(mine.results) as readonly GoldenResult[])).toEqual(digest(results));
});
