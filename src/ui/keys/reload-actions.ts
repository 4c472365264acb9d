import type {Dashboard} from '../dashboard.ts';
import type {ReloadNews} from '../options.ts';
import {showText} from '../terminal/sanitize.ts';
import {plural} from '../widgets/numbers.ts';

/**
 * Whether a running Falco took over what was saved. It comes when it comes, also at once, and takes the place of what was
 * told before: `isSaved` says that again. Where something can be done about it a banner stays until that is decided: a
 * question would take keys that were meant for the list.
 */
export function tellReload(dashboard: Dashboard, news: ReloadNews, {isSaved = false} = {}): void {
	const {store, host, unloaded} = dashboard;
	const hint = news.hint === undefined ? '' : ` (${showText(news.hint)})`;
	const isGood = news.outcome === 'reloaded';
	const lead = isSaved ? (isGood ? 'saved, and ' : 'saved, but ') : '';
	store.log.add(isGood ? 'info' : news.outcome === 'refused' ? 'bad' : 'warn', `${lead}${newsText(news)}${hint}`);
	unloaded.take(news);
	host.redraw();
}

const OUTCOMES: Readonly<Record<ReloadNews['outcome'], string>> = {
	reloaded: 'has loaded the rules',
	refused: 'refused the rules and keeps the old ones',
	silent: 'has not loaded the rules so far',
	'not-watching': 'does not watch its rules files',
	'not-loading': 'does not load this file',
	gone: 'has ended',
};

const newsText = ({name, pid, outcome, evidence}: ReloadNews): string => showText(`${name} (${pid}) ${OUTCOMES[outcome]}: ${evidence}`);

/** For the banner: who has not loaded what was saved, and the key that tells what can be done; undefined where all have. */
export function unloadedText({unloaded, keys}: Dashboard): string | undefined {
	const {first, count} = unloaded;
	if (first === undefined) return undefined;
	const others = count === 1 ? '' : `, and ${plural(count - 1, 'other')} have not loaded them`;
	return `NOT LOADED  ${showText(`${first.name} (${first.pid})`)} ${OUTCOMES[first.outcome]}${others}: ${keys.hint('reload')} says what can be done`;
}

/** Asked for by a key of its own, and answered by others: nothing typed before or behind it sends a signal. */
export function askReload(dashboard: Dashboard): void {
	const {unloaded, keys} = dashboard;
	const {first: news} = unloaded;
	if (news === undefined) return;
	const {pid, hint} = news;
	dashboard.dialog = {
		model: {
			title: newsText(news),
			lines: hint === undefined ? [] : [showText(hint)],
			items: [
				{key: 'H', label: `send SIGHUP to ${pid} now: it loads its rules again`},
				{key: 'x', label: 'leave it as it is'},
				{key: keys.hint('back'), label: 'decide later'},
			],
		},
		keys: {H: () => signalFalco(dashboard, pid), x: () => unloaded.leave(pid)},
	};
}

function signalFalco(dashboard: Dashboard, pid: number): void {
	const {desk, options, store, unloaded} = dashboard;
	const {falcos} = options.saving ?? {};
	if (falcos === undefined) return;
	unloaded.leave(pid);
	falcos
		.watch(desk.localPath, pid)
		.then(async (watch) => {
			if (!falcos.reload(pid)) {
				store.log.add('bad', `${pid} cannot be signalled from here: kill -HUP ${pid} as root`);
				return;
			}
			store.log.add('info', `SIGHUP was sent to ${pid}: waiting for it to load the rules`);
			await watch.follow(desk.savedHash, (news) => tellReload(dashboard, news));
		})
		.catch((error: Error) => store.log.add('bad', error.message));
}
