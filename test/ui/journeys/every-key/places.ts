import type {Mode} from '../../../../src/ui/keys/commands.ts';

/** A key to press, or what to wait for. */
export type Step = string | RegExp;

/** Somewhere in the dashboard where keys mean something. */
export interface Place {
	readonly name: string;
	readonly mode: Mode;
	/** Of the view it lies over, or is. */
	readonly view: string;
	/** What is watched: the recording, held in its middle, or the log of another Falco. */
	readonly source: 'replay' | 'tail';
	/** The way there from the first row of the alerts. */
	readonly keys: readonly Step[];
	readonly shows: RegExp;
	/** A low terminal, where there is too little to scroll else. */
	readonly rows?: number;
}

export const ROWS = 24;

/** What only this view shows, in the order of their numbers. */
export const VIEWS: readonly {readonly id: string; readonly title: string; readonly shows: RegExp}[] = [
	{id: 'alerts', title: 'Alerts', shows: /^ +(COUNT|TIME[▾▴]? +P )/m},
	{id: 'noise', title: 'Noise', shows: /one exception a/},
	{id: 'containers', title: 'Containers', shows: /EXEC\/S/},
	{id: 'processes', title: 'Processes', shows: / THR |No processes here/},
	{id: 'rules', title: 'Rules', shows: / ON +RULE/},
	{id: 'exceptions', title: 'Exceptions', shows: /silenced in this run/},
	{id: 'events', title: 'Events', shows: /\d passed/},
	{id: 'system', title: 'System', shows: /raw events kept|FALCONER ITSELF|^ STATE/m},
];

const view = (at: number, source: Place['source'] = 'replay'): Place => {
	const {id, title, shows} = VIEWS[at];
	return {name: title, mode: 'view', view: id, source, keys: [String(at + 1)], shows};
};

/** A row is chosen: some lists are asked for when they are first shown. */
const ROW = /^▸/m;

/** Two processes: the list follows the recording a moment later. */
const TWO_PROCESSES = / THR [\s\S]*^[▸ ] +\d+ [^\n]*\n[▸ ] +\d+ /m;

export const PLACES: readonly Place[] = [
	...VIEWS.map((_, at) => view(at, at === 2 ? 'tail' : 'replay')).map((one) =>
		one.view === 'processes' ? {...one, shows: TWO_PROCESSES} : one,
	),
	{name: 'single alerts', mode: 'view', view: 'alerts', source: 'replay', keys: ['r'], shows: /^ +TIME[▾▴]? +P /m},
	{
		name: 'the processes of a container',
		mode: 'view',
		view: 'processes',
		source: 'replay',
		keys: ['3', ROW, 'Enter'],
		shows: /Processes of host[\s\S]* THR [\s\S]*^[▸ ] +\d+ [^\n]*\n[▸ ] +\d+ /m,
	},
	{name: 'an alert', mode: 'detail', view: 'alerts', source: 'replay', keys: ['Enter'], shows: /^ +ANCESTRY[\s\S]* FIELDS/m},
	{name: 'a process', mode: 'detail', view: 'processes', source: 'replay', keys: ['4', ROW, 'Enter'], shows: /^ +command line /m, rows: 12},
	{name: 'a rule', mode: 'detail', view: 'rules', source: 'replay', keys: ['5', ROW, 'Enter'], shows: /WITH MACROS UNFOLDED/},
	{name: 'an event', mode: 'detail', view: 'events', source: 'replay', keys: ['7', ROW, 'Enter'], shows: / · number \d/},
	{name: 'the tree of why', mode: 'why', view: 'alerts', source: 'replay', keys: ['f'], shows: /Why it fired/},
	{name: 'the heat map', mode: 'heat', view: 'alerts', source: 'replay', keys: ['m'], shows: /Heat map · /},
	{name: 'the log', mode: 'log', view: 'alerts', source: 'replay', keys: ['@'], shows: /Log of what was done/, rows: 12},
	{name: 'a menu', mode: 'menu', view: 'alerts', source: 'replay', keys: ['F2'], shows: /^ Views +type/m},
	{name: 'the columns', mode: 'menu', view: 'alerts', source: 'replay', keys: ['C'], shows: /^ Columns /m, rows: 12},
	{name: 'the form', mode: 'whitelist', view: 'alerts', source: 'tail', keys: ['w'], shows: /^ Whitelist · [\s\S]*Try it now/m},
	{name: 'the candidates', mode: 'candidates', view: 'alerts', source: 'tail', keys: ['w', 'c'], shows: /narrow to wide/},
	{name: 'the diff', mode: 'diff', view: 'alerts', source: 'replay', keys: ['S'], shows: /^ Save · /m, rows: 12},
	{name: 'a prompt', mode: 'prompt', view: 'alerts', source: 'replay', keys: ['\\'], shows: /^ filter [\s\S]* Accept/m},
	{name: 'a question', mode: 'dialog', view: 'alerts', source: 'replay', keys: ['Ctrl-S'], shows: /^ Export Alerts/m},
];
