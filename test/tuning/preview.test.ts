import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Alert} from '../../src/alerts/alert.ts';
import type {Term} from '../../src/tuning/draft.ts';
import {History} from '../../src/tuning/history.ts';
import {groupKey} from '../../src/tuning/key-fields.ts';
import {previewDraft, previewInSteps} from '../../src/tuning/preview.ts';
import {alertOf, alertWith} from './alerts.ts';

const nameOf = (number: number): string => 'klmnopqr'[number];

const RULE = 'Read sensitive file untrusted';
const terms: Term[] = [{field: 'proc.name', operator: '=', values: ['backup-agent']}];

describe('previewDraft', () => {
	it('counts what a draft silences, of its rule and of all kept alerts', () => {
		const alerts = [alertOf(), alertOf(), alertWith({'proc.name': 'cat'}), alertOf({rule: 'Other'})];
		const preview = previewDraft({rule: RULE, terms}, alerts);
		expect(preview.rule).toEqual({silenced: 2, kept: 3});
		expect(preview.total).toEqual({silenced: 2, kept: 4});
		expect(preview.stillAlerting).toEqual([alerts[2]]);
		expect(preview.silenced).toEqual([alerts[1]]);
	});

	it('counts the other rules of a shared hook macro, and warns', () => {
		const preview = previewDraft({rule: RULE, terms}, [alertOf(), alertOf({rule: 'Other'})], {alsoSilences: ['Other']});
		expect(preview.total).toEqual({silenced: 2, kept: 2});
		expect(preview.rules).toEqual([
			{name: RULE, silenced: 1},
			{name: 'Other', silenced: 1},
		]);
		expect(preview.warnings.map(({code}) => code)).toContain('other-rules');
	});

	it('warns of other containers, images and higher priorities than it was made for', () => {
		const origin = [alertWith({'container.image.repository': 'backup'}, {containerId: 'a'})];
		const others = [alertWith({'container.image.repository': 'web'}, {containerId: 'b', priority: 2})];
		const preview = previewDraft({rule: RULE, terms}, [...origin, ...others], {origin});
		expect(preview.warnings.map(({code}) => code)).toEqual([
			'chosen-by-process',
			'other-containers',
			'other-images',
			'higher-priority',
			'everything',
		]);
		expect(previewDraft({rule: RULE, terms}, origin, {origin}).warnings.map(({code}) => code)).toEqual(['chosen-by-process']);
	});

	it('silences nothing without terms', () => {
		expect(previewDraft({rule: RULE, terms: []}, [alertOf()]).rule).toEqual({silenced: 0, kept: 1});
	});

	it('shows at most five examples of different groups, the newest first', () => {
		const alerts = Array.from({length: 40}, (_, seq) => alertWith({'fd.name': `/etc/${nameOf(seq % 8)}`}, {seq}));
		const {silenced} = previewDraft({rule: RULE, terms}, alerts);
		expect(silenced.map(({seq}) => seq)).toEqual([39, 38, 37, 36, 35]);
	});

	it('shows the newest of those that read the same, however many alerts stand between them', () => {
		const value = fc.constantFrom('cat', 'sh', undefined, '');
		const file = fc.constantFrom('/etc/shadow', '/etc/cron.d/a-123456', '/etc/cron.d/a-654321', undefined);
		const alert = fc.record({name: value, file, logged: file, type: fc.constantFrom('openat', 'unlink', 'execve', 'setns'), pname: value});
		const from = ({name, file: path, logged, type, pname}: {[key: string]: string | undefined}, seq: number): Alert =>
			alertWith(
				{'proc.name': name, 'fd.name': path, 'fs.path.name': path, 'proc.pname': pname},
				{seq, evtType: type, fields: logged === undefined ? {} : {'fd.name': logged, 'fs.path.target': logged}},
			);
		fc.assert(
			fc.property(fc.array(alert, {maxLength: 30}), (made) => {
				const alerts = made.map((one, seq) => from(one, seq));
				const newest = new Map(alerts.map((one) => [groupKey(one).values.join('\0'), one]));
				const expected = [...newest.values()].sort((a, b) => b.seq - a.seq).slice(0, 5);
				expect(previewDraft({rule: RULE, terms: []}, alerts).stillAlerting.map(({seq}) => seq)).toEqual(expected.map(({seq}) => seq));
			}),
		);
	});

	it('shows one example of groups that read the same, and still warns of what is beyond the alerts it was made for', () => {
		const origin = [alertWith({'proc.pname': 'cron'})];
		const others = Array.from({length: 8}, (_, at) => alertWith({'proc.pname': nameOf(at)}, {seq: at + 2, containerId: at % 2 ? 'b' : ''}));
		const preview = previewDraft({rule: RULE, terms}, [...origin, ...others], {origin});
		expect(preview.silenced.map(({seq}) => seq)).toEqual([9]);
		expect(preview.warnings.map(({code}) => code)).toContain('everything');
	});

	it('in steps comes to the same, and goes on where alerts make room meanwhile', () => {
		const alerts = Array.from({length: 3000}, (_, seq) => alertWith({'fd.name': `/etc/${nameOf(seq % 8)}`}, {seq}));
		const steps = previewInSteps({rule: RULE, terms}, alerts);
		let turns = 1;
		let step = steps.next();
		for (; !step.done; step = steps.next()) turns++;
		expect(turns).toBeGreaterThan(8);
		expect(step.value).toEqual(previewDraft({rule: RULE, terms}, alerts));
		const history = new History({maxBytes: 1_000_000});
		for (const alert of alerts) history.add(alert);
		const before = history.size;
		const beside = previewInSteps({rule: RULE, terms}, history);
		beside.next();
		for (let at = 0; at < 600; at++) history.add(alerts[at]);
		for (step = beside.next(); !step.done; ) step = beside.next();
		expect(before - step.value.total.kept).toBeGreaterThan(0);
		expect(step.value.total.kept).toBeGreaterThan(256);
		expect(step.value.total.silenced).toBe(step.value.total.kept);
	});

	it('goes through 100,000 kept alerts in well under a second', () => {
		const history = new History({maxBytes: 1e9});
		const kinds: Alert[] = Array.from({length: 50}, (_, seq) =>
			alertWith({'fd.name': `/etc/${seq}`, 'proc.name': seq % 3 === 0 ? 'cat' : 'backup-agent'}, {seq}),
		);
		for (let index = 0; index < 100_000; index++) history.add(kinds[index % kinds.length]);
		const draft = {rule: RULE, terms: [...terms, {field: 'fd.name', operator: 'glob' as const, values: ['/etc/*[0-9]']}]};
		previewDraft(draft, history);
		const before = process.cpuUsage();
		const preview = previewDraft(draft, history);
		const elapsedMs = process.cpuUsage(before).user / 1000;
		console.log(`preview over 100,000 alerts: ${elapsedMs.toFixed(0)} ms`);
		expect(preview.rule).toEqual({silenced: 66_000, kept: 100_000});
		// Processor time: the budget is 200 ms on a quiet machine; tests run beside others.
		expect(elapsedMs).toBeLessThan(1000);
	});
});
