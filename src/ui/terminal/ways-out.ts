import type {EventEmitter} from 'node:events';

/** What of `process` the dashboard uses. */
export type ProcessPort = Pick<NodeJS.Process, 'on' | 'off' | 'kill' | 'pid'>;

export interface WaysOut {
	/** Ends in order with this exit status. */
	readonly exit: (code: number) => void;
	/** A bug: the terminal is given back, then the error is shown. */
	readonly crash: (error: unknown) => void;
	readonly restore: () => void;
	/** Calls back once the terminal may be given to another program. */
	readonly settle: (then: () => void) => void;
	/** Takes the terminal again after a stop. */
	readonly reenter: () => void;
}

const ENDING_SIGNALS = {SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGQUIT: 131} as const;
const REENTER_FALLBACK_MS = 100;

/** Watches every way out of the program but the dashboard's own keys. `close` stops watching. */
export function watchWaysOut(port: ProcessPort, out: WaysOut): {suspend(): void; close(): void} {
	const emitter: EventEmitter = port as unknown as EventEmitter;
	const listeners: [string, (error: unknown) => void][] = [
		...Object.entries(ENDING_SIGNALS).map(([signal, code]): [string, () => void] => [signal, () => out.exit(code)]),
		['uncaughtException', (error: unknown) => out.crash(error)],
		['unhandledRejection', (error: unknown) => out.crash(error)],
		['exit', () => out.restore()],
		['SIGCONT', () => out.reenter()],
	];
	const stop = (): void => out.settle(suspend);
	const suspend = (): void => {
		out.restore();
		emitter.off('SIGTSTP', stop);
		port.kill(0, 'SIGTSTP');
		// Fires after SIGCONT, or at once where nobody could stop us (an orphaned process group).
		setTimeout(() => {
			emitter.on('SIGTSTP', stop);
			out.reenter();
		}, REENTER_FALLBACK_MS);
	};
	listeners.push(['SIGTSTP', stop]);
	for (const [event, listener] of listeners) emitter.on(event, listener);
	return {
		suspend: stop,
		close: () => {
			for (const [event, listener] of listeners) emitter.off(event, listener);
		},
	};
}
