import type {Store} from '../store/store.ts';
import {Line} from '../terminal/line.ts';
import type {Theme} from '../theme/theme.ts';
import {formatTime} from '../widgets/numbers.ts';
import {DocumentPane} from './document-pane.ts';
import type {Pane} from './view.ts';

const STYLES = {info: 'text', warn: 'warn', bad: 'bad'} as const;

/** What was done and what went wrong since the start, the newest first. */
export function createLog(store: Store): Pane {
	const heading = (width: number, theme: Theme): string => new Line(theme, width).skip(1).put('Log of what was done', 'strong').end();
	return new DocumentPane('log', heading, () => [
		{text: ''},
		...(store.log.entries.length === 0
			? [{text: 'Nothing yet: copies, exceptions, saves and what went wrong will stand here.', style: 'muted'} as const]
			: []),
		...[...store.log.entries]
			.reverse()
			.map((entry) => ({label: formatTime(BigInt(entry.atMs) * 1_000_000n), text: entry.text, style: STYLES[entry.level]})),
	]);
}
