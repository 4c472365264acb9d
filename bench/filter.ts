// What the conditions of rules cost: nanoseconds per event, in one process, captures replayed from memory's page cache.
//
//   node bench/filter.mjs CAPTURE… -- RULES_FILE…      (ROUNDS=20)
//
// LOCAL=falco_rules.local.yaml: what the exceptions of that file keep back is counted, too, as for the dashboard.
// Processor time; state alone is measured in the same run and taken off; alerts are counted but not built.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {openCapture} from '../src/capture/reader.ts';
import type {ActiveRules} from '../src/engine/active-rules.ts';
import {createRulesCompiler} from '../src/engine/compile-rules.ts';
import {EventCursor} from '../src/events/cursor.ts';
import {System} from '../src/system/system.ts';

const args = process.argv.slice(2);
const split = args.indexOf('--');
const captures = args.slice(0, split);
const files = args.slice(split + 1).map((file) => ({name: path.basename(file), text: readFileSync(file, 'utf8')}));
const rounds = Number(process.env.ROUNDS ?? 20);

const loadStarted = performance.now();
const {active, problems} = createRulesCompiler({
	hostname: 'bench',
	minimumPriority: 7,
	ruleSelections: [],
	appendOutput: [],
	staticFields: {},
	bufferFormatBase64: false,
	timeFormatIso8601: false,
	snapshots: false,
	localRules: process.env.LOCAL === undefined ? undefined : [process.env.LOCAL],
}).compile(files);
const loadMs = performance.now() - loadStarted;
for (const problem of problems) if (problem.severity === 'error') throw new Error(problem.message);

interface Totals {
	events: number;
	evaluated: number;
	matches: number;
	silenced: number;
	ms: number;
}

async function replay(capture: string, rules: ActiveRules | undefined, totals: Totals): Promise<void> {
	const feed = await openCapture(capture);
	const system = new System();
	const cursor = new EventCursor();
	let section = 0;
	while (await feed.fill()) {
		if (feed.section !== section) {
			section = feed.section;
			system.load(feed.head);
		}
		const started = process.cpuUsage().user;
		while (feed.next(cursor)) {
			cursor.num = ++totals.events;
			const event = system.begin(cursor);
			const bucket = rules?.buckets[cursor.type];
			if (rules !== undefined && bucket !== undefined) {
				rules.nextEvent();
				totals.evaluated++;
				if (bucket.bare === undefined)
					for (let i = 0; i < bucket.predicates.length; i++) totals.matches += Number(bucket.predicates[i](event));
				else {
					for (let i = 0; i < bucket.predicates.length; i++) {
						if (bucket.predicates[i](event)) totals.matches++;
						else if (bucket.bare[i]?.(event)) totals.silenced++;
					}
				}
			}
			system.end();
		}
		totals.ms += (process.cpuUsage().user - started) / 1000;
	}
	await feed.close();
}

async function measure(rules: ActiveRules | undefined): Promise<Totals> {
	const totals = {events: 0, evaluated: 0, matches: 0, silenced: 0, ms: 0};
	for (let round = 0; round < rounds; round++) for (const capture of captures) await replay(capture, rules, totals);
	return totals;
}

// Replay of ordinary work as a whole, start-up and alerts included, may take so many ns an event; state and conditions are most of it.
console.log('budget, all three stock files, rule_matching all: state and conditions together ≤ 2500 ns an event, goal ≤ 1000 ns');
await measure(active);
for (let pass = 0; pass < 3; pass++) {
	const state = await measure(undefined);
	const whole = await measure(active);
	const nsState = (state.ms * 1e6) / state.events;
	const nsWhole = (whole.ms * 1e6) / whole.events;
	console.log(
		`${active.rules.length} rules, load ${loadMs.toFixed(0)} ms: state ${nsState.toFixed(0)} + conditions ${(nsWhole - nsState).toFixed(0)} = ${nsWhole.toFixed(0)} ns an event ` +
			`(${(((nsWhole - nsState) * whole.events) / whole.evaluated).toFixed(0)} ns an event with rules), ${whole.events} events, ${whole.matches} matches` +
			(process.env.LOCAL === undefined ? '' : `, ${active.exceptions.length} exceptions, ${whole.silenced} silenced`),
	);
}
