import type {RulesFile} from '../rules/ruleset.ts';
import type {ConfigMapTarget} from '../tuning/elsewhere.ts';
import type {HitRecord} from '../tuning/hit-record.ts';
import type {UserSettings} from './settings/load-settings.ts';
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

/** The ConfigMap that a rules file is mounted from, as far as it is known. */
export interface ConfigMapGuess extends ConfigMapTarget {
	/** The name is the user's word; else it is what the Falco chart calls it. */
	readonly isTold: boolean;
	/** Name of the pod's volume, where the mount shows it. */
	readonly volume?: string;
}

/** Whether a Falco took over what was saved. */
export interface ReloadNews {
	readonly pid: number;
	/** `falco`, `falconer agent`. */
	readonly name: string;
	readonly outcome: 'reloaded' | 'refused' | 'silent' | 'not-watching' | 'not-loading' | 'gone';
	/** What shows it, or why it did not happen. */
	readonly evidence: string;
	/** What to do. */
	readonly hint?: string;
	/** SIGHUP would make it load again. */
	readonly canSignal: boolean;
}

/** One look at the Falcos that run, so that afterwards it shows which of them loaded the rules again. */
export interface ReloadWatch {
	readonly processes: readonly {readonly pid: number; readonly name: string}[];
	/** After the file was written; `hash` is the SHA-256 of its bytes. Tells of each process, and once more of one that had not loaded it and has done so since. */
	follow(hash: string, tell: (news: ReloadNews) => void): Promise<void>;
}

/** The Falcos that run on this node. */
export interface FalcoPort {
	/** `only`: the number of one process. */
	watch(rulesFile: string, only?: number): Promise<ReloadWatch>;
	/** Asks for another load by SIGHUP; false where that is not allowed. */
	reload(pid: number): boolean;
}

/** What saving knows of its surroundings. */
export interface SavingOptions {
	/** Who changes the rules: written above each change. */
	readonly author: string;
	/** Of the Falco that reads the file, `0.37`; default: the newest. */
	readonly falcoVersion?: string;
	readonly configMapOf: (rulesFile: string) => ConfigMapGuess;
	readonly falcos?: FalcoPort;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** All that the dashboard touches comes in here. */
export interface DashboardOptions {
	readonly engine: EnginePort;
	/** Settings, keys and what is wrong in their file; the defaults without it. */
	readonly user?: UserSettings;
	/** Folder of `<name>.yaml`. */
	readonly themesFolder: string;
	/** The user's own themes; they come before those of the same name that are shipped. */
	readonly userThemesFolder?: string;
	/** What was typed into prompts is remembered here; without it until the end of the program. */
	readonly inputsFile?: string;
	readonly themeName: string;
	readonly colour: ColourChoice;
	/** The loaded rules files, in order. */
	readonly rulesFiles: readonly RulesFile[];
	/** The file that changes go to; among `rulesFiles` by its name, or not there yet. */
	readonly localRulesPath: string;
	/** The command line names that file: what was chosen in an earlier run does not count. */
	readonly isTargetNamed?: boolean;
	readonly saving?: SavingOptions;
	/** Text for who has the terminal once the dashboard has left it. */
	readonly printAtExit?: (text: string) => void;
	/** Folder for patches and exports. */
	readonly workFolder: string;
	/** Folder for captures of the events around an alert; without one there are none. */
	readonly captureFolder?: string;
	/** Hits of exceptions in earlier runs; absent where events are not those of this machine as it runs. */
	readonly hitRecord?: HitRecord;
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
