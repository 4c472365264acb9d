import type {RulesFile} from '../rules/ruleset.ts';
import type {KeyMap} from './keys/key-map.ts';
import type {EnginePort} from './store/engine-port.ts';
import type {UsagePort} from './store/self-usage.ts';
import type {ColourChoice} from './terminal/colour.ts';
import type {TerminalInput, TerminalOutput} from './terminal/screen.ts';
import type {ProcessPort} from './terminal/ways-out.ts';

/** The system clipboard; absent where there is none. */
export interface ClipboardPort {
	write(text: string): Promise<void>;
}

/** Safe noise and attacks on this machine. */
export interface DemoPort {
	start(): void | Promise<void>;
	stop(): void | Promise<void>;
	running(): boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** All that the dashboard touches comes in here. */
export interface DashboardOptions {
	readonly engine: EnginePort;
	/** Folder of `<name>.yaml`. */
	readonly themesFolder: string;
	readonly themeName: string;
	readonly colour: ColourChoice;
	/** The loaded rules files, in order. */
	readonly rulesFiles: readonly RulesFile[];
	/** The file that changes go to; among `rulesFiles` by its name, or not there yet. */
	readonly localRulesPath: string;
	/** Folder for patches and exports. */
	readonly workFolder: string;
	/** Folder for captures of the events around an alert; without one there are none. */
	readonly captureFolder?: string;
	/** The user's keys; the table's own without it. */
	readonly keys?: KeyMap;
	readonly stdin: TerminalInput;
	readonly stdout: TerminalOutput;
	readonly process: ProcessPort;
	readonly usage: UsagePort;
	readonly env: Environment;
	readonly version: string;
	readonly clipboard: ClipboardPort | undefined;
	readonly demo: DemoPort | undefined;
	/** Shown as a banner: why this is a replay and what live capture would need. */
	readonly replayNote?: string;
	/** Wall clock, milliseconds. */
	readonly nowMs: () => number;
	readonly intervalMs?: number;
	/** A bug: told after the terminal was given back. */
	readonly reportCrash: (error: unknown) => void;
}
