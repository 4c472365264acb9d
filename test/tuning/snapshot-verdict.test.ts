import {describe, expect, it} from 'vitest';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {parseCondition} from '../../src/filter/parse.ts';
import {SnapshotJudge} from '../../src/tuning/snapshot-verdict.ts';
import {alertOf} from './alerts.ts';

const judge = new SnapshotJudge(createFieldCatalogue());
const alert = alertOf({
	snapshot: {'proc.name': 'cat', 'fd.name': '/etc/shadow', 'fd.sport': 443, 'fd.sip': '\x0a\0\0\x01'},
	fields: {'proc.pname': null},
	ancestry: [],
});

function verdict(condition: string): boolean | undefined {
	const parsed = parseCondition(condition);
	if (!parsed.ok) throw new Error(parsed.problem.message);
	return judge.compile(parsed.expression)(alert);
}

describe('SnapshotJudge', () => {
	it.each([
		['proc.name = cat', true],
		['proc.name in (dog, mouse)', false],
		['fd.sport = 443 and fd.sip = 10.0.0.1', true],
		['fd.name startswith /etc and not proc.name = dog', true],
		['evt.type in (open, openat)', true],
		['user.name = root', undefined],
		['not user.name = root', undefined],
		['proc.name = cat and user.name = root', undefined],
		['proc.name = dog and user.name = root', false],
		['proc.name = cat or user.name = root', true],
		['proc.name = dog or user.name = root', undefined],
		// Falco said that there is no such value: then no check of it holds.
		['proc.pname = bash', false],
		['not proc.pname = bash', true],
		['container.id = host', true],
	])('says of %s: %s', (condition, expected) => {
		expect(verdict(condition)).toBe(expected);
	});
});
