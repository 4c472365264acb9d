import {readFileSync} from 'node:fs';
import {beforeAll, expect, test} from 'vitest';
import {alertJson, DEFAULT_JSON_OPTIONS} from '../../src/alerts/json.ts';
import type {EngineMessage} from '../../src/engine/protocol.ts';
import {EngineSession} from '../../src/engine/session.ts';
import {GOLDEN_NAMES, goldenCapture, hasGolden} from '../capture/golden-captures.ts';
import {engineOptions} from './options.ts';

const SHARED = new URL('../../../shared/', import.meta.url).pathname;
const STOCK = ['falco_rules.yaml', 'falco-incubating_rules.yaml', 'falco-sandbox_rules.yaml'];

beforeAll(() => {
	process.env.TZ = 'UTC';
});

async function alertsOf(name: string): Promise<string[]> {
	const lines: string[] = [];
	const session = new EngineSession((message: EngineMessage) => {
		if (message.kind !== 'alerts') return;
		lines.push(...message.alerts.map((alert) => alertJson(alert, DEFAULT_JSON_OPTIONS)));
		queueMicrotask(() => session.handle({kind: 'ack', alerts: message.alerts.length}));
	});
	const rules = STOCK.map((file) => ({name: file, text: readFileSync(`${SHARED}rules/${file}`, 'utf8')}));
	const source = {kind: 'capture', file: goldenCapture(name), speed: 0} as const;
	await session.start(engineOptions({source, rules, ruleMatching: 'all', hostname: 'golden', snapshots: false}));
	return lines;
}

test.skipIf(!hasGolden).each(GOLDEN_NAMES)('%s: the alerts of the stock rules are Falco’s, byte for byte', async (name) => {
	const expected = readFileSync(`${SHARED}golden/${name}.alerts.jsonl`, 'utf8').split('\n').filter(Boolean);
	expect(await alertsOf(name)).toEqual(expected);
});
