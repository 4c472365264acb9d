import type {LogState} from '../../engine/engine-tick.ts';
import {replayPosition} from '../store/replay-position.ts';
import type {SelfUsage} from '../store/self-usage.ts';
import type {Store} from '../store/store.ts';
import {showText} from '../terminal/sanitize.ts';
import type {StyleName, Theme} from '../theme/theme.ts';
import type {Box} from '../widgets/box.ts';
import {formatAgo, formatBytes, formatClock, formatCount, formatPercent, formatRate, formatTime} from '../widgets/numbers.ts';
import {sparkline} from '../widgets/sparkline.ts';
import {type Figure, FigureSheet} from './figure-sheet.ts';
import type {View} from './view.ts';

export interface ScreenFigures {
	readonly frames: number;
	readonly skippedFrames: number;
	readonly lastBytes: number;
	readonly lastWriteMs: number;
}

export interface About {
	readonly version: string;
	/** Paths of the rules files in use, in load order. */
	readonly rulesFiles: readonly string[];
}

/** Which rules these are: those of an installed Falco, of a configuration, or the ones that come with the program. */
const rulesRows = (files: readonly string[]): [string, string, StyleName][] => [
	['', '', 'text'],
	['RULES FILES', '', 'text'],
	...(files.length === 0 ? ([['', 'none', 'warn']] as [string, string, StyleName][]) : []),
	...files.map((file, at): [string, string, StyleName] => [String(at + 1), showText(file), 'value']),
];

/** The source, what was lost and why, and what all this costs. */
export function createSystemView(store: Store, usage: SelfUsage, screen: () => ScreenFigures, {version, rulesFiles}: About): View {
	let rows: readonly Figure[] = [];
	const sheet = new FigureSheet();
	return {
		id: 'system',
		title: 'System',
		mode: 'view',
		refresh: (nowMs) => {
			rows = systemRows(store, usage, screen(), nowMs);
			rows = [...rows, ['version', version, 'value'], ...rulesRows(rulesFiles)];
		},
		paint: (box: Box, theme: Theme) => sheet.paint(rows, box, theme),
		navigate: (step) => sheet.navigate(step),
		copies: () => [{label: 'all figures', text: rows.map(([label, text]) => `${label}: ${text}`).join('\n')}],
		exportRows: () => rows.filter(([, text]) => text !== '').map(([figure, value]) => ({figure, value})),
	};
}

/** What the log of another Falco held beside alerts. */
function logRows(log: LogState | undefined): [string, string, StyleName][] {
	if (log === undefined) return [];
	const figure = (label: string, count: number, style: StyleName): [string, string, StyleName] => [
		label,
		formatCount(count),
		count === 0 ? 'ok' : style,
	];
	return [
		figure('file truncated', log.gaps, 'warn'),
		figure('drops of that Falco', log.falcoDrops, 'bad'),
		['its own notices', `${formatCount(log.notices)}, ${formatCount(log.otherLines)} other lines`, 'value'],
		['silenced by trials', formatCount(log.silenced), 'value'],
	];
}

/** Alerts of what this program did itself: left out of all lists, never uncounted. */
const ownRows = (ownAlerts: number | undefined): [string, string, StyleName][] =>
	ownAlerts === undefined ? [] : [['own alerts left out', formatCount(ownAlerts), ownAlerts === 0 ? 'value' : 'warn']];

/** What stands between the source and the rules, where that is not a file. */
function sourceBuffers({tick}: Store): [string, string, StyleName][] {
	return [
		[
			'ring buffer',
			tick === undefined || tick.ringSizeBytes === 0 ? '–' : `${formatBytes(tick.ringBytes)} of ${formatBytes(tick.ringSizeBytes)}`,
			'value',
		],
		[
			'raw events kept',
			tick?.recent === undefined
				? '–'
				: `${formatCount(tick.recent.events)} in ${formatBytes(tick.recent.usedBytes)} of ${formatBytes(tick.recent.sizeBytes)}`,
			'value',
		],
	];
}

