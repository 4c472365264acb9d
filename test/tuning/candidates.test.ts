import {describe, expect, it} from 'vitest';
import {smallestTerms, termChoices, termWarnings, withOperator} from '../../src/tuning/candidates.ts';
import {compileTerm, compileTerms} from '../../src/tuning/match-term.ts';
import {alertOf, alertWith} from './alerts.ts';

describe('termChoices', () => {
	it('switches on the program and what it acted on, and lists the rest', () => {
		const choices = termChoices([alertOf(), alertWith({'fd.name': '/etc/gshadow'})]);
		expect(choices.filter(({on}) => on).map(({term}) => term)).toEqual([
			{field: 'proc.name', operator: '=', values: ['backup-agent']},
			{field: 'fd.name', operator: 'in', values: ['/etc/shadow', '/etc/gshadow']},
		]);
		expect(choices.map(({field}) => field)).toEqual(
			expect.arrayContaining(['proc.exepath', 'proc.pname', 'proc.aname[2]', 'container.id', 'user.name']),
		);
	});

	it('counts values, the most frequent first, and offers ancestors', () => {
		const alerts = [alertWith({'user.name': 'www'}), alertOf(), alertOf()];
		const user = termChoices(alerts).find(({field}) => field === 'user.name');
		expect(user).toMatchObject({
			distinct: 2,
			alerts: 3,
			values: [
				{value: 'root', count: 2},
				{value: 'www', count: 1},
			],
		});
		expect(termChoices(alerts).find(({field}) => field === 'proc.aname[2]')?.values).toEqual([{value: 'systemd', count: 3}]);
	});

	it('leaves out what is different each time', () => {
		const fields = termChoices([
			alertWith({'evt.num': 5, 'evt.time': 7n, 'proc.pid': 9, 'fd.num': 3, 'thread.tid': 1, 'evt.args': 'x'}),
		]).map(({field}) => field);
		expect(fields.filter((field) => /num|time|pid|tid|evt\.args/.test(field))).toEqual([]);
	});

	it('makes the smallest exception of a connection from its server, not from the client port', () => {
		const alerts = [40001, 40002].map((port) =>
			alertWith({'fd.name': `10.0.0.1:${port}->10.96.0.1:443`, 'fd.sip': '\x0a\x60\x00\x01', 'fd.sport': 443}, {evtType: 'connect'}),
		);
		const terms = smallestTerms(alerts);
		expect(terms).toEqual([
			{field: 'proc.name', operator: '=', values: ['backup-agent']},
			{field: 'fd.sip', operator: '=', values: ['10.96.0.1']},
		]);
		expect(alerts.every(compileTerms(terms))).toBe(true);
		expect(termChoices(alerts).find(({field}) => field === 'fd.sip')?.operators).toEqual(['=', 'in']);
		expect(termChoices(alerts).find(({field}) => field === 'fd.sport')?.term.values).toEqual(['443']);
	});

	it('always offers a smallest exception that silences what it was made for', () => {
		for (const evtType of ['openat', 'execve', 'connect', 'unlink', 'ptrace', 'memfd_create']) {
			const alerts = [alertOf({evtType}), alertWith({'proc.name': 'other'}, {evtType}), alertOf({evtType, snapshot: {}, fields: {}})];
			const terms = smallestTerms(alerts);
			expect(terms.length).toBeGreaterThan(0);
			expect(alerts.every(compileTerms(terms))).toBe(true);
		}
	});
});

describe('withOperator', () => {
	it('escapes what a pattern would take for wildcards, and back', () => {
		const exact = {field: 'fd.name', operator: '=' as const, values: ['/tmp/a*[b]?\\']};
		const glob = withOperator(exact, 'glob');
		expect(compileTerm(glob)(alertWith({'fd.name': '/tmp/a*[b]?\\'}))).toBe(true);
		expect(compileTerm(glob)(alertWith({'fd.name': '/tmp/axb?\\'}))).toBe(false);
		expect(withOperator(glob, '=')).toEqual(exact);
	});

	it('keeps one value where the operator takes one', () => {
		const many = {field: 'fd.name', operator: 'in' as const, values: ['/a', '/b']};
		expect(withOperator(many, 'startswith').values).toEqual(['/a']);
		expect(withOperator(many, 'pmatch').values).toEqual(['/a', '/b']);
	});
});

describe('termWarnings', () => {
	const codes = (...terms: Parameters<typeof termWarnings>[0]): string[] => termWarnings(terms).map(({code}) => code);

	it('warns of names that a process chooses, unless the executable is fixed', () => {
		expect(codes({field: 'proc.name', operator: '=', values: ['agent']})).toEqual(['chosen-by-process']);
		expect(
			codes({field: 'proc.name', operator: '=', values: ['agent']}, {field: 'proc.exepath', operator: '=', values: ['/opt/agent']}),
		).toEqual([]);
	});

	it('warns of interpreters and of broad operators', () => {
		expect(codes({field: 'proc.exepath', operator: '=', values: ['/usr/bin/python3.11']})).toEqual(['interpreter']);
		expect(codes({field: 'fd.name', operator: 'startswith', values: ['/']})).toEqual(['broad-operator']);
		expect(codes({field: 'fd.name', operator: 'pmatch', values: ['/etc']})).toEqual(['broad-operator']);
		expect(codes({field: 'fd.name', operator: 'pmatch', values: ['/opt/backup']})).toEqual([]);
	});
});
