import {describe, expect, it} from 'vitest';
import type {Alert} from '../../src/alerts/alert.ts';
import {smallestTermsInSteps, termChoices, termWarnings, withOperator} from '../../src/tuning/candidates.ts';
import {writeCondition} from '../../src/tuning/condition.ts';
import type {Term} from '../../src/tuning/draft.ts';
import {compileTerm, compileTerms} from '../../src/tuning/match-term.ts';
import {finishNow} from '../../src/tuning/steps.ts';
import {alertOf, alertWith} from './alerts.ts';

const smallestTerms = (alerts: readonly Alert[]): Term[] => finishNow(smallestTermsInSteps(alerts));

describe('termChoices', () => {
	it('switches on the program, where it lies and what it acted on, and lists the rest', () => {
		const choices = termChoices([alertOf(), alertWith({'fd.name': '/etc/gshadow'})]);
		expect(choices.filter(({on}) => on).map(({term}) => term)).toEqual([
			{field: 'proc.name', operator: '=', values: ['backup-agent']},
			{field: 'fd.name', operator: 'in', values: ['/etc/shadow', '/etc/gshadow']},
			{field: 'proc.exepath', operator: '=', values: ['/opt/backup/backup-agent']},
		]);
		expect(choices.map(({field}) => field)).toEqual(
			expect.arrayContaining(['proc.cmdline', 'proc.pname', 'proc.aname[2]', 'container.id', 'user.name']),
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
			{field: 'proc.exepath', operator: '=', values: ['/opt/backup/backup-agent']},
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

describe('smallestTerms', () => {
	const conditionOf = (alerts: readonly Alert[]): string => {
		const written = writeCondition(smallestTerms(alerts));
		return written.ok ? written.condition : '';
	};
	const shell = (cmdline: string, snapshot: Alert['snapshot'] = {}): Alert =>
		alertWith(
			{'proc.name': 'sh', 'proc.exepath': '/usr/bin/dash', 'proc.pname': 'nginx', 'proc.cmdline': cmdline, ...snapshot},
			{evtType: 'execve'},
		);

	it('names the parent of a program that anybody may run', () => {
		const alert = alertWith({'proc.name': 'grep', 'proc.exepath': '/usr/bin/grep', 'proc.pname': 'audit-run'});
		expect(conditionOf([alert])).toBe(
			'proc.name = grep and fd.name = /etc/shadow and proc.exepath = /usr/bin/grep and proc.pname = audit-run',
		);
	});

	it('tells what an interpreter runs, by the beginning that its command lines share', () => {
		const probes = ['5f0c21ab', '77aa0b12', '0c5d93e1', 'e1b7f402'].map((id) => shell(`sh -c /usr/share/nginx/probe --id ${id}`));
		expect(conditionOf(probes)).toBe(
			'proc.name = sh and proc.exepath = /usr/bin/dash and proc.pname = nginx and proc.cmdline startswith "sh -c /usr/share/nginx/probe --id "',
		);
		expect(compileTerms(smallestTerms(probes))(shell('sh -c id; uname -a'))).toBe(false);
	});

	it('does not rest on a command line that says nothing of what is run', () => {
		const anything = ['id', 'ls', 'w', 'ps'].map((command) => shell(`sh -c ${command}`));
		expect(conditionOf(anything)).not.toContain('startswith');
	});

	it('takes the beginning that names share where they are new each time, and leaves the others of the folder alone', () => {
		const written = ['5f0c21ab', '77aa0b12', '0c5d93e1', 'e1b7f402'].map((id) => alertWith({'fd.name': `/etc/cron.d/certbot-${id}`}));
		const matches = compileTerms(smallestTerms(written));
		expect(conditionOf(written)).toContain('fd.name startswith /etc/cron.d/certbot-');
		expect(matches(alertWith({'fd.name': '/etc/cron.d/certbot-00ff00ff'}))).toBe(true);
		expect(matches(alertWith({'fd.name': '/etc/cron.d/0-sysupdate'}))).toBe(false);
	});

	it('takes a pattern where only the middle differs', () => {
		const read = [81, 9120, 33, 4077].map((pid) => alertWith({'fd.name': `/proc/${pid}/environ`}));
		expect(conditionOf(read)).toContain('fd.name glob /proc/*/environ');
	});

	it('goes by where the program lies when its name is another one each time', () => {
		const started = ['2153892f', '22d9037e', '454af510', '50a9e572'].map((id) =>
			alertWith(
				{'proc.name': `plugin-${id}`, 'proc.exepath': `/app/plugins/plugin-${id}`, 'proc.pname': 'plugin-runner'},
				{evtType: 'execve'},
			),
		);
		expect(conditionOf(started)).toBe(
			'proc.name startswith plugin- and proc.exepath startswith /app/plugins/plugin- and proc.pname = plugin-runner',
		);
	});

	it('keeps to the image that all of the alerts are of', () => {
		const alert = alertWith({'container.image.repository': 'shop/web'}, {containerId: 'c0ffee'});
		expect(conditionOf([alert, alert])).toContain('container.image.repository = shop/web');
		expect(conditionOf([alert, alertOf()])).not.toContain('container.image.repository');
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
		expect(codes({field: 'fd.name', operator: 'startswith', values: ['/']})).toContain('broad-operator');
		expect(codes({field: 'fd.name', operator: 'pmatch', values: ['/etc']})).toContain('broad-operator');
		expect(codes({field: 'fd.name', operator: 'pmatch', values: ['/opt/backup']})).not.toContain('broad-operator');
	});

	it('warns where no program is named, and where anybody can put one', () => {
		const of = (...terms: Term[]): string[] => termWarnings(terms).map(({code}) => code);
		const image: Term = {field: 'container.image.repository', operator: '=', values: ['nginx']};
		const temporary: Term = {field: 'proc.exepath', operator: 'startswith', values: ['/tmp/go-build']};
		const parent: Term = {field: 'proc.pname', operator: '=', values: ['go']};
		expect(of(image)).toEqual(['any-program']);
		expect(termWarnings([parent]).map(({message}) => message)).toContain('whatever go starts is silenced. Add proc.exepath');
		expect(of(image, {field: 'proc.exepath', operator: '=', values: ['/usr/sbin/nginx']})).toEqual([]);
		expect(of(temporary, image)).toEqual(['writable-folder']);
		expect(of({...temporary, operator: '=', values: ['memfd:runc_cloned:/proc/self/exe']})).toEqual(['writable-folder']);
		expect(of(temporary, parent)).toEqual([]);
	});
});