/** The model of the watched machine: a log of alerts gives none. */
function systemState({tick}: Store): [string, string, StyleName][] {
	return [
		['threads', `${formatCount(tick?.threads ?? 0)}; ${formatCount(tick?.state?.purgedThreads ?? 0)} silent ones purged`, 'value'],
		['descriptors', formatCount(tick?.fds ?? 0), 'value'],
		[
			'looked up in vain',
			`${formatCount(tick?.state?.failedThreadLookups ?? 0)} threads, ${formatCount(tick?.state?.failedFdLookups ?? 0)} descriptors`,
			'value',
		],
	];
}

/** Live how long ago; of a recording its own time. */
function lastSeen({tick, source}: Store, nowMs: number): string {
	if (tick === undefined || tick.eventTsNs === 0n) return '–';
	if (source?.kind === 'capture') return `${formatTime(tick.eventTsNs)} of the recording`;
	return formatLag(Math.max(0, nowMs - Number(tick.eventTsNs / 1_000_000n)));
}

/** By the recording's time, as the time line has it: the file is read further than it is played. */
function replayRows({tick}: Store): Figure[] {
	const position = replayPosition(tick);
	if (position === undefined) return [];
	const {elapsed, total, share} = position;
	const times = elapsed === undefined || total === undefined ? '' : `${formatClock(elapsed)} of ${formatClock(total)}, `;
	const replayed: Figure = ['replayed', share === undefined ? '…' : times + formatPercent(share), 'value'];
	const file = tick?.fileBytes;
	return file === undefined ? [replayed] : [replayed, ['file read', `${formatBytes(file.read)} of ${formatBytes(file.size)}`, 'value']];
}

const formatLag = (ms: number): string => (ms < 10_000 ? `${ms} ms ago` : `${formatAgo(ms)} ago`);

function systemRows(store: Store, usage: SelfUsage, screen: ScreenFigures, nowMs: number): Figure[] {
	const {tick} = store;
	const isLog = store.source?.kind === 'log';
	const drops = Object.entries(tick?.drops ?? {});
	const history = store.eventRate.read(store.nowMs);
	return [
		['SOURCE', '', 'text'],
		['source', store.source?.label ?? 'starting', 'value'],
		[
			isLog ? 'lines' : 'events',
			`${formatCount(tick?.events ?? 0)}   ${formatRate(store.eventRate.perSecond(store.nowMs, 5000))}   ${sparkline(history, 20)}`,
			'value',
		],
		['alerts', formatCount(store.alerts), 'value'],
		...ownRows(tick?.ownAlerts),
		[isLog ? 'last alert' : 'last event', lastSeen(store, nowMs), 'value'],
		...(isLog ? [] : sourceBuffers(store)),
		...replayRows(store),
		['', '', 'text'],
		['DROPS', '', 'text'],
		...drops.map(([reason, count]): [string, string, StyleName] => [reason, formatCount(count), count === 0 ? 'ok' : 'bad']),
		...(drops.length === 0 ? ([['all reasons', '0', 'ok']] as [string, string, StyleName][]) : []),
		...logRows(tick?.log),
		['', '', 'text'],
		['STATE', '', 'text'],
		...(isLog ? [] : systemState(store)),
		[
			'containers',
			`${formatCount([...store.containers.keys()].filter((id) => id !== '').length)}; ${formatCount(tick?.forgottenContainers ?? 0)} made room`,
			'value',
		],
		['rules', `${store.rules.filter((rule) => rule.enabled).length} enabled of ${store.rules.length}`, 'value'],
		[
			'kept alerts',
			`${formatCount(store.history.size)} in ${formatBytes(store.history.bytes)}; ${formatCount(store.history.evicted)} made room`,
			'value',
		],
		[
			'noise groups',
			`${formatCount(store.groups.size)} in ${formatBytes(store.groups.bytes)}; ${formatCount(store.groups.evictedGroups)} made room`,
			'value',
		],
		['', '', 'text'],
		['FALCONER ITSELF', '', 'text'],
		['CPU', `${formatPercent(usage.cpu)} of a core`, 'value'],
		['memory', formatBytes(usage.rssBytes), 'value'],
		['frames', `${formatCount(screen.frames)}, ${formatCount(screen.skippedFrames)} skipped for a slow terminal`, 'value'],
		['last frame', `${formatBytes(screen.lastBytes)}, written in ${screen.lastWriteMs.toFixed(1)} ms`, 'value'],
	];
}
