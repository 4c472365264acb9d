import {expect, test} from 'vitest';
import type {Alert} from '../../../src/alerts/alert.ts';
import {previewDraft} from '../../../src/tuning/preview.ts';
import {createKeptPreview} from '../../../src/ui/store/kept-preview.ts';
import {Store} from '../../../src/ui/store/store.ts';
import {makeAlert, RULES} from '../fixtures/feed.ts';

const KINDS = Array.from({length: 500}, (_, at) => makeAlert({proc: `proc-${at % 9}`, file: `/data/${at}`}));
const MANY: readonly Alert[] = Array.from({length: 100_000}, (_, at) => ({...KINDS[at % KINDS.length], seq: at}));
const draft = {rule: RULES[0].name, terms: [{field: 'proc.name', operator: '=' as const, values: ['proc-3']}]};

function counting(alerts: readonly Alert[]) {
	let nowMs = 0;
	const store = new Store(() => nowMs, {alertBytes: Number.POSITIVE_INFINITY});
	store.apply({kind: 'alerts', alerts});
	let told = 0;
	const kept = createKeptPreview(
		store,
		() => ({draft}),
		() => told++,
	);
	const preview = Object.assign(kept, {now: () => kept.update(nowMs)});
	const settled = async (before: number): Promise<void> => {
		while (told === before) await new Promise((resolve) => setImmediate(resolve));
	};
	return {store, preview, settled, told: () => told, pass: (ms: number) => (nowMs += ms)};
}

test('100,000 kept alerts are counted beside the keys, with the result of counting them at once', async () => {
	const {store, preview, settled} = counting(MANY);
	expect(preview.now()).toBeUndefined();
	await settled(0);
	expect(preview.now()).toEqual(previewDraft(draft, store.history));
});

test('few alerts are counted at once, again only where some came, and not more than once a second', () => {
	const {store, preview, told, pass} = counting([]);
	store.apply({kind: 'alerts', alerts: MANY.slice(0, 20)});
	const first = preview.now();
	expect(first?.rule).toEqual({silenced: 2, kept: 20});
	pass(60_000);
	expect(preview.now()).toBe(first);
	store.apply({kind: 'alerts', alerts: MANY.slice(20, 30)});
	const second = preview.now();
	expect(second?.rule.kept).toBe(30);
	store.apply({kind: 'alerts', alerts: MANY.slice(30, 40)});
	expect(preview.now()).toBe(second);
	pass(1000);
	expect(preview.now()?.rule.kept).toBe(40);
	expect(told()).toBe(0);
});

test('another question begins anew; what was stopped says nothing', async () => {
	const {preview, settled, told} = counting(MANY);
	preview.now();
	preview.reset();
	expect(preview.now()).toBeUndefined();
	await settled(0);
	preview.reset();
	expect(preview.result).toBeUndefined();
	preview.now();
	preview.stop();
	await new Promise((resolve) => setImmediate(resolve));
	expect(told()).toBe(1);
});
