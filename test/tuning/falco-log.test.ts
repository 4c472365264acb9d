import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {alertJson, DEFAULT_JSON_OPTIONS} from '../../src/alerts/json.ts';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {UNKNOWN_CONTAINER} from '../../src/tuning/alert-value.ts';
import {termChoices} from '../../src/tuning/candidates.ts';
import {FalcoLogReader} from '../../src/tuning/falco-log.ts';
import {alertOf} from './alerts.ts';

const reader = () => new FalcoLogReader(createFieldCatalogue());
const LINE =
	'{"hostname":"n","output":"11:44:32.731814251: Warning Read | file=/etc/shadow","output_fields":{"container.id":"host","evt.time":1795347872731814251,"fd.name":"/etc/shadow","fd.sip":"10.0.0.1","proc.name":"caf\u00e9","proc.tty":0,"proc.pname":null},"priority":"Warning","rule":"Reads","source":"syscall","tags":["a"],"time":"2026-11-22T11:44:32.731814251Z"}';

function alertIn(line: string) {
	const read = reader().read(line);
	if (read.kind !== 'alert') throw new Error(JSON.stringify(read));
	return read.alert;
}

describe('FalcoLogReader', () => {
	it('reads an alert with its fields as the engine has them', () => {
		expect(alertIn(LINE)).toMatchObject({
			rule: 'Reads',
			priority: 4,
			tsNs: 1795347872731814251n,
			message: 'Read | file=/etc/shadow',
			containerId: '',
			snapshot: {'fd.sip': '\x0a\0\0\x01', 'proc.name': 'caf\xc3\xa9', 'proc.tty': 0, 'evt.time': 1795347872731814251n},
			fields: {'proc.pname': null},
		});
	});

	it('reads it behind the prefix of kubectl and of a container runtime, and out of the wrapping of Docker', () => {
		const {tsNs} = alertIn(LINE);
		expect(alertIn(`[pod/falco-x/falco] ${LINE}`).tsNs).toBe(tsNs);
		expect(alertIn(`2026-11-22T11:44:32.7Z stdout F ${LINE}`).tsNs).toBe(tsNs);
		expect(alertIn(JSON.stringify({log: `${LINE}\n`, stream: 'stdout', time: 'x'})).tsNs).toBe(tsNs);
	});

	it('tells notices, other lines and broken ones apart', () => {
		const log = reader();
		expect(log.read('{"rule":"Falco internal: syscall event drop","source":"internal","priority":"Debug"}')).toMatchObject({
			kind: 'notice',
		});
		expect(log.read('Sun Nov 22 17:05:42 2026: Falco version: 0.44.1')).toEqual({kind: 'other'});
		for (const bad of [
			LINE.slice(0, -2),
			'{}',
			'{"rule":"x","priority":"Loud","time":"2026-11-22T11:44:32Z"}',
			'{"rule":"x","priority":"Debug"}',
			'{"rule":1}',
		]) {
			expect(log.read(bad).kind).toBe('bad');
		}
	});

	it('does not take an unknown container for the host', () => {
		const alert = alertIn(LINE.replace('"container.id":"host",', ''));
		expect(alert.containerId).toBe(UNKNOWN_CONTAINER);
		expect(termChoices([alert]).map(({field}) => field)).not.toContain('container.id');
		expect(termChoices([alertIn(LINE)]).map(({field}) => field)).toContain('container.id');
	});

	it('leaves out values that the field cannot hold', () => {
		const alert = alertIn(LINE.replace('"proc.tty":0', '"proc.tty":"x","fd.types":"(file)","proc.is_exe_writable":1,"__proto__":"x"'));
		expect(Object.keys(alert.snapshot)).not.toContain('proc.tty');
		expect(alert.snapshot['fd.types']).toBeUndefined();
		expect(alert.snapshot['proc.is_exe_writable']).toBeUndefined();
	});

	it('keeps long integers exact, and texts that look like them as texts', () => {
		const digits = fc.bigInt({min: -(2n ** 63n), max: 2n ** 64n - 1n}).map(String);
		const text = fc
			.array(fc.oneof(digits, fc.constantFrom('"', '\\', ':', ',', '{', '}', '\u0000n', '"evt.time":')))
			.map((parts) => parts.join(''));
		fc.assert(
			fc.property(text, digits, fc.array(digits), (name, number, list) => {
				const fields = `"proc.name":${JSON.stringify(name)},"proc.args":${JSON.stringify(name)},"fd.ino":${number},"x.list":[${list.join(', ')}]`;
				const {snapshot} = alertIn(LINE.replace('"proc.tty":0', () => fields).replace('"proc.name":"café",', ''));
				if (!/^\u0000n-?\d+$/.test(name)) expect(snapshot['proc.args']).toBe(name);
				expect(BigInt(snapshot['fd.ino'] as number)).toBe(BigInt(number));
				expect((snapshot['x.list'] as number[]).map(BigInt)).toEqual(list.map(BigInt));
			}),
			{numRuns: 1000},
		);
	});

	it('throws at nothing', () => {
		const log = reader();
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.json(),
					fc.nat(LINE.length).map((at) => LINE.slice(0, at)),
					fc.tuple(fc.nat(LINE.length), fc.string()).map(([at, text]) => LINE.slice(0, at) + text + LINE.slice(at)),
				),
				(line) => {
					expect(['alert', 'notice', 'other', 'bad']).toContain(log.read(line).kind);
				},
			),
			{numRuns: 2000},
		);
	});

	it('reads what the agent writes', () => {
		const alert = alertOf({fields: {'fd.name': '/etc/\x1b[31m', 'evt.res': null, 'fd.rport': 443}, message: 'a "b"\n'});
		expect(alertIn(alertJson(alert, DEFAULT_JSON_OPTIONS))).toMatchObject({rule: alert.rule, message: 'a "b"\n', fields: alert.fields});
	});

	const golden = join(import.meta.dirname, '../../../shared/golden');
	it.skipIf(!existsSync(golden))('reads every alert that Falco wrote, with every field', () => {
		const log = reader();
		let alerts = 0;
		for (const file of readdirSync(golden).filter((name) => name.endsWith('.alerts.jsonl'))) {
			for (const line of readFileSync(join(golden, file), 'utf8')
				.split('\n')
				.filter((text) => text !== '')) {
				const given = JSON.parse(line) as {output_fields: object};
				const read = log.read(line);
				if (read.kind !== 'alert') throw new Error(line);
				expect(Object.keys(read.alert.fields).sort()).toEqual(Object.keys(given.output_fields).sort());
				alerts++;
			}
		}
		expect(alerts).toBeGreaterThan(20);
	});
});
