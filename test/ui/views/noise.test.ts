import {describe, expect, test} from 'vitest';
import {History} from '../../../src/tuning/history.ts';
import {NoiseGroups} from '../../../src/tuning/noise-group.ts';
import {rankNoise} from '../../../src/ui/store/noise-ranking.ts';
import {makeAlert} from '../fixtures/feed.ts';
import {many, start} from '../fixtures/sessions.ts';

function kept(alerts: readonly ReturnType<typeof makeAlert>[]): [NoiseGroups, History] {
	const groups = new NoiseGroups();
	const history = new History();
	for (const alert of alerts) {
		groups.add(alert);
		history.add(alert);
	}
	return [groups, history];
}

describe('the ranking of exceptions', () => {
	test('puts what silences most first; shares add up to all that is kept', () => {
		const [groups, history] = kept([
			...many(5, {proc: 'cat'}),
			...many(30, {}),
			...many(15, {file: '/etc/gshadow'}),
			...many(10, {rule: 3, proc: 'sh', parent: 'nginx'}),
		]);
		const ranked = rankNoise(groups.groups(), history, {scope: 'program'});
		expect(ranked.map(({silenced}) => silenced)).toEqual([45, 10, 5]);
		expect(ranked[0].condition).toMatch(/proc\.name = backup-agent and fd\.name in \(\/etc\/g?shadow, \/etc\/g?shadow\)/);
		expect(ranked.map(({cumulative}) => Math.round(cumulative * 60))).toEqual([45, 55, 60]);
	});

	test('by rule makes one exception of several programs; by container one for each', () => {
		const [groups, history] = kept([...many(6, {}), ...many(4, {proc: 'cat'}), ...many(3, {containerId: 'aa11bb22cc33'})]);
		expect(rankNoise(groups.groups(), history, {scope: 'rule'}).map(({silenced}) => silenced)).toEqual([13]);
		const byContainer = rankNoise(groups.groups(), history, {scope: 'container'});
		expect(byContainer.map(({silenced}) => silenced)).toEqual([10, 3]);
		expect(byContainer[1].condition).toContain('container.id = aa11bb22cc33');
	});

	test('by image joins the containers of an image and keeps to it; the host stands for itself', () => {
		const inImage = (containerId: string) => {
			const alert = makeAlert({containerId});
			return {...alert, snapshot: {...alert.snapshot, 'container.image.repository': 'docker.io/library/nginx'}};
		};
		const [groups, history] = kept([...many(6, {}), inImage('aa11bb22cc33'), inImage('dd44ee55ff66'), inImage('aa11bb22cc33')]);
		const [host, image] = rankNoise(groups.groups(), history, {scope: 'image'});
		expect(host).toMatchObject({silenced: 6});
		expect(host.condition).toContain('container.id = host');
		expect(image).toMatchObject({silenced: 3, groups: 2});
		expect(image.condition).toContain('container.image.repository = docker.io/library/nginx');
	});

	test('what an exception in force silences is no noise: neither a row nor a part of the shares', () => {
		const [groups, history] = kept([...many(30, {}), ...many(10, {proc: 'rsync'})]);
		const isQuiet = ({snapshot}: ReturnType<typeof makeAlert>) => snapshot['proc.name'] === 'backup-agent';
		expect(rankNoise(groups.groups(), history, {scope: 'program', isQuiet})).toMatchObject([{silenced: 10, share: 1, cumulative: 1}]);
	});

	test('what a cause did once beside what it does all the time gets an exception of its own', () => {
		const [groups, history] = kept([...many(60, {}), ...many(1, {file: '/root/.ssh/id_rsa'})]);
		const [usual, unusual] = rankNoise(groups.groups(), history, {scope: 'program'});
		expect(usual).toMatchObject({silenced: 60});
		expect(usual.condition).not.toContain('id_rsa');
		expect(unusual).toMatchObject({silenced: 1});
	});

	test('a draft that is known is written anew once it leaves something of its cause', () => {
		const known = new Map();
		const [groups, history] = kept(many(5, {}));
		const rank = () => rankNoise(groups.groups(), history, {scope: 'program', known})[0].condition;
		const before = rank();
		const more = makeAlert({file: '/etc/gshadow'});
		groups.add(more);
		history.add(more);
		expect(before).not.toContain('/etc/gshadow');
		expect(rank()).toContain('/etc/gshadow');
		expect(known.size).toBe(1);
	});

	test('a program with ever new objects gets no list of what happened to occur', () => {
		const [groups, history] = kept(Array.from({length: 60}, (_, at) => makeAlert({file: `/tmp/x/run-${at}`})));
		const [first] = rankNoise(groups.groups(), history, {scope: 'program'});
		expect(first.silenced).toBe(60);
		expect(first.terms.every((term) => term.values.length <= 8)).toBe(true);
	});
});

describe.each([
	[80, 24],
	[160, 50],
])('the Noise view on %i×%i', (columns, rows) => {
	test('lists exceptions with share and sum, and opens the form with the chosen one', async () => {
		const session = start(columns, rows);
		session.engine.sayAlerts([...many(60, {}), ...many(30, {proc: 'rsync'}), ...many(10, {proc: 'cat\x1b[2J'})]);
		session.terminal.type('2');
		await session.terminal.waitFor(/▸ +60 +60% .*60% {2}W/);
		expect(session.terminal.text).toMatch(/ 30 +30% .*90% {2}W/);
		expect(session.terminal.text).toContain('2 exceptions would silence 80% of the alerts');
		session.terminal.type('jj');
		await session.terminal.waitFor(/▸ +10 /);
		session.terminal.type('\r');
		await session.terminal.waitFor('Whitelist · Read sensitive file untrusted');
		expect(session.terminal.text).toMatch(/\[x\] proc\.name +=? *.*cat\\x1b\[2J/);
		session.terminal.type('\x1b');
		await session.terminal.waitFor(/▸ +10 /);
	});
});

test('v ranks by rule and by container', async () => {
	const session = start(120, 30);
	session.engine.sayAlerts([...many(9, {}), ...many(4, {proc: 'rsync'})]);
	session.terminal.type('2');
	await session.terminal.waitFor('one exception a program');
	session.terminal.type('v');
	await session.terminal.waitFor('one exception a rule');
	await session.terminal.waitFor(/▸ +13 +100%/);
});

test('what began within a day before the newest alert is marked as new; without anything older nothing is', async () => {
	const session = start(160, 50);
	const hourMs = 3_600_000;
	const nowMs = Date.now();
	const at = (agoMs: number, change: Parameters<typeof makeAlert>[0]) => makeAlert({...change, atMs: nowMs - agoMs});
	session.engine.sayAlerts([at(20 * hourMs, {proc: 'rsync'}), at(hourMs, {proc: 'cat'})]);
	session.terminal.type('2');
	await session.terminal.waitFor(/ rsync .* 20h/);
	expect(session.terminal.text).not.toContain('new since');
	session.engine.sayAlerts([at(30 * hourMs, {}), at(0, {})]);
	await session.terminal.waitFor('+ 2 new since a day before the last alert');
	expect(session.terminal.text).toMatch(/\+ .*rsync .* 20h/);
	expect(session.terminal.text).toMatch(/\n. {2}.*backup-agent .* 30h/);
});
