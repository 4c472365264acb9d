import {expect, test, vi} from 'vitest';
import {SLICE_MS} from '../../../src/ui/store/sliced-work.ts';
import {RowSearch} from '../../../src/ui/views/row-search.ts';
import {makeAlert} from '../fixtures/feed.ts';
import {start} from '../fixtures/sessions.ts';

interface Row {
	readonly id: number;
	readonly text: string;
}

const rowsOf = (count: number): Row[] =>
	Array.from({length: count}, (_, id) => ({id, text: `Read sensitive file untrusted job-${id} → /etc/shadow ${'x'.repeat(200)}`}));

function searchOf(changed = () => {}) {
	const searchText = vi.fn(({text}: Row) => text);
	return {searchText, search: new RowSearch<Row>({keyOf: ({id}) => String(id), searchText}, changed)};
}

test('many rows are looked through in slices: the key that typed a letter waits for one of them only', async () => {
	const rows = rowsOf(5000);
	const changed = vi.fn();
	const {search} = searchOf(changed);
	const before = process.cpuUsage();
	search.start('sensitive', rows, 0, () => {});
	const {user, system} = process.cpuUsage(before);
	expect(search.isBusy).toBe(true);
	// A slice ends with the step that it began.
	expect((user + system) / 1000).toBeLessThan(10 * SLICE_MS);
	await vi.waitUntil(() => !search.isBusy, {timeout: 20_000});
	expect([search.size, changed.mock.calls.length]).toEqual([5000, 1]);
});

test('a row is asked once, and anew where its text is another', () => {
	const rows = ['cron', 'job', 'cron'].map((text, id) => ({id, text}));
	const {search, searchText} = searchOf();
	search.start('job', rows, 0, () => {});
	expect([search.size, searchText.mock.calls.length]).toEqual([1, 3]);
	search.update(rows);
	expect([search.size, searchText.mock.calls.length]).toEqual([1, 3]);
	search.update([rows[0], rows[1], {id: 2, text: 'job'}, {id: 3, text: 'job'}]);
	expect([search.size, search.has(rows[0]), search.has({id: 3, text: ''})]).toEqual([3, false, true]);
	search.update([rows[0]]);
	expect(search.size).toBe(0);
});

test('the nearest row from the selected one on is told first, round the end', () => {
	const rows = ['job', 'cron', 'cron', 'job'].map((text, id) => ({id, text}));
	const firstFrom = (from: number): number | undefined => {
		let told: number | undefined;
		searchOf().search.start('job', rows, from, ({id}) => {
			told = id;
		});
		return told;
	};
	expect([0, 1, 3].map(firstFrom)).toEqual([0, 3, 3]);
});

test('n and N go through the matches of three thousand rows; the selection goes to the first of them', async () => {
	const session = start(120, 30);
	const names = (at: number): string => (at % 1000 === 999 ? 'needle' : 'hay');
	session.engine.sayAlerts(Array.from({length: 3000}, (_, at) => makeAlert({proc: names(at), atMs: Date.now() - 3000 + at})));
	session.terminal.type('r');
	await session.terminal.waitFor('TIME');
	session.terminal.type('j/needle');
	await session.terminal.waitFor(/3 matches(?! so far)/);
	await session.terminal.waitFor(/proc\.name +needle/);
	const selected = (): string =>
		session.terminal.text
			.split('\n')
			.find((line) => line.startsWith('▸'))!
			.slice(0, 20);
	const first = selected();
	session.terminal.type('\rn');
	await session.terminal.waitFor(() => selected() !== first);
	session.terminal.type('N');
	await session.terminal.waitFor(() => selected() === first);
});
