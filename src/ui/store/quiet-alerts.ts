import type {Alert} from '../../alerts/alert.ts';
import type {ExceptionDesk} from './exception-desk.ts';
import type {ExceptionRow, ExceptionRows} from './exceptions.ts';
import type {Store} from './store.ts';

type AlertTest = (alert: Alert) => boolean;

/** Which kept alerts would not come again: those from before the exceptions that are in force now and silence them. */
export class QuietAlerts {
	private rows: readonly ExceptionRow[] = [];
	private appliedAtMs = 0;
	private known: AlertTest = () => false;

	constructor(
		private readonly store: Store,
		private readonly desk: ExceptionDesk,
		private readonly exceptions: ExceptionRows,
	) {}

	/** The same function until the exceptions change. */
	get test(): AlertTest {
		const {changes, text, appliedAtMs} = this.desk;
		const rows = this.exceptions.of(changes.savedText, text, this.store.rules, this.store.silenced.exceptions);
		if (rows !== this.rows || appliedAtMs !== this.appliedAtMs) {
			this.rows = rows;
			this.appliedAtMs = appliedAtMs;
			this.known = testOf(rows, appliedAtMs);
		}
		return this.known;
	}
}

function testOf(rows: readonly ExceptionRow[], appliedAtMs: number): AlertTest {
	const tests = new Map<string, AlertTest[]>();
	for (const {state, rules, test} of rows) {
		if (state === 'undone' || test === undefined) continue;
		for (const rule of rules) tests.set(rule, [...(tests.get(rule) ?? []), test]);
	}
	const untilNs = BigInt(Math.ceil(appliedAtMs)) * 1_000_000n;
	return (alert) => alert.tsNs <= untilNs && tests.get(alert.rule)?.some((test) => test(alert)) === true;
}
