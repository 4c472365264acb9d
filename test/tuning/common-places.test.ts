import {expect, test} from 'vitest';
import {summarizeRule} from '../../src/engine/rule-summary.ts';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {loadRules} from '../../src/rules/load.ts';
import {applyDrafts, withComment} from '../../src/tuning/apply-drafts.ts';
import {commonPlacesFor} from '../../src/tuning/common-places.ts';
import type {Term} from '../../src/tuning/draft.ts';
import {rulesInfoOf} from '../../src/tuning/rules-info.ts';

const RULES = `
- macro: user_known_reads
  condition: (evt.num=0)
- rule: Reads
  desc: d
  condition: evt.type = openat and not user_known_reads
  output: o
  priority: WARNING
- rule: Reads of others
  desc: d
  condition: evt.type = open and not user_known_reads
  output: o
  priority: WARNING
- rule: Shells
  desc: d
  condition: evt.type = execve or evt.type = execveat
  output: o
  priority: NOTICE
`;

const catalogue = createFieldCatalogue();
const load = (local: string) =>
	loadRules(
		[
			{name: 'rules.yaml', text: RULES},
			{name: 'local.yaml', text: local},
		],
		{catalogueOf: () => catalogue},
	);
const TERMS: readonly Term[] = [{field: 'proc.name', operator: '=', values: ['backup']}];

function placesOf(...names: string[]) {
	const {ruleset} = load('');
	const all = {rules: ruleset.rules.map(summarizeRule), info: rulesInfoOf(ruleset)};
	const rules = all.rules.filter(({name}) => names.includes(name));
	return {places: commonPlacesFor(rules, TERMS, all), info: all.info};
}

test.each([0, 1])('one exception for several rules is written at place %i so that each rule heeds it and all load', (which) => {
	const {places, info} = placesOf('Reads', 'Reads of others', 'Shells');
	const drafts = places[which].places.map(({rule, place}) => ({rule, place, terms: TERMS, comment: 'why'}));
	const applied = applyDrafts('# mine\n', drafts, {info});
	if (!applied.ok) throw new Error(applied.problems[0].message);
	expect(applied.text.startsWith('# mine\n')).toBe(true);
	const {ruleset, problems} = load(applied.text);
	expect(problems.filter(({severity}) => severity === 'error')).toEqual([]);
	for (const rule of ruleset.rules) expect(JSON.stringify(rule.expanded), rule.name).toContain('backup');
	// Twice is as once.
	const again = applyDrafts(applied.text, drafts, {info: rulesInfoOf(ruleset)});
	expect(again.ok && again.text).toBe(applied.text);
});

test('a macro that two of the rules share is written once, and rules outside the set that share it are named', () => {
	const {places, info} = placesOf('Reads', 'Reads of others');
	const applied = applyDrafts(
		'',
		places[0].places.map(({rule, place}) => ({rule, place, terms: TERMS, comment: ''})),
		{info},
	);
	expect(applied.ok && applied.text.match(/- macro:/g)).toHaveLength(1);
	expect(places[0].alsoSilences).toEqual([]);
	expect(placesOf('Reads', 'Shells').places[0].alsoSilences).toEqual(['Reads of others']);
	expect(places[1].alsoSilences).toEqual([]);
});

test('one draft that cannot be written keeps all from being written', () => {
	const {places, info} = placesOf('Reads', 'Shells');
	const drafts = places[0].places.map(({rule, place}) => ({rule, place, terms: TERMS, comment: ''}));
	expect(applyDrafts('', [drafts[0], {...drafts[1], rule: 'Nobody'}], {info}).ok).toBe(false);
});

test('other words keep the lines that give an exception its end', () => {
	const {places} = placesOf('Reads');
	const [{rule, place}] = places[0].places;
	const until = 'falconer: until restart (1a2b3c4d)';
	const [draft] = withComment([{rule, place, terms: TERMS, comment: `old words\n${until}`}], 'new words');
	expect(draft.comment).toBe(`new words\n${until}`);
});
