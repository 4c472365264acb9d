import {describe, expect, it} from 'vitest';
import {commonTerms} from '../../src/tuning/common-terms.ts';
import {compileTerms} from '../../src/tuning/match-term.ts';
import {alertWith} from './alerts.ts';

describe('commonTerms', () => {
	it('lists the values where they are few', () => {
		const alerts = ['/etc/shadow', '/etc/gshadow'].map((name) => alertWith({'fd.name': name}));
		expect(commonTerms(alerts)).toContainEqual({field: 'fd.name', operator: 'in', values: ['/etc/shadow', '/etc/gshadow']});
	});

	it('takes a folder instead of a long list of files, and still fits every alert', () => {
		const alerts = Array.from({length: 30}, (_, index) => alertWith({'fd.name': `/etc/x/${index}`}));
		const terms = commonTerms(alerts);
		expect(terms).toContainEqual({field: 'fd.name', operator: 'pmatch', values: ['/etc/x']});
		expect(alerts.every(compileTerms(terms))).toBe(true);
	});
});
