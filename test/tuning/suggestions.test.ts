import {describe, expect, it} from 'vitest';
import {compileTerms} from '../../src/tuning/match-term.ts';
import {suggestExceptions} from '../../src/tuning/suggestions.ts';
import {alertOf, alertWith} from './alerts.ts';

describe('suggestExceptions', () => {
	const made = [alertOf(), alertWith({'fd.name': '/etc/ssl/private/key'})];
	const kept = [
		...made,
		alertWith({'fd.name': '/etc/ssl/private/other'}),
		alertWith({'fd.name': '/root/x'}),
		alertWith({'proc.name': 'cat', 'proc.exepath': '/bin/cat'}),
	];

	it('goes from narrow to wide, and each silences what it is made for', () => {
		const suggestions = suggestExceptions(made);
		const silenced = suggestions.map(({terms}) => kept.filter(compileTerms(terms)).length);
		expect(silenced[0]).toBe(2);
		expect(Math.max(...silenced)).toBeGreaterThan(2);
		for (const {terms} of suggestions) expect(made.every(compileTerms(terms))).toBe(true);
		const titles = suggestions.map(({title}) => title);
		expect(titles.indexOf('program and object')).toBeLessThan(titles.indexOf('program and folder'));
		expect(suggestions.find(({title}) => title === 'program and folder')).toMatchObject({
			terms: [{field: 'proc.name'}, {field: 'fd.name', operator: 'pmatch', values: ['/etc', '/etc/ssl/private']}],
		});
	});

	it('offers no ancestor that starts nearly everything, and names the object only where there is one', () => {
		const started = alertWith(
			{'fd.name': undefined, 'proc.exepath': '/usr/bin/strace', 'proc.pname': 'make', 'proc.aname[2]': 'containerd-shim'},
			{evtType: 'setns'},
		);
		const titles = suggestExceptions([started]).map(({title}) => title);
		expect(titles).toContain('parent');
		expect(titles).toContain('program and executable');
		expect(titles).not.toContain('ancestor');
		expect(titles.filter((title) => title.includes('object'))).toEqual([]);
		expect(suggestExceptions([alertOf()]).map(({title}) => title)).not.toContain('parent');
	});

	it('offers the same terms once, in whatever order', () => {
		const sets = suggestExceptions(made).map(({terms}) =>
			terms
				.map((term) => JSON.stringify(term))
				.sort()
				.join(),
		);
		expect(new Set(sets).size).toBe(sets.length);
	});

	it('offers nothing on fields that some of the alerts lack', () => {
		const suggestions = suggestExceptions([alertWith({'container.image.repository': 'x'}), alertOf()]);
		expect(suggestions.flatMap(({terms}) => terms.map(({field}) => field))).not.toContain('container.image.repository');
		expect(suggestExceptions([])).toEqual([]);
	});
});
