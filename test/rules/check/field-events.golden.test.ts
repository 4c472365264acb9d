import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {parseOperand} from '../../../src/filter/parse.ts';
import type {Check} from '../../../src/filter/syntax.ts';
import {ENTER_EVENTS, eventsWithField} from '../../../src/rules/check/field-events.ts';
import {impossibleValue} from '../../../src/rules/check/field-values.ts';

// What is said of fields and their values, held against every field of every event that Falco itself was asked about.

const FOLDER = path.resolve(import.meta.dirname, '../../../../shared/golden');
const NAMES = ['files', 'procs', 'net', 'privileged', 'hostile', 'odd', 'container'];
const isMissing = !existsSync(path.join(FOLDER, 'files.fields.jsonl.gz'));
if (isMissing) console.warn('skipped: the recorded fields are not there');

const span = {start: 0, end: 0};
const equals = (left: Check['left']): Check => ({kind: 'check', left, operator: '=', operatorSpan: span, span});

test.skipIf(isMissing)('no recorded event has a field that it is said not to have, or a value that is said to be impossible', () => {
	const wrong = new Set<string>();
	let fields = 0;
	for (const name of NAMES) {
		const lines = gunzipSync(readFileSync(path.join(FOLDER, `${name}.fields.jsonl.gz`)))
			.toString('utf8')
			.split('\n');
		for (const line of lines) if (line !== '') checkEvent(JSON.parse(line));
	}
	expect([...wrong]).toEqual([]);
	expect(fields).toBeGreaterThan(10_000);

	function checkEvent(event: Readonly<Record<string, unknown>>): void {
		const type = String(event['evt.type']);
		for (const [text, value] of Object.entries(event)) {
			const parsed = parseOperand(text);
			if (!parsed.ok || parsed.operand.kind !== 'field') continue;
			fields++;
			const isOpenFlag = text.startsWith('evt.is_open_');
			const having = eventsWithField(parsed.operand);
			if (text === 'evt.dir' && value === '>' && !ENTER_EVENTS.has(type)) wrong.add(`evt.dir=> of ${type}`);
			if (having && !having.has(type) && (!isOpenFlag || value === true)) wrong.add(`${text} of ${type}`);
			// Without an argument it shows all ancestors, and compares each.
			if (text === 'proc.aname') continue;
			// Bytes that are no UTF-8 are longer in the record than they were.
			if (typeof value !== 'string' || value.includes('\ufffd')) continue;
			const fault = impossibleValue(equals(parsed.operand), value);
			if (fault) wrong.add(`${text}=${value}: ${fault.why}`);
		}
	}
});
