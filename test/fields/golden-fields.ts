import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import {openCapture} from '../../src/capture/reader.ts';
import {EventCursor} from '../../src/events/cursor.ts';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {type FieldProblem, isFieldProblem, type ResolvedField} from '../../src/fields/field.ts';
import {type JsonValue, outputJson} from '../../src/fields/print.ts';
import {System} from '../../src/system/system.ts';
import {splitField} from './field-named.ts';

/** Falco's answer changes from run to run there. */
const ANY = '*any*';

export interface Difference {
	readonly field: string;
	readonly count: number;
	readonly example: string;
}

export interface Comparison {
	readonly agree: number;
	readonly total: number;
	readonly differences: readonly Difference[];
}

/** Replays a capture and compares every field of every event with what Falco said of it, as the acceptance script does. */
export async function compareFields(capture: string, answers: string): Promise<Comparison> {
	const lines = gunzipSync(readFileSync(answers)).toString().split('\n').filter(Boolean);
	const rows = new Map(lines.map((line) => numbersAsText(line)).map((row) => [Number(row['evt.num']), row]));
	const names = [...new Set([...rows.values()].flatMap((row) => Object.keys(row)))];
	const differences = new Map<string, {count: number; example: string}>();
	let agree = 0;
	let total = 0;
	await replay(capture, names, (number, values) => {
		const row = rows.get(number) ?? {};
		for (const [name, mine] of values) {
			total++;
			const expected = row[name] ?? 'null';
			if (expected === JSON.stringify(ANY) || asJson(mine) === expected) agree++;
			else
				note(differences, name, `event ${number} ${row['evt.type']}: Falco ${expected.slice(0, 300)}, here ${asJson(mine).slice(0, 300)}`);
		}
	});
	const sorted = [...differences].map(([field, found]) => ({field, ...found})).sort((a, b) => b.count - a.count);
	return {agree, total, differences: sorted};
}

function note(differences: Map<string, {count: number; example: string}>, name: string, example: string): void {
	const known = differences.get(name);
	if (known === undefined) differences.set(name, {count: 1, example});
	else known.count++;
}

async function replay(
	path: string,
	names: readonly string[],
	see: (number: number, values: Map<string, JsonValue>) => void,
): Promise<void> {
	const catalogue = createFieldCatalogue({hostname: 'golden'});
	const fields = names.map((name) => resolved(catalogue.resolve(...splitField(name)), name));
	const system = new System();
	const cursor = new EventCursor();
	const capture = await openCapture(path);
	let section = -1;
	let number = 0;
	while (await capture.fill()) {
		if (capture.section !== section) system.load(capture.head);
		section = capture.section;
		while (capture.next(cursor)) {
			cursor.num = ++number;
			const event = system.begin(cursor);
			catalogue.observe(event);
			see(number, new Map(fields.map((field) => [field.text, outputJson(field, event)])));
			system.end();
		}
	}
	await capture.close();
}

function resolved(found: ResolvedField | FieldProblem, name: string): ResolvedField {
	if (isFieldProblem(found)) throw new Error(`${name}: ${found.kind}`);
	return found;
}

/** Each value of an object as its JSON text, so that integers beyond 2^53 keep their digits. */
function numbersAsText(line: string): Record<string, string> {
	const quoted = line.replace(/(": )(-?\d{16,})(?=[,}])/g, '$1"#$2"');
	return Object.fromEntries(
		Object.entries(JSON.parse(quoted)).map(([key, value]) => [key, JSON.stringify(value).replace(/^"#(-?\d+)"$/, '$1')]),
	);
}

function asJson(value: JsonValue): string {
	return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}
