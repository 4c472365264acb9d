import type {ContainerCounter} from './container-counts.ts';
import type {Engine} from './engine.ts';
import type {FileBytes, ReplayState} from './engine-tick.ts';
import type {LoopControl} from './loop-control.ts';
import type {Outbox} from './outbox.ts';
import type {SourceInfo} from './protocol.ts';

/** What a running source works with. */
export interface SourceLoop {
	readonly engine: Engine;
	readonly outbox: Outbox;
	readonly control: LoopControl;
	/** Where it is given, a recording stays open at its end, so that one can go back; called when the end is reached. */
	readonly onEnd?: () => Promise<void>;
	/** A recording begins anew because somebody went back: what was counted and alerted so far counts no more. */
	readonly onRestart?: () => void;
}

/** Which events a session needs of its source. */
export interface EventSelection {
	/** Codes. */
	readonly events: ReadonlySet<number>;
	/** Names of the system calls that are meant where the generic event is wanted; all when left out. */
	readonly genericSyscalls: ReadonlySet<string> | undefined;
	/** Codes of events of which failed calls need not be sent. */
	readonly successOnly: ReadonlySet<number>;
}

/** Where a session's events come from. */
export interface EngineSource {
	readonly info: SourceInfo;
	/** Runs until the end, or until `control` stops it. */
	run(loop: SourceLoop): Promise<void>;
	/** Asks for other events; sources that have all anyway ignore it. */
	select(selection: EventSelection): void;
	/** Losses by reason since the start. */
	drops(): Readonly<Record<string, number>>;
	/** Bytes that wait in a ring, and its size. */
	ring(): {readonly usedBytes: number; readonly sizeBytes: number};
	/** 0..1 of a recording. */
	progress(): number | undefined;
	/** Captures that are files only. */
	fileBytes?(): FileBytes | undefined;
	/** Replay only: pace and length of the recording. */
	replay?(): ReplayState;
	/** Replay only: times the recorded pace; 0 = as fast as possible. */
	setSpeed?(speed: number): void;
	/** Replay only: goes to a time of the recording; milliseconds since the epoch. */
	seek?(targetMs: number, positionMs: number): void;
	/** Brings events by container up to date where the source counts them itself. */
	countContainers(counter: ContainerCounter): void;
	/** What went wrong that did not stop it, for a person. */
	problem(): string | undefined;
	/** Ends a wait for events early. */
	wake(): void;
	close(): Promise<void>;
}
