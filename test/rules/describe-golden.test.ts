import {expect, test} from 'vitest';
import {describeJson} from '../../src/rules/describe.ts';
import {loadRules} from '../../src/rules/load.ts';
import {goldenFile, STOCK_FILES} from './golden.ts';
import {SYSCALL_ONLY} from './load-text.ts';

type Details = Readonly<Record<string, unknown>>;
type Described = Readonly<Record<'rules' | 'macros' | 'lists', Readonly<Record<string, Details>>>>;
type Mine = Readonly<Record<'rules' | 'macros' | 'lists', readonly {readonly info: {readonly name: string}; readonly details: Details}[]>>;

const golden = goldenFile('golden/describe.json');
const described = golden === undefined ? {} : (JSON.parse(golden) as Readonly<Record<string, Described>>);

/** Falco lists names in the order of its hash tables; only the items of lists have an order. */
const unordered = (details: Details, key: string) => {
	const value = details[key];
	return Array.isArray(value) && key !== 'items_compiled' ? [...value].sort() : value;
};

const KINDS = ['rules', 'macros', 'lists'] as const;

test.skipIf(golden === undefined).each(STOCK_FILES)('describes %s as Falco does', (file) => {
	const {ruleset, problems} = loadRules([{name: file, text: goldenFile(`rules/${file}`)!}], SYSCALL_ONLY);
	expect(problems).toEqual([]);
	const mine = describeJson(ruleset, SYSCALL_ONLY) as Mine;
	for (const kind of KINDS) {
		const wanted = described[file][kind];
		const found = new Map(mine[kind].map(({info, details}) => [info.name, details]));
		expect([...found.keys()].sort()).toEqual(Object.keys(wanted).sort());
		for (const [name, details] of Object.entries(wanted)) {
			for (const key of Object.keys(details)) {
				expect(unordered(found.get(name)!, key), `${kind} ${name} ${key}`).toEqual(unordered(details, key));
			}
		}
	}
});

test.skipIf(golden === undefined)('loads the three stock files together without a problem', () => {
	const files = STOCK_FILES.map((name) => ({name, text: goldenFile(`rules/${name}`)!}));
	const {ruleset, problems} = loadRules(files, SYSCALL_ONLY);
	expect(problems).toEqual([]);
	expect([ruleset.rules.length, ruleset.macros.length, ruleset.lists.length]).toEqual([93, 315, 118]);
});
