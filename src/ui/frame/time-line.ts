import {localTime} from '../../alerts/time.ts';
import type {Dashboard} from '../dashboard.ts';
import type {CommandId} from '../keys/commands.ts';
import {replayPosition} from '../store/replay-position.ts';
import {Line} from '../terminal/line.ts';
import {cellWidth} from '../terminal/width.ts';
import type {Theme} from '../theme/theme.ts';
import {formatClock, formatPercent} from '../widgets/numbers.ts';

const BAR_CELLS = {least: 10, most: 60} as const;
/** Cells of everything but the bar and the hint. */
const FIGURE_CELLS = 44;

/** Where a replay is in its recording; undefined live. Every figure keeps its place while it runs. */
export function paintTimeLine(dashboard: Dashboard, width: number, theme: Theme): string | undefined {
	const {store, replay} = dashboard;
	const {tick} = store;
	if (!replay.isReplay || tick?.replay === undefined) return undefined;
	const {speed, isSeeking} = tick.replay;
	const {elapsed, total, share} = replayPosition(tick)!;
	const position = tick.eventTsNs;
	const hint = hintOf(dashboard);
	const hintCells = width >= 140 ? cellWidth(hint) + 2 : 0;
	const cells = Math.max(BAR_CELLS.least, Math.min(BAR_CELLS.most, width - FIGURE_CELLS - hintCells));
	const done = Math.min(cells - 1, Math.floor((share ?? 0) * cells));
	const shareText = share === undefined ? '…' : formatPercent(share);
	const line = new Line(theme, width)
		.skip(1)
		.put(sign(dashboard, isSeeking), 'accent')
		.skip(1)
		.cell(position === 0n ? '' : localTime(position).slice(0, 10), 10, 'value')
		.skip(2)
		.put('━'.repeat(done), 'accent')
		.put('●', 'accent')
		.put('─'.repeat(cells - done - 1), 'muted')
		.skip(2)
		.right(elapsed === undefined ? shareText : formatClock(elapsed), 8, 'value')
		.put(total === undefined ? '' : ` / ${formatClock(total)}`, 'muted')
		.put(`  ${speedText(speed)}`, 'strong');
	if (hintCells > 0) line.to(width - hintCells).put(hint, 'muted');
	return line.end();
}

function hintOf({keys}: Dashboard): string {
	const pair = (a: CommandId, b: CommandId): string => `${keys.hint(a)} ${keys.hint(b)}`;
	return [
		`${keys.hint('pause')} pause`,
		`${pair('replay.back', 'replay.forward')} ±10 s`,
		`${pair('replay.backMinute', 'replay.forwardMinute')} ±1 min`,
		`${pair('replay.slower', 'replay.faster')} pace`,
		`${keys.hint('replay.goTo')} go to`,
	].join('  ');
}

function sign({replay, store}: Dashboard, isSeeking: boolean): string {
	if (isSeeking) return '»';
	if (store.status.kind === 'ended') return '■';
	return replay.isPaused ? '‖' : '▶';
}

/** `×1`, `×10`, `max`. */
const speedText = (speed: number): string => (speed === 0 ? 'max' : `×${speed}`);
