import type {NoiseGroup} from '../../tuning/noise-group.ts';
import type {ExceptionDesk} from './exception-desk.ts';
import {type ExceptionRow, ExceptionRows, type ExceptionState} from './exceptions.ts';
import {QuietAlerts} from './quiet-alerts.ts';
import type {Store} from './store.ts';

/** What the exceptions of the local rules do to what is on the screen. */
export class ExceptionStates {
	readonly rows = new ExceptionRows();
	readonly quiet: QuietAlerts;

	constructor(
		private readonly store: Store,
		private readonly desk: ExceptionDesk,
	) {
		this.quiet = new QuietAlerts(store, desk, this.rows);
	}

	/** Whether the exception that keeps an alert back is only tried. */
	isTrial(key: string): boolean {
		return this.present().some(({exception, state}) => exception.key === key && state === 'trial');
	}

	/** A group is quiet where an exception holds for it and nothing came since it was applied. */
	stateOf(group: NoiseGroup): Exclude<ExceptionState, 'undone'> | undefined {
		const {appliedAtMs} = this.desk;
		if (appliedAtMs === 0 || Number(group.lastSeenNs / 1_000_000n) > appliedAtMs) return undefined;
		const found = this.present().find(
			(row) => row.state !== 'undone' && row.rules.includes(group.rule) && row.test?.(group.latest) === true,
		);
		return found?.state === 'undone' ? undefined : found?.state;
	}

	private present(): readonly ExceptionRow[] {
		const {changes, text} = this.desk;
		return this.rows.of(changes.savedText, text, this.store.rules, this.store.silenced.exceptions);
	}
}
