import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parseCondition} from '../../src/filter/parse.ts';
import {withOperator} from '../../src/tuning/candidates.ts';
import {writeCondition} from '../../src/tuning/condition.ts';
import {TERM_OPERATORS, type Term} from '../../src/tuning/draft.ts';
import {compileTerms} from '../../src/tuning/match-term.ts';
import {alertOf, alertWith} from './alerts.ts';
import {anyTerms, expressible, HOSTILE} from './hostile.ts';
import {engineVerdict} from './snapshot-engine.ts';

function verdictOfCondition(terms: readonly Term[], alert: ReturnType<typeof alertOf>): boolean | undefined {
	const written = writeCondition(terms);
	if (!written.ok) return undefined;
	const parsed = parseCondition(`(${written.condition})`);
	if (!parsed.ok) throw new Error(parsed.problem.message);
	return engineVerdict(parsed.expression, alert);
}

const asBytes = (text: string): string => Buffer.from(text).toString('latin1');
const near = fc.oneof(
	fc.constantFrom(...HOSTILE).map(asBytes),
	expressible,
	fc.constantFrom('/etc/shadow', '/etc', '/etc/', '/etc/shadow/x', 'a*b', 'axb'),
);

describe('compileTerms', () => {
	it('decides as the engine decides by the condition that is written', () => {
		let agreed = 0;
		fc.assert(
			fc.property(anyTerms, near, near, (terms, name, path) => {
				const alert = alertWith({'proc.name': name, 'fd.name': path, 'proc.cmdline': name + path, 'evt.arg.flags': 'O_RDONLY'});
				const expected = verdictOfCondition(terms, alert);
				if (expected === undefined) return;
				expect(compileTerms(terms)(alert)).toBe(expected);
				agreed++;
			}),
			{numRuns: 300},
		);
		expect(agreed).toBeGreaterThan(100);
	});

	it('holds for the value it was made from, under every operator, as in the engine', () => {
		let held = 0;
		fc.assert(
			fc.property(near, fc.constantFrom(...TERM_OPERATORS), (value, operator) => {
				const alert = alertWith({'fd.name': value});
				const term = withOperator({field: 'fd.name', operator: '=', values: [value]}, operator);
				const expected = verdictOfCondition([term], alert);
				if (expected === undefined) return;
				expect(compileTerms([term])(alert)).toBe(expected);
				if (expected) held++;
				else expect(operator).toBe('pmatch');
			}),
			{numRuns: 300},
		);
		expect(held).toBeGreaterThan(100);
	});

	it('compares numbers, truth values, addresses and ancestors as the engine does', () => {
		const alert = alertWith({
			'fd.sport': 443,
			'user.uid': 0,
			'fd.sip': '\x0a\x60\x00\x01',
			'evt.is_open_read': true,
			'fd.cip': '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01',
		});
		const cases: [string, Term['operator'], string[], boolean][] = [
			['fd.sport', '=', ['443'], true],
			['fd.sport', 'in', ['80', '443'], true],
			['fd.sport', '=', ['44'], false],
			['user.uid', '=', ['0'], true],
			['fd.sip', '=', ['10.96.0.1'], true],
			['fd.sip', 'in', ['10.96.0.2', '10.96.0.1'], true],
			['fd.cip', '=', ['::1'], true],
			['evt.is_open_read', '=', ['true'], true],
			['evt.is_open_read', '=', ['false'], false],
			['proc.aname[2]', '=', ['systemd'], true],
			['proc.aname', '=', ['systemd'], true],
			['proc.aname', 'in', ['x', 'cron'], true],
			['proc.aname', '=', ['backup-agent'], false],
			['k8s.ns.name', '=', [''], false],
			['container.id', '=', ['host'], true],
		];
		for (const [field, operator, values, expected] of cases) {
			const terms = [{field, operator, values}];
			expect([field, values, compileTerms(terms)(alert)]).toEqual([field, values, expected]);
			expect([field, values, verdictOfCondition(terms, alert)]).toEqual([field, values, expected]);
		}
	});

	it('holds for no alert that lacks the field', () => {
		const alert = alertOf({snapshot: {}, fields: {'fd.name': null}, ancestry: []});
		for (const operator of TERM_OPERATORS) expect(compileTerms([{field: 'fd.name', operator, values: ['']}])(alert)).toBe(false);
	});
});
