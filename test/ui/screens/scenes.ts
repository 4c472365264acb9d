import {makeTick, RULES} from '../fixtures/feed.ts';
import {brokenRule, busyStage, EVENTS, MACHINE_RULES, tickAfter} from './machine.ts';
import {NOON_MS, Stage, type StageOptions} from './stage.ts';

/** What stands on a screen, and so which laws hold for it. */
export type SceneKind = 'table' | 'choice' | 'document' | 'form' | 'empty';

/** A way to a screen from the first view, and back. */
export interface Scene {
	readonly name: string;
	readonly kind: SceneKind;
	readonly keys: readonly string[];
	/** What is on the screen once it is there. */
	readonly shows: string | RegExp;
	/** Keys that undo what the way changed; the way back itself is always the same. */
	readonly undo?: readonly string[];
	readonly before?: (stage: Stage) => void;
}

/** Screens of the busy machine, in an order that puts unlike ones one after the other. */
export const SCENES: readonly Scene[] = [
	{name: 'alerts', kind: 'table', keys: ['1'], shows: /▸ +1,204/},
	{name: 'alert detail', kind: 'document', keys: ['1', 'Enter'], shows: /lines 1–|ANCESTRY/},
	{name: 'raw alerts', kind: 'table', keys: ['1', 'r'], shows: 'TIME', undo: ['r']},
	{name: 'help', kind: 'choice', keys: ['1', '?'], shows: 'type to search'},
	{name: 'why', kind: 'choice', keys: ['1', 'f'], shows: 'Why it fired'},
	{
		name: 'tagged alerts',
		kind: 'table',
		keys: ['1', 'Space', 'Space', 'Right', 'Right'],
		shows: '●',
		undo: ['U', 'Left', 'Left', 'Left', 'g'],
	},
	{name: 'whitelist form', kind: 'form', keys: ['1', 'w'], shows: 'PLACE'},
	{name: 'value of a term', kind: 'form', keys: ['1', 'w', 'e'], shows: /proc\.name = *backup-agent/},
	{name: 'candidates', kind: 'choice', keys: ['1', 'w', 'c'], shows: /RESTS ON(?![\s\S]*\n.{3} {8}…)[\s\S]*exception {2}/},
	{name: 'noise', kind: 'table', keys: ['2'], shows: 'SILENCES'},
	{name: 'columns menu', kind: 'choice', keys: ['2', 'C'], shows: 'Columns'},
	{name: 'noise by rule', kind: 'table', keys: ['2', 'v'], shows: 'one exception a rule', undo: ['v', 'v']},
	{name: 'containers', kind: 'table', keys: ['3'], shows: 'fluent-bit'},
	{name: 'sort menu', kind: 'choice', keys: ['3', 'F6'], shows: 'Sort by'},
	{name: 'processes', kind: 'table', keys: ['4'], shows: 'backup-agent --f'},
	{name: 'processes as a list', kind: 'table', keys: ['4', 't'], shows: /EV\/S▾/, undo: ['t']},
	{name: 'rules', kind: 'table', keys: ['5'], shows: /▸ +1,251/},
	{name: 'rule detail', kind: 'document', keys: ['5', 'Enter'], shows: 'CONDITION'},
	{name: 'rule actions', kind: 'choice', keys: ['5', 'a'], shows: 'Edit the output'},
	{name: 'output prompt', kind: 'table', keys: ['5', 'a', 'Down', 'Down', 'Enter'], shows: 'preview'},
	{name: 'heat map', kind: 'choice', keys: ['3', 'm'], shows: 'Heat map'},
	{name: 'exceptions', kind: 'table', keys: ['6'], shows: 'inventory'},
	{
		name: 'events',
		kind: 'table',
		keys: ['7'],
		shows: 'passed',
		before: ({engine, dashboard}) => dashboard.tail.passed === 0 && engine.say({kind: 'events', lines: EVENTS, dropped: 12}),
	},
	{name: 'event detail', kind: 'document', keys: ['7', 'Enter'], shows: 'number'},
	{name: 'why a rule did not fire', kind: 'choice', keys: ['7', 'f', 'Enter'], shows: 'Why it did not fire'},
	{name: 'system', kind: 'document', keys: ['8'], shows: 'SOURCE'},
	{name: 'log', kind: 'document', keys: ['8', 'G', '@'], shows: 'Log of what was done'},
	{name: 'command line', kind: 'choice', keys: ['1', ':', 'tag'], shows: 'tag'},
	{name: 'views menu', kind: 'choice', keys: ['1', 'F2'], shows: 'Views'},
	{name: 'copy menu', kind: 'table', keys: ['1', 'y'], shows: 'condition of the rule'},
	{name: 'export menu', kind: 'table', keys: ['4', 'Ctrl-S'], shows: 'CSV'},
	{name: 'search', kind: 'table', keys: ['1', '/', 'kworker'], shows: '1 match'},
	{name: 'filter with a fault', kind: 'table', keys: ['1', '\\', 'proc.name = cat and fd.name startwith /etc'], shows: '^'},
	{name: 'filtered alerts', kind: 'table', keys: ['1', '\\', 'proc.name = kworker', 'Enter'], shows: 'filter: proc.name', undo: ['Escape']},
	{name: 'everything filtered away', kind: 'empty', keys: ['1', '\\', 'proc.name = nobody', 'Enter'], shows: 'hides all', undo: ['Escape']},
	{name: 'paused', kind: 'table', keys: ['1', 'p'], shows: 'PAUSED', undo: ['p']},
	{name: 'a trial', kind: 'table', keys: ['1', 'w', 'Enter'], shows: 'trial'},
	{name: 'the change', kind: 'document', keys: ['1', 'S'], shows: 'added'},
	{name: 'unsaved exceptions', kind: 'table', keys: ['6'], shows: /not saved/},
	{name: 'leaving unsaved', kind: 'table', keys: ['1', 'q'], shows: 'quit without saving'},
	{
		name: 'rules with problems',
		kind: 'table',
		keys: ['5'],
		shows: 'unknown field',
		before: ({engine}) =>
			engine.say({
				kind: 'rules',
				id: 9,
				rules: engine.rules,
				definitions: engine.definitions,
				problems: [brokenRule, {...brokenRule, severity: 'warning'}],
			}),
	},
	{name: 'problems', kind: 'document', keys: ['5', 'E'], shows: 'did you mean proc.name?'},
];

