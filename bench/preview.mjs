// How long it takes to say what a draft would have silenced of the kept alerts.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {build} from 'esbuild';
import {root} from './session.mjs';

const PARTS = `
export {EngineSession} from './src/engine/session.ts';
export {History} from './src/tuning/history.ts';
export {NoiseGroups} from './src/tuning/noise-group.ts';
export {previewDraft} from './src/tuning/preview.ts';
export {smallestTerms} from './src/tuning/candidates.ts';
`;
const ROUNDS = 15;

/** Milliseconds of a preview over so many alerts of the bundled recording, each with texts of its own as from the worker. */
export async function measurePreview(count) {
	const folder = mkdtempSync(path.join(tmpdir(), 'falconer-preview-'));
	try {
		const outfile = path.join(folder, 'parts.cjs');
		await build({stdin: {contents: PARTS, resolveDir: root}, bundle: true, platform: 'node', format: 'cjs', outfile, logLevel: 'error'});
		const parts = await import(pathToFileURL(outfile).href);
		return await measure(parts.default ?? parts, count);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

async function measure({EngineSession, History, NoiseGroups, previewDraft, smallestTerms}, count) {
	const alerts = await alertsOfRecording(EngineSession);
	const history = new History({maxBytes: Number.POSITIVE_INFINITY});
	const groups = new NoiseGroups();
	for (let at = 0; at < count; at++) {
		const alert = structuredClone(alerts[at % alerts.length]);
		groups.add(alert);
		history.add(alert);
	}
	const origin = [...new Set(alerts.map(({rule, snapshot}) => `${rule}\0${snapshot['proc.name']}`))]
		.slice(0, ROUNDS)
		.map((key) => alerts.filter(({rule, snapshot}) => `${rule}\0${snapshot['proc.name']}` === key));
	const times = [];
	for (let round = 0; round < ROUNDS; round++) {
		const own = origin[round % origin.length];
		const terms = smallestTerms(own.slice(0, 50));
		const from = performance.now();
		previewDraft({rule: own[0].rule, terms}, history, {origin: own.slice(0, 50)});
		times.push(performance.now() - from);
	}
	times.sort((a, b) => a - b);
	return {alerts: history.size, ms: times[ROUNDS >> 1], worstMs: times.at(-1)};
}

/** One alert of each event, as the engine makes them for the dashboard. */
async function alertsOfRecording(EngineSession) {
	const alerts = [];
	const session = new EngineSession((message) => {
		if (message.kind !== 'alerts') return;
		alerts.push(...message.alerts);
		setImmediate(() => session.handle({kind: 'ack', alerts: message.alerts.length}));
	});
	const rule =
		'- rule: Any event\n  desc: d\n  condition: evt.num >= 0\n  output: "%evt.type by %proc.name of %fd.name"\n  priority: WARNING\n';
	await session.start({
		source: {kind: 'capture', file: path.join(root, 'recordings', 'first-look.scap'), speed: 0},
		rules: [{name: 'any.yaml', text: rule}],
		ruleMatching: 'first',
		minimumPriority: 7,
		hostname: 'bench',
		ruleSelections: [],
		appendOutput: [],
		staticFields: {},
		bufferFormatBase64: false,
		timeFormatIso8601: false,
		snapshots: true,
	});
	return alerts;
}
