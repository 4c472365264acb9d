import fc from 'fast-check';
import {expect, it} from 'vitest';
import type {Alert} from '../../src/alerts/alert.ts';
import {toByteString} from '../../src/events/byte-string.ts';
import {parseCondition} from '../../src/filter/parse.ts';
import {writeCondition} from '../../src/tuning/condition.ts';
import {previewDraft} from '../../src/tuning/preview.ts';
import {suggestExceptions} from '../../src/tuning/suggestions.ts';
import {implies} from '../../src/tuning/term-implication.ts';
import {alertOf} from './alerts.ts';
import {engineVerdict} from './snapshot-engine.ts';

const RULES = ['Read sensitive file untrusted', 'Run shell untrusted', 'Clear Log Activities', 'Not concerned'];

/** Few values of each kind, so that alerts share some; hostile, temporary, empty and missing ones among them. */
const name = fc.constantFrom('cat', 'sh', 'backup-agent', 'python3.11', 'tmp.Xa91bC', '", (', 'a b', '\xff\xfe', toByteString('备份'), '');
const path = fc.constantFrom('/usr/bin/cat', '/bin/sh', '/opt/backup/backup-agent', '/tmp/x-83917', '/tmp/x-11234', '/a*b/[c]', '');
const file = fc.constantFrom(
	'/etc/shadow',
	'/etc/ssl/private/key',
	'/etc/ssl/private/other',
	'/var/log/app/1.log',
	'/var/log/app/2.log',
	'/var/log/web/1.log',
	'10.0.0.7:4242->10.96.0.1:443',
	'10.0.0.7:4243->10.96.0.1:443',
	'/data/?/*',
	'',
);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, {nil: undefined, freq: 6});

const alert: fc.Arbitrary<Alert> = fc
	.record({
		rule: fc.constantFrom(...RULES),
		evtType: fc.constantFrom('openat', 'execve', 'connect', 'setns'),
		containerId: fc.constantFrom('', 'aa11', 'bb22'),
		name: maybe(name),
		exepath: maybe(path),
		parent: maybe(name),
		cmdline: maybe(fc.constantFrom('sh -c id', 'sh -c /opt/run 1', 'backup-agent --full', 'python3 /srv/job.py 17', '')),
		file: maybe(file),
		image: maybe(fc.constantFrom('web', 'db')),
		namespace: maybe(fc.constantFrom('prod', 'dev')),
		ancestors: fc.array(name, {maxLength: 3}),
	})
	.map((seed) =>
		alertOf({
			rule: seed.rule,
			evtType: seed.evtType,
			containerId: seed.containerId,
			snapshot: Object.fromEntries(
				Object.entries({
					'proc.name': seed.name,
					'proc.exepath': seed.exepath,
					'proc.pname': seed.parent,
					'proc.cmdline': seed.cmdline,
					'fd.name': seed.file,
					'container.image.repository': seed.image,
					'k8s.ns.name': seed.namespace,
				}).filter(([, value]) => value !== undefined),
			),
			ancestry: [seed.name ?? 'x', seed.parent ?? 'y', ...seed.ancestors].map((one, depth) => ({
				pid: 90 - depth,
				name: one,
				exepath: `/bin/${one}`,
				cmdline: `${one} --run`,
			})),
		}),
	);

/** Kept alerts, and which of them are tagged. */
const tagged = fc
	.array(fc.tuple(alert, fc.boolean()), {minLength: 1, maxLength: 30})
	.map((pairs) => ({kept: pairs.map(([one]) => one), origin: pairs.filter(([, isTagged]) => isTagged).map(([one]) => one)}))
	.filter(({origin}) => origin.length > 0);

/** What the engine would make of the condition as it is written. */
function silencedBy(condition: string, alerts: readonly Alert[]): Alert[] {
	const parsed = parseCondition(condition);
	if (!parsed.ok) throw new Error(`${condition}: ${parsed.problem.message}`);
	return alerts.filter((one) => engineVerdict(parsed.expression, one));
}

it('what a candidate is said to silence is what its written condition is true of, and all that it was made for is among it', () => {
	let asked = 0;
	fc.assert(
		fc.property(tagged, fc.boolean(), ({kept, origin}, isShared) => {
			const alsoSilences = isShared ? ['Not concerned'] : [];
			for (const {terms, rules} of suggestExceptions(origin)) {
				const written = writeCondition(terms);
				if (!written.ok) throw new Error(JSON.stringify(written.problems));
				const [rule, ...withRules] = rules;
				const preview = previewDraft({rule, terms}, kept, {withRules, alsoSilences, origin});
				const ofRules = kept.filter((one) => rules.includes(one.rule));
				const ofPlace = kept.filter((one) => rules.includes(one.rule) || alsoSilences.includes(one.rule));
				const silenced = silencedBy(written.condition, ofPlace);
				const own = silenced.filter((one) => rules.includes(one.rule));
				expect(preview.rule, written.condition).toEqual({silenced: own.length, kept: ofRules.length});
				expect(preview.total, written.condition).toEqual({silenced: silenced.length, kept: kept.length});
				for (const example of preview.silenced) expect(silenced).toContain(example);
				for (const example of preview.stillAlerting) expect(silenced).not.toContain(example);
				const sums = [preview.rules, preview.containers, preview.priorities].map((shares) =>
					shares.reduce((sum, share) => sum + share.silenced, 0),
				);
				expect(sums).toEqual([silenced.length, silenced.length, silenced.length]);
				for (const one of origin) expect(own, written.condition).toContain(one);
				asked++;
			}
		}),
		{numRuns: 90},
	);
	expect(asked).toBeGreaterThan(100);
});

it('a candidate that another one holds wherever it does stands before that one', () => {
	fc.assert(
		fc.property(tagged, ({origin}) => {
			const found = suggestExceptions(origin);
			found.forEach(({terms}, at) => {
				for (const wider of found.slice(0, at)) {
					const isNarrower = implies(terms, wider.terms) && !implies(wider.terms, terms);
					expect(isNarrower, JSON.stringify([wider, terms])).toBe(false);
				}
			});
		}),
		{numRuns: 400},
	);
});