/** Back to the list of the first view, whatever lies over it. */
const HOME = ['Escape', 'Escape', 'Escape', '1', 'g'];

export async function enter(stage: Stage, scene: Scene) {
	scene.before?.(stage);
	return stage.go(scene.keys, scene.shows);
}

export async function leave(stage: Stage, scene: Scene): Promise<void> {
	stage.press('Escape', 'Escape', 'Escape', ...(scene.undo ?? []));
	stage.press(...HOME);
	stage.dashboard.store.log.dismiss();
	await stage.until(/▸ +1,204|~ +1,204/);
}

/** A screen that is no view of the busy machine: each begins anew. */
export interface Solo {
	readonly name: string;
	readonly kind: SceneKind;
	readonly open: (options: StageOptions) => Stage;
	readonly keys?: readonly string[];
	readonly shows: string | RegExp;
}

const quiet = (options: StageOptions): Stage => {
	const stage = new Stage(options);
	stage.engine.start();
	return stage;
};

const replay =
	(state: {readonly speed: number; readonly isSeeking: boolean}) =>
	(options: StageOptions): Stage => {
		const stage = busyStage({...options, changes: {replayNote: 'Live events are not possible here: no BTF'}});
		stage.engine.start('replay first-look.scap');
		const startNs = BigInt(NOON_MS - 60_000) * 1_000_000n;
		const tick = makeTick(tickAfter(11));
		const replay = {...state, isOnce: false, startNs, endNs: startNs + 90_000_000_000n};
		stage.engine.say({kind: 'tick', tick: {...tick, progress: 0.7, replay}});
		return stage;
	};

const demo = {start: () => undefined, stop: () => undefined, running: () => false};

export const SOLOS: readonly Solo[] = [
	{name: 'starting', kind: 'empty', open: (options) => new Stage(options), shows: 'Starting the engine'},
	{name: 'no alerts', kind: 'empty', open: (options) => quiet({...options, changes: {demo}}), shows: 'No alerts.'},
	{name: 'no noise', kind: 'empty', open: quiet, keys: ['2'], shows: 'No noise.'},
	{name: 'no containers', kind: 'empty', open: quiet, keys: ['3'], shows: 'No counts yet'},
	{name: 'no exceptions', kind: 'empty', open: quiet, keys: ['6'], shows: 'No exceptions'},
	{name: 'no events', kind: 'empty', open: quiet, keys: ['7'], shows: 'No events yet.'},
	{
		name: 'stopped',
		kind: 'empty',
		open: (options) => {
			const stage = quiet(options);
			stage.engine.say({
				kind: 'failed',
				code: 'driver',
				message: 'the driver cannot be loaded',
				hint: 'it needs CAP_BPF and a kernel with BTF',
			});
			return stage;
		},
		shows: 'STOPPED',
	},
	{name: 'replay', kind: 'table', open: replay({speed: 10, isSeeking: false}), shows: '●──'},
	{name: 'replay, where to', kind: 'table', open: replay({speed: 1, isSeeking: true}), keys: ['T'], shows: 'go to'},
	{
		name: 'no rules',
		kind: 'empty',
		open: (options) => {
			const stage = quiet(options);
			stage.engine.say({kind: 'rules', id: 1, rules: [], definitions: {macros: [], lists: [], exceptions: []}, problems: []});
			return stage;
		},
		keys: ['5'],
		shows: 'No rule is loaded.',
	},
];

export const RULE_NAMES = MACHINE_RULES.map(({name}) => name);
export const FIRST_RULE = RULES[0].name;
