import {localTime} from '../../alerts/time.ts';
import type {Dashboard} from '../dashboard.ts';
import type {CommandId} from '../keys/commands.ts';
import {Line} from '../terminal/line.ts';
import {cellWidth} from '../terminal/width.ts';
import type {Theme} from '../theme/theme.ts';
import {formatPercent} from '../widgets/numbers.ts';

const BAR_CELLS = {least: 10, most: 60} as const;
/** Cells of everything but the bar and the hint. */
const FIGURE_CELLS = 44;

/** Where a replay is in its recording; undefined live. Every figure keeps its place while it runs. */
export function paintTimeLine(dashboard: Dashboard, width: number, theme: Theme): string | undefined {
	const {store, replay} = dashboard;
	const {tick} = store;
	if (!replay.isReplay || tick?.replay === undefined) return undefined;
	const {speed, isSeeking, startNs, endNs} = tick.replay;
	const position = tick.eventTsNs;
	const total = startNs === undefined || endNs === undefined ? undefined : Number(endNs - startNs) / 1e9;
	const elapsed = startNs === undefined || position === 0n ? undefined : Math.max(0, Number(position - startNs) / 1e9);
	const share = total === undefined || elapsed === undefined ? (tick.progress ?? 0) : total === 0 ? 1 : Math.min(1, elapsed / total);
	const hint = hintOf(dashboard);
	const hintCells = width >= 140 ? cellWidth(hint) + 2 : 0;
	const cells = Math.max(BAR_CELLS.least, Math.min(BAR_CELLS.most, width - FIGURE_CELLS - hintCells));
	const done = Math.min(cells - 1, Math.floor(share * cells));
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
		.right(elapsed === undefined ? formatPercent(share) : clock(elapsed), 8, 'value')
		.put(total === undefined ? '' : ` / ${clock(total)}`, 'muted')
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

/** `0:42`, `1:02:05`. */
export function clock(seconds: number): string {
	const whole = Math.floor(seconds);
	const two = (value: number): string => String(value).padStart(2, '0');
	const hours = Math.floor(whole / 3600);
	const minutes = Math.floor(whole / 60) % 60;
	return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
