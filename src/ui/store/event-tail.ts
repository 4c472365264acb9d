import type {EventLine} from '../../engine/event-line.ts';
import type {EngineMessage} from '../../engine/protocol.ts';
import type {ConditionProblem} from '../../filter/problem.ts';
import type {EnginePort} from './engine-port.ts';

/** Lines that are kept; older ones make room. Each holds all fields of its event: about 10 KB. */
const MOST_LINES = 1000;

/** The live tail of events: asked of the engine only while somebody looks. */
export class EventTail {
	/** The newest last. */
	lines: EventLine[] = [];
	/** Events that passed the filter, and those of them that were too many to be shown. */
	passed = 0;
	dropped = 0;
	filter = '';
	problem: ConditionProblem | undefined;
	private isWatching = false;

	constructor(
		private readonly engine: Pick<EnginePort, 'watch' | 'unwatch'>,
		private readonly failed: (message: string) => void,
	) {}

	/** Whether this source has events at all: a log of alerts has none. */
	get isPossible(): boolean {
		return this.engine.watch !== undefined;
	}

	add({lines, dropped}: Extract<EngineMessage, {kind: 'events'}>): void {
		this.passed += lines.length + dropped;
		this.dropped += dropped;
		this.lines.push(...lines);
		if (this.lines.length > MOST_LINES) this.lines = this.lines.slice(-MOST_LINES);
	}

	/** Begins or ends the watch. */
	show(isShown: boolean): void {
		if (isShown === this.isWatching || !this.isPossible) return;
		this.isWatching = isShown;
		if (isShown) this.ask();
		else this.engine.unwatch?.();
	}

	/** Another filter: what was let through by the last one goes. */
	setFilter(filter: string): void {
		this.filter = filter.trim();
		this.lines = [];
		this.passed = 0;
		this.dropped = 0;
		if (this.isWatching) this.ask();
	}

	/** Another filter for a while: what gives back the present one, with what it let through. */
	narrow(filter: string): () => void {
		const {filter: before, lines, passed, dropped, problem} = this;
		this.setFilter(filter);
		return () => {
			this.setFilter(before);
			Object.assign(this, {lines, passed, dropped, problem});
		};
	}

	private ask(): void {
		const {filter} = this;
		this.engine.watch?.(filter).then(
			(problems) => {
				if (filter === this.filter) this.problem = problems[0];
			},
			(error: Error) => this.failed(`no events: ${error.message}`),
		);
	}
}
