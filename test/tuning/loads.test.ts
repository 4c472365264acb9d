import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {loadRules} from '../../src/rules/load.ts';
import type {RulesFile} from '../../src/rules/ruleset.ts';
import type {Draft, Term} from '../../src/tuning/draft.ts';
import {listExceptions} from '../../src/tuning/exceptions.ts';
import {applyDraft} from '../../src/tuning/local-rules.ts';
import {compileTerms} from '../../src/tuning/match-term.ts';
import {rulesInfoOf} from '../../src/tuning/rules-info.ts';
import {alertWith} from './alerts.ts';
import {anyTerms} from './hostile.ts';
import {engineVerdict} from './snapshot-engine.ts';

const BASE = `
- list: shell_binaries
  items: [bash, sh]
- macro: never_true
  condition: (evt.num=0)
- macro: user_known_reads
  condition: (never_true)
- rule: Reads
  desc: d
  condition: evt.type in (open, openat) and fd.name startswith / and not user_known_reads
  output: read %fd.name
  priority: WARNING
- list: trusted_programs
  items: [init, "a b"]
- macro: by_trusted
  condition: (proc.name in (trusted_programs) or proc.name = "x y")
- rule: Listed
  desc: d
  condition: evt.type in (open, openat) and fd.name exists and not by_trusted
  output: read %fd.name
  priority: WARNING
- rule: Excepted
  desc: d
  condition: evt.type in (open, openat) and fd.name exists
  output: read %fd.name
  priority: WARNING
  exceptions:
    - name: by_program_and_file
      fields: [fd.name, proc.name]
      comps: [in, =]
      values:
        - [[/etc/a, "/etc/b c"], legit]
- rule: Plain
  desc: d
  condition: evt.type in (open, openat) and (proc.name exists or fd.name exists)
  output: read %fd.name
  priority: WARNING
- rule: Either
  desc: d
  condition: evt.type = openat and proc.name exists or evt.type = open
  output: read %fd.name
  priority: WARNING
`;

const catalogue = createFieldCatalogue();
const load = (...files: RulesFile[]) => loadRules(files, {catalogueOf: (source) => (source === 'syscall' ? catalogue : undefined)});
const errorsOf = (loaded: ReturnType<typeof load>): unknown[] => loaded.problems.filter(({severity}) => severity === 'error');

const places: Pick<Draft, 'rule' | 'place'>[] = [
	{rule: 'Reads', place: {kind: 'hook', macro: 'user_known_reads'}},
	{rule: 'Plain', place: {kind: 'new-macro', macro: 'user_known_plain'}},
	{rule: 'Listed', place: {kind: 'list', list: 'trusted_programs'}},
	{rule: 'Excepted', place: {kind: 'exception', exception: 'by_program_and_file'}},
	{rule: 'Excepted', place: {kind: 'exception', exception: 'fresh'}},
	{rule: 'Either', place: {kind: 'new-macro', macro: 'user_known_either'}},
];

/** Terms that the place takes. Those that match the alert are among them, so that both outcomes are met. */
function termsFor(place: Draft['place'], given: readonly Term[], matching: boolean): readonly Term[] {
	const {values} = given[0];
	const names = matching ? ['backup-agent', ...values] : values;
	const files = matching ? ['/etc/shadow', ...values] : values;
	if (place.kind === 'list') return [{field: 'proc.name', operator: 'in', values: names}];
	if (place.kind === 'exception' && place.exception !== 'fresh')
		return [
			{field: 'proc.name', operator: 'in', values: names},
			{field: 'fd.name', operator: 'in', values: files},
		];
	if (!matching) return given;
	return [
		{field: 'proc.name', operator: 'startswith', values: ['backup']},
		{field: 'fd.name', operator: 'in', values: files},
	];
}

describe('what is saved', () => {
	it('loads, and silences exactly what the preview counts', () => {
		const base = {name: 'base.yaml', text: BASE};
		const info = rulesInfoOf(load(base).ruleset);
		expect(info.macros.get('user_known_reads')?.canMatch).toBe(false);
		const applications = new Set<Draft['place']>();
		const alert = alertWith({'evt.arg.flags': 'O_RDONLY', 'container.image.repository': 'x'});
		fc.assert(
			fc.property(fc.constantFrom(...places), fc.array(anyTerms, {minLength: 1, maxLength: 3}), (target, drafts) => {
				let text = '# mine\n';
				let silenced = false;
				for (const [index, given] of drafts.entries()) {
					// The first is made to match, so that both outcomes are met.
					const terms = termsFor(target.place, given, index === 1);
					const present = rulesInfoOf(load(base, {name: 'local.yaml', text}).ruleset);
					const applied = applyDraft(text, {...target, terms, comment: ''}, {info: present});
					if (!applied.ok) continue;
					applications.add(target.place);
					text = applied.text;
					silenced ||= compileTerms(terms)(alert);
				}
				const loaded = load(base, {name: 'local.yaml', text});
				expect(errorsOf(loaded)).toEqual([]);
				const rule = loaded.ruleset.rules.find(({name}) => name === target.rule);
				expect(engineVerdict(rule!.expanded, alert)).toBe(!silenced);
				for (const other of loaded.ruleset.rules) if (other.name !== target.rule) expect(engineVerdict(other.expanded, alert)).toBe(true);
			}),
			{numRuns: 120},
		);
		expect(applications).toEqual(new Set(places.map(({place}) => place)));
	}, 120_000);

	const stock = join(import.meta.dirname, '../../../shared/rules/falco_rules.yaml');
	it.skipIf(!existsSync(stock))(
		'goes into the hooks of the stock rules and gives the terms back',
		() => {
			const base = {name: 'falco_rules.yaml', text: readFileSync(stock, 'utf8')};
			const {ruleset} = load(base);
			const info = rulesInfoOf(ruleset);
			const terms = [{field: 'proc.name', operator: '=' as const, values: ['a "b") or (evt.num>=0']}];
			let text = '';
			const hooked = ruleset.rules.filter(({hookMacros}) => hookMacros.length > 0);
			expect(hooked.length).toBeGreaterThan(10);
			for (const {name, hookMacros} of hooked) {
				const applied = applyDraft(text, {rule: name, terms, place: {kind: 'hook', macro: hookMacros[0]}, comment: name}, {info});
				if (!applied.ok) throw new Error(JSON.stringify(applied.problems));
				text = applied.text;
			}
			expect(errorsOf(load(base, {name: 'falco_rules.local.yaml', text}))).toEqual([]);
			const listed = listExceptions(text);
			if (!listed.ok) throw new Error(listed.problem.message);
			expect(listed.exceptions.length).toBe(new Set(hooked.map(({hookMacros}) => hookMacros[0])).size);
			for (const exception of listed.exceptions) expect(exception.terms).toEqual(terms);
		},
		60_000,
	);
});
