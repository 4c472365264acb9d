import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {commonTerm, MOST_LISTED} from '../../src/tuning/common-term.ts';
import {compileTerm} from '../../src/tuning/match-term.ts';
import {alertWith} from './alerts.ts';

const term = (field: string, values: readonly string[], alerts = values.length) =>
	commonTerm(
		field,
		values.map((value) => ({value, count: 1})),
		alerts,
	);

describe('commonTerm', () => {
	it('lists values that are few or come again', () => {
		expect(term('fd.name', ['/etc/shadow'])).toMatchObject({operator: '=', values: ['/etc/shadow']});
		expect(term('fd.name', ['/etc/a', '/etc/b', '/etc/c'])).toMatchObject({operator: 'in'});
		expect(term('fd.name', ['/home/a/x', '/home/b/x', '/home/c/x', '/home/d/x'], 40)).toMatchObject({operator: 'in'});
	});

	it('takes the beginning, the folder, or beginning and end of values that are new each time', () => {
		const names = ['91b2', '0c44', 'e1f0', '77aa'];
		const of = (shape: (name: string) => string) => term('fd.name', names.map(shape));
		expect(of((name) => `/var/lib/snapshots/snap-${name}`)).toMatchObject({operator: 'startswith', values: ['/var/lib/snapshots/snap-']});
		expect(of((name) => `/var/spool/jobs/${name}`)).toMatchObject({operator: 'pmatch', values: ['/var/spool/jobs']});
		expect(of((name) => `/home/${name}/.bashrc`)).toMatchObject({operator: 'glob', values: ['/home/*/.bashrc']});
	});

	it('takes what two temporary names share, and of connections the server', () => {
		expect(term('fd.name', ['/etc/cron.d/certbot-5f0c21ab', '/etc/cron.d/certbot-91b2aa01'])).toMatchObject({
			operator: 'startswith',
			values: ['/etc/cron.d/certbot-'],
		});
		const to = (...servers: string[]) =>
			term(
				'fd.name',
				servers.map((server, at) => `10.0.0.${at}:4000${at}->${server}`),
			);
		expect(to('10.96.0.1:443')).toMatchObject({operator: 'endswith', values: ['->10.96.0.1:443']});
		expect(to('10.96.0.1:443', '10.96.0.1:443')).toMatchObject({operator: 'endswith', values: ['->10.96.0.1:443']});
		expect(to('1.2.3.4:123', '5.6.7.8:123')).toMatchObject({operator: 'endswith', values: [':123']});
		expect(to('1.2.3.4:123', '5.6.7.8:80')).toMatchObject({operator: 'in'});
	});

	it('does not take a number that happens to begin alike for a name', () => {
		expect(term('fd.name', ['/srv/run-10001', '/srv/run-10002', '/srv/run-10003', '/srv/run-10004']).values).toEqual(['/srv/run-']);
		expect(term('fd.name', ['/srv/x/job10', '/srv/x/job11', '/srv/x/job12', '/srv/x/job13']).values).toEqual(['/srv/x/job']);
	});

	it('never makes a pattern of signs that stand in a name', () => {
		const pattern = term(
			'fd.name',
			['a', 'b', 'c', 'd'].map((name) => `/data/[${name}]${name}/end*of.it`),
		);
		expect(compileTerm(pattern)(alertWith({'fd.name': '/data/[a]a/end*of.it'}))).toBe(true);
		expect(compileTerm(pattern)(alertWith({'fd.name': '/data/[a]a/endXof.it'}))).toBe(false);
	});

	it('says nothing at all rather than everything', () => {
		const anything = ['/etc/passwd', '/usr/bin/x', '/var/log/y', '/home/z'];
		expect(term('fd.name', anything)).toMatchObject({operator: 'in', values: anything});
	});

	it('holds for every value it was made for, whatever bytes they have', () => {
		const part = fc.oneof(
			fc.constantFrom('etc', 'run', 'ci-', '*', '[x]', '\\', ' ', '.'),
			fc.stringMatching(/^[a-f0-9]{1,8}$/),
			fc.string({unit: fc.integer({min: 1, max: 255}).map((byte) => String.fromCharCode(byte)), minLength: 1, maxLength: 4}),
		);
		const path = fc.array(part, {minLength: 1, maxLength: 5}).map((parts) => `/${parts.join('/')}`);
		const text = fc.array(part, {minLength: 1, maxLength: 5}).map((parts) => parts.join(' '));
		const values = fc.oneof(fc.uniqueArray(path, {minLength: 1, maxLength: 30}), fc.uniqueArray(text, {minLength: 1, maxLength: 30}));
		fc.assert(
			fc.property(values, fc.constantFrom('fd.name', 'proc.cmdline', 'proc.name'), (found, field) => {
				const common = term(field, found);
				const matches = compileTerm(common);
				expect(found.filter((value) => !matches(alertWith({[field]: value})))).toEqual([]);
				if (common.operator !== 'in') expect(common.values.length).toBeLessThanOrEqual(MOST_LISTED);
			}),
			{numRuns: 2000},
		);
	});
});
