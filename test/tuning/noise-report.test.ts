import {describe, expect, it} from 'vitest';
import {compileTerms} from '../../src/tuning/match-term.ts';
import {NoiseGroups} from '../../src/tuning/noise-group.ts';
import {noiseReport} from '../../src/tuning/noise-report.ts';
import {alertWith} from './alerts.ts';

const START = 1_700_000_000_000_000_000n;

function report(sinceNs?: bigint) {
	const groups = new NoiseGroups();
	const all = [
		...Array.from({length: 60}, (_, index) => alertWith({'fd.name': index % 2 ? '/etc/shadow' : '/etc/gshadow'})),
		...Array.from({length: 30}, (_, index) =>
			alertWith(
				{'proc.name': 'scan', 'proc.exepath': '/usr/bin/scan', 'fd.name': `/etc/x/${index}`},
				{tsNs: START + 5n, containerId: 'abc'},
			),
		),
		alertWith({'proc.name': 'cat', 'proc.exepath': '/bin/cat'}, {rule: 'Other', priority: 2}),
	];
	for (const alert of all) groups.add(alert);
	return {all, result: noiseReport(groups.groups(), sinceNs)};
}

describe('noiseReport', () => {
	it('ranks exceptions by the silence they buy, with what they buy together', () => {
		const {all, result} = report();
		expect(result.alerts).toBe(91);
		expect(result.exceptions.map(({alerts}) => alerts)).toEqual([60, 30, 1]);
		expect(result.exceptions[0].condition).toBe(
			'proc.name = backup-agent and fd.name in (/etc/gshadow, /etc/shadow) and proc.exepath = /opt/backup/backup-agent',
		);
		expect(result.exceptions.at(-1)?.cumulative).toBe(1);
		for (const {rule, terms, alerts} of result.exceptions) {
			const matches = compileTerms(terms);
			expect(all.filter((alert) => alert.rule === rule && matches(alert))).toHaveLength(alerts);
		}
	});

	it('takes a folder instead of a long list of files', () => {
		expect(report().result.exceptions[1].terms).toEqual(
			expect.arrayContaining([{field: 'fd.name', operator: 'pmatch', values: ['/etc/x']}]),
		);
	});

	it('counts by rule and container, and marks what is new', () => {
		const {result} = report(START + 1n);
		expect(result.rules).toEqual([
			{name: 'Read sensitive file untrusted', silenced: 90},
			{name: 'Other', silenced: 1},
		]);
		expect(result.containers).toEqual([
			{name: '', silenced: 61},
			{name: 'abc', silenced: 30},
		]);
		expect(result.exceptions.map(({isNew}) => isNew)).toEqual([false, true, false]);
	});
});
