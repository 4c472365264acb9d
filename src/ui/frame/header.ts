import type {Dashboard} from '../dashboard.ts';
import {unloadedText} from '../keys/reload-actions.ts';
import {savingText} from '../keys/save-events.ts';
import type {EngineStatus} from '../store/store.ts';
import {Line} from '../terminal/line.ts';
import {wrapRows} from '../terminal/width.ts';
import type {StyleName, Theme} from '../theme/theme.ts';
import {formatBytes, formatCount, formatPercent, formatShort, plural} from '../widgets/numbers.ts';
import {sparkline} from '../widgets/sparkline.ts';
import {paintTimeLine} from './time-line.ts';

const SPARK_CELLS = 10;

/** How much of the live figures there is room for. */
type Tier = 'small' | 'middle' | 'wide' | 'large';

const tierOf = (columns: number): Tier => (columns >= 120 ? 'large' : columns >= 104 ? 'wide' : columns >= 76 ? 'middle' : 'small');
const WIDTHS: Readonly<Record<Tier, number>> = {small: 36, middle: 48, wide: 65, large: 87};

/** Cells of the live figures at the right of the first line. They are ours to paint: Ink would keep every one of their texts. */
export const liveWidth = (columns: number): number => WIDTHS[tierOf(columns)];

/** Every figure has its fixed cells: nothing moves while the numbers change. */
export function paintLive(dashboard: Dashboard, columns: number, theme: Theme): string {
	const {store, usage, desk} = dashboard;
	const {nowMs, drops} = store;
	const tier = tierOf(columns);
	const line = new Line(theme, WIDTHS[tier]).skip(2);
	if (tier !== 'small')
		line
			.right(formatShort(store.eventRate.perSecond(nowMs, 3000)), 6, 'strong')
			.put(store.source?.kind === 'log' ? ' ln/s ' : ' ev/s ', 'muted');
	if (tier === 'large') line.put(sparkline(store.eventRate.read(nowMs), SPARK_CELLS), 'spark').skip(2);
	line
		.put('alerts ', 'muted')
		.right(formatShort(store.alertRate.perSecond(nowMs, 10_000), 1), 5, 'strong')
		.put('/s', 'muted');
	line.put('  drops ', 'muted').right(formatShort(drops), 5, drops === 0 ? 'ok' : 'bad');
	if (tier === 'large') line.put('  self', 'muted');
	if (tier === 'wide' || tier === 'large') line.right(formatPercent(usage.cpu), 6, 'value').right(formatBytes(usage.rssBytes), 5, 'value');
	if (desk.unsaved > 0) line.put(`  ● ${formatCount(desk.unsaved)}${tier === 'large' ? ' unsaved' : ''}`, 'warn');
	return line.end();
}

/** Lines above the view that must not be missed. */
export function paintBanners(dashboard: Dashboard, width: number, theme: Theme): string[] {
	const {store, options, pausedAtAlerts} = dashboard;
	const banner = (text: string): string => new Line(theme, width, 'banner').skip(1).put(text).end();
	const lines: string[] = [];
	if (pausedAtAlerts !== undefined)
		lines.push(
			banner(
				store.source?.kind === 'capture'
					? `PAUSED  the replay waits. ${dashboard.keys.hint('pause')} continues`
					: `PAUSED  capture goes on: ${plural(store.alerts - pausedAtAlerts, 'new alert')}. ${dashboard.keys.hint('pause')} continues`,
			),
		);
	const held = dashboard.replay.isPaused ? dashboard.keys.hint('pause') : undefined;
	const saving = savingText(store.savings, store.nowMs, held);
	if (saving !== undefined) lines.push(banner(saving));
	const unloaded = unloadedText(dashboard);
	if (unloaded !== undefined) lines.push(...wrapRows(unloaded, width - 2, BROKEN_ROWS).map(banner));
	if (options.replayNote !== undefined)
		lines.push(...wrapRows(`REPLAY  ${options.replayNote.replaceAll('\n', ' ')}`, width - 2, REPLAY_ROWS).map(banner));
	const timeLine = paintTimeLine(dashboard, width, theme);
	if (timeLine !== undefined) lines.push(timeLine);
	if (store.status.kind === 'failed')
		lines.push(...wrapRows(`STOPPED  ${store.status.message}. ${store.status.hint}`, width - 2, BROKEN_ROWS).map(banner));
	if (store.status.kind === 'ended') {
		const rows = store.status.problem === undefined ? 1 : BROKEN_ROWS;
		lines.push(...wrapRows(endedText(dashboard, store.status), width - 2, rows).map(banner));
	}
	return lines;
}

/** What is wrong, with its place and what to do, is not cut, within reason. */
const BROKEN_ROWS = 3;
/** Holds all that may keep live events from a machine, at 80 columns. */
const REPLAY_ROWS = 4;

function endedText({store, replay, keys}: Dashboard, {events, problem}: Extract<EngineStatus, {kind: 'ended'}>): string {
	const after = `after ${formatCount(events)} ${store.source?.kind === 'log' ? 'lines' : 'events'}`;
	const back = replay.canGoBack ? ` (${keys.hint('replay.back')} goes back)` : '';
	if (problem === undefined) return `ENDED  ${after}${back}; everything that was seen stays`;
	return `BROKEN  ${after}${back}: ${problem}`;
}

/** Errors of the rules files are told on every view but the one that lists them. */
export function paintNotice(dashboard: Dashboard, width: number, theme: Theme): string[] {
	const {log} = dashboard.store;
	// Where text is asked for only what the last key was answered: all else would come between the words and their hints.
	const notice = dashboard.prompt === undefined ? log.notice() : log.answer;
	if (notice !== undefined) return paintNoticeText(notice.text, notice.level === 'info' ? 'accent' : notice.level, width, theme);
	const errors = dashboard.store.problems.filter((problem) => problem.severity === 'error').length;
	if (errors === 0 || dashboard.view.id === 'rules' || dashboard.prompt !== undefined) return [];
	return [
		new Line(theme, width)
			.skip(1)
			.put(`✗ ${plural(errors, 'error')} in the rules files`, 'bad')
			.put(`: the rules that load are in use, ${dashboard.keys.hint('view.5')} shows what is wrong`, 'muted')
			.end(),
	];
}

/** More of the view than this a notice does not take; the log has it whole. */
const NOTICE_ROWS = 3;

function paintNoticeText(text: string, style: StyleName, width: number, theme: Theme): string[] {
	return wrapRows(text, width - 2, NOTICE_ROWS).map((part) => new Line(theme, width).skip(1).put(part, style).end());
}
