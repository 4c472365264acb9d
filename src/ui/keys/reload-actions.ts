import type {Dashboard} from '../dashboard.ts';
import type {ReloadNews} from '../options.ts';
import {showText} from '../terminal/sanitize.ts';

/**
 * Whether a running Falco took over what was saved: told where it went well, asked about where something is to be done.
 * It comes when it comes, also at once, and takes the place of what was told before: `isSaved` says that again.
 */
export function tellReload(dashboard: Dashboard, news: ReloadNews, {isSaved = false} = {}): void {
	const {store, host} = dashboard;
	const who = `${news.name} (${news.pid})`;
	const text = showText(`${who} ${OUTCOMES[news.outcome]}: ${news.evidence}`);
	// The log keeps what to do also where a dialog asks for it.
	const hint = news.hint === undefined ? '' : ` (${showText(news.hint)})`;
	const isGood = news.outcome === 'reloaded';
	const lead = isSaved ? (isGood ? 'saved, and ' : 'saved, but ') : '';
	store.log.add(isGood ? 'info' : news.outcome === 'refused' ? 'bad' : 'warn', lead + text + hint);
	// Asked only where there is a choice, and not in the middle of something else: keys meant for the list must not be lost.
	if (news.canSignal && !isGood && dashboard.dialog === undefined && dashboard.prompt === undefined) ask(dashboard, news, text);
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

function ask(dashboard: Dashboard, {pid, hint}: ReloadNews, text: string): void {
	const signal = {key: 'H', label: `send SIGHUP to ${pid} now: it loads its rules again`};
	dashboard.dialog = {
		model: {
			title: text,
			lines: hint === undefined ? [] : [showText(hint)],
			items: [signal, {key: dashboard.keys.hint('back'), label: 'leave it'}],
		},
		keys: {H: () => signalFalco(dashboard, pid)},
	};
}

function signalFalco(dashboard: Dashboard, pid: number): void {
	const {desk, options, store} = dashboard;
	const {falcos} = options.saving ?? {};
	if (falcos === undefined) return;
	falcos
		.watch(desk.localPath)
		.then(async (watch) => {
			if (!falcos.reload(pid)) {
				store.log.add('bad', `${pid} cannot be signalled from here: kill -HUP ${pid} as root`);
				return;
			}
			store.log.add('info', `SIGHUP was sent to ${pid}: waiting for it to load the rules`);
			await watch.follow(desk.savedHash, (news) => {
				if (news.pid === pid) tellReload(dashboard, {...news, canSignal: false});
			});
		})
		.catch((error: Error) => store.log.add('bad', error.message));
}
