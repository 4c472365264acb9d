import type {CommandId} from '../../../../src/ui/keys/commands.ts';
import {BACK_TO_HELD, type Look} from './hand.ts';
import {type Place, type Step, VIEWS} from './places.ts';

/** What one sees a key do. */
export interface Effect {
	/** What is done first, so that there is something to be seen. */
	readonly before?: readonly Step[];
	readonly sees: (now: Look, before: Look) => boolean;
	/** What takes back what would be in the way of other keys. */
	readonly after?: readonly Step[];
}

type EffectOf = (at: Place) => Effect;

const shows = (wanted: RegExp, steps: Pick<Effect, 'before' | 'after'> = {}): Effect => ({...steps, sees: ({text}) => wanted.test(text)});
const opens =
	(wanted: RegExp): EffectOf =>
	() =>
		shows(wanted);

/** What is selected, and how far it is scrolled. */
function position({lines, text}: Look): string {
	const row = lines.findIndex((line) => /^ ?▸/.test(line));
	return `${row} ${lines[row]?.replace(/[\d.]+\/s|[▁-█]/g, '')} ${/lines \d+–\d+ of/.exec(text)?.[0]}`;
}

const moves = (...before: readonly Step[]): Effect => ({before, sees: (now, was) => position(now) !== position(was)});

/** The line that begins so. */
const lineOf = ({lines}: Look, start: RegExp): string | undefined => lines.find((line) => start.test(line));
const changes = (start: RegExp, steps: Pick<Effect, 'before' | 'after'> = {}): Effect => ({
	...steps,
	sees: (now, was) => lineOf(now, start) !== lineOf(was, start),
});

/** The column that is sorted by, and which way. */
const order = ({text}: Look): string | undefined => /\S*[▾▴](?= |$)/m.exec(text)?.[0];
const sorts: EffectOf = ({view}) => {
	if (view === 'system') return shows(/this view has no columns/);
	if (view === 'events') return shows(/there is no other order/);
	return {sees: (now, was) => order(now) !== order(was) || position(now) !== position(was)};
};

/** Seconds from the beginning of the recording. */
function elapsed({text}: Look): number {
	const [, minutes, seconds] = /(\d+):(\d\d) \/ \d+:\d\d/.exec(text) ?? [];
	return Number(minutes) * 60 + Number(seconds);
}

const ofReplays =
	(effect: Effect): EffectOf =>
	({source}) =>
		source === 'replay' ? effect : shows(/this is for replays/);

const ofLists =
	(effect: Effect): EffectOf =>
	({view}) =>
		view === 'system' ? shows(/this view has no/) : effect;

/** Another view, and nothing over it. */
const goesTo = (at: number): Effect => shows(VIEWS[(at + VIEWS.length) % VIEWS.length].shows);
const viewOf = ({view, name}: Place): number =>
	VIEWS.findIndex(({id}) => id === (name === 'the processes of a container' ? 'containers' : view));

/** Whether the first line counts a change that is not saved. */
const UNSAVED = /^ falconer .*● 1/;
const SAVED = /^ falconer (?!.*● )/;

const TAGGED = /^.?.?●/m;
const LISTING = /^ : {2}type to search/m;

const OPENED: Readonly<Record<string, RegExp>> = {
	alerts: / ANCESTRY[\s\S]* FIELDS/,
	noise: /^ Whitelist · /m,
	containers: /Processes of /,
	processes: /^ +command line /m,
	rules: /WITH MACROS UNFOLDED/,
	exceptions: /Silenced by /,
	events: / · number \d/,
	system: /nothing to open here/,
};

const hasAlert = ({view, mode, name}: Place): boolean => name === 'an alert' || mode === 'why' || (view === 'alerts' && mode === 'view');

function filters({view, mode}: Place): Effect {
	if (view === 'alerts') return shows(/ filter: /);
	if (view === 'events') return shows(/passed.* filter (not )?[(\w]/, {after: mode === 'view' ? ['Escape'] : []});
	if (view === 'exceptions' || view === 'system') return shows(/no filter can ask for this/);
	return shows(/the alerts are filtered/);
}

/** Several rows that fit, or one that is not selected. */
const searched: EffectOf = (at) => ofLists(moves('g', '/', at.view === 'containers' ? 'web' : 's', 'Enter', 'g'))(at);

/** Cells, and the cursor in a text, are shown by their colours alone. */
const paints = (before: readonly Step[], after: readonly Step[]): Effect => ({
	before,
	after,
	sees: (now, was) => now.styles !== was.styles,
});

/** The heat map counts from when it was opened on. */
const COUNTED: readonly Step[] = ['p', /^ {2,3}\w+ +\d[\s\S]*^ {2,3}\w+ +\d/m, 'p', /‖/];
const onMap = (now: (look: Look) => unknown, ...before: readonly Step[]): Effect => ({
	before: [...COUNTED, ...before],
	sees: (look, was) => now(look) !== now(was),
	after: BACK_TO_HELD,
});

const moving =
	(...before: readonly string[]): EffectOf =>
	({mode}) =>
		mode === 'heat' ? {...moves(...COUNTED, ...before), after: BACK_TO_HELD} : moves(...before);

/** The line below the map that tells of the cell under the cursor. */
const cell = ({lines}: Look): string | undefined => lines.findLast((line) => /alerts? then| \d\d:\d\d:\d\d /.test(line));
const mapTitle = (look: Look): string | undefined => lineOf(look, /^ Heat map/);

export const EFFECTS: Readonly<Record<CommandId, EffectOf>> = {
	help: opens(/^ Help · /m),
	open: ({view}) => shows(OPENED[view]),
	whitelist: (at) => shows(hasAlert(at) || at.view === 'noise' ? /^ Whitelist · /m : /select an alert first/),
	why: (at) => {
		if (at.view === 'events') return shows(/Why did this rule not fire\?/);
		return shows(hasAlert(at) ? /Why it fired/ : /select an alert or an event first/);
	},
	'why.fold': () => changes(/^ ?▸/),
	'why.open': () => changes(/^ ?▸/, {before: ['Left']}),
	'why.close': () => changes(/^ ?▸/),
	'why.all': () => ({sees: (now, was) => now.text !== was.text}),
	'why.failure': opens(/every check holds/),
	search: ({view}) => shows(view === 'system' ? /this view has no list/ : /type what to look for/),
	filter: opens(/ a condition/),
	'drill.alerts': ({mode, name, view}) => {
		if (mode === 'detail' && (view === 'alerts' || view === 'events')) return shows(/select a rule, a container, a process/);
		return shows(name === 'Noise' ? /that this would silence/ : /^ Alerts of |no alert of .* is kept/m);
	},
	'drill.process': ({mode, name, view}) => {
		if (mode === 'detail' && name !== 'an alert' && view !== 'events') return shows(/select an alert or an event first/);
		return shows(/^ Processes · /m);
	},
	'drill.events': ({mode, name, source}) => {
		if (source === 'tail') return shows(/this source tells alerts only/);
		return shows(
			mode === 'detail' && name !== 'a process' ? /select a container or a process first/ : /passed.* filter (proc\.pid|container\.id)/,
		);
	},
	raw: ({name}) => shows(name === 'single alerts' ? /^ +COUNT/m : /^ +TIME +P /m),
	silenced: () => ({...shows(/what exceptions silence is (shown|hidden)/), after: ['s']}),
	'noise.scope': () => changes(/one exception a/),
	tree: () => ({sees: (now, was) => order(now) !== order(was), after: ['t']}),
	heat: opens(/^ Heat map · /m),
	'heat.open': () => ({
		...shows(/^ Alerts( of| {2}\d)|no alert of this cell is kept|\d passed/m, {before: COUNTED}),
		after: ['1', ...BACK_TO_HELD],
	}),
	'heat.earlier': () => onMap(cell),
	'heat.later': () => onMap(cell, 'Left', 'Left'),
	'heat.out': () => onMap(mapTitle),
	'heat.in': () => onMap(mapTitle, '-'),
	'heat.scope': () => changes(/^ Heat map/),
	demo: opens(/the demo needs live capture/),
	pause: ({source}) =>
		source === 'replay' ? shows(/▶ /, {after: ['p', /‖/, ...BACK_TO_HELD]}) : shows(/PAUSED {2}capture goes on/, {after: ['p']}),
	'events.save': (at) =>
		hasAlert(at)
			? shows(/saving the events|SAVING/, {
					after: [']', 'p', '@', /saved [\d,]+ events|events around it are not kept/, 'Escape', 'p', /[‖■]/, '[', ...BACK_TO_HELD],
				})
			: shows(/select an alert first/),
	'replay.faster': ofReplays(shows(/ ×10\b/, {after: ['[', / ×1$/m]})),
	'replay.slower': ofReplays(shows(/ ×1$/m, {before: [']', / ×10\b/]})),
	'replay.forward': ofReplays({sees: (now, was) => elapsed(now) === elapsed(was) + 10, after: BACK_TO_HELD}),
	'replay.back': ofReplays({sees: (now, was) => elapsed(now) === elapsed(was) - 10, after: BACK_TO_HELD}),
	'replay.forwardMinute': ofReplays({sees: (now, was) => elapsed(now) > elapsed(was) + 30, after: BACK_TO_HELD}),
	'replay.backMinute': ofReplays({sees: (now, was) => elapsed(now) < elapsed(was) - 30, after: BACK_TO_HELD}),
	'replay.goTo': ofReplays(shows(/ go to /)),
	copy: ({name}) => shows(name === 'a rule' ? /nothing to copy here/ : /^ Copy$[\s\S]*^ +1 [\s\S]*^ +Esc +nothing/m),
	save: opens(/^ Save · /m),
	undo: () => shows(SAVED, {after: ['Z', UNSAVED]}),
	redo: () => shows(UNSAVED, {before: ['z', SAVED]}),
	reload: opens(/no running Falco waits to be told/),
	views: opens(/^ Views +type/m),
	'view.next': (at) => goesTo(viewOf(at) + 1),
	'view.previous': (at) => goesTo(viewOf(at) - 1),
	'view.1': () => goesTo(0),
	'view.2': () => goesTo(1),
	'view.3': () => goesTo(2),
	'view.4': () => goesTo(3),
	'view.5': () => goesTo(4),
	'view.6': () => goesTo(5),
	'view.7': () => goesTo(6),
	'view.8': () => goesTo(7),
	palette: opens(LISTING),
	actions: ({view}) => shows(view === 'rules' ? /^ Rule · /m : /^ Actions · /m),
	'search.next': searched,
	'search.previous': searched,
	'filter.only': filters,
	'filter.not': filters,
	tag: () => shows(TAGGED, {after: ['U']}),
	'tag.similar': () => shows(/rows? tagged: /, {after: ['U']}),
	'tag.none': () => ({before: ['Space', TAGGED], sees: ({text}) => !TAGGED.test(text)}),
	'cell.next': ofLists(paints([], ['Left', 'Left'])),
	'cell.previous': ofLists(paints(['Right'], [])),
	follow: ofLists(shows(/the selection follows its row/)),
	'sort.pick': (at) => (at.view === 'system' || at.view === 'events' ? sorts(at) : shows(/^ Sort by /m)),
	columns: ofLists(shows(/^ Columns /m)),
	'sort.next': sorts,
	'sort.previous': sorts,
	'sort.reverse': (at) => {
		if (at.view !== 'processes') return sorts(at);
		return {sees: (now, was) => order(now) !== order(was) || /parents stand above their children/.test(now.text)};
	},
	up: moving('Home', 'Down'),
	down: moving('Home'),
	pageUp: moving('End'),
	pageDown: moving('Home'),
	first: moving('End'),
	last: moving('Home'),
	log: opens(/Log of what was done/),
	'settings.save': opens(/settings saved to|says all this already/),
	theme: opens(/^ Theme /m),
	'rule.change': opens(/^ Rule · /m),
	export: opens(/^ Export /m),
	'draft.try': () => shows(/trial \(S saves, z undoes\): /, {after: ['z', /undone: /]}),
	'term.toggle': () => changes(/^ ?▸/),
	'term.operatorNext': () => changes(/^ ?▸/),
	'term.operatorPrevious': () => changes(/^ ?▸/),
	'term.edit': opens(/proc\.name = +backup-agent[\s\S]* Accept/),
	candidates: opens(/narrow to wide/),
	'menu.choose': ({name}) =>
		name === 'a menu' ? shows(VIEWS[1].shows, {before: ['Down']}) : changes(/^ ?▸/, {before: ['k', 'e', 'y'], after: ['Enter']}),
	'menu.earlier': ({name}) => (name === 'a menu' ? paints(['n', 'o'], []) : {...moves('Down', 'Down'), after: ['Right']}),
	'menu.later': ({name}) => (name === 'a menu' ? paints(['n', 'o', 'Left'], []) : {...moves(), after: ['Left']}),
	'candidates.choose': opens(/^ +TERMS/m),
	'draft.place': () => changes(/^ +PLACE|\(•\)/),
	'draft.comment': opens(/^ comment [\s\S]* Accept/m),
	'draft.fields': () => shows(/added to the output/, {after: ['Escape', 'z', /undone: /]}),
	'draft.until': opens(/^ lasts until [\s\S]* Accept/m),
	'draft.expiry': () => changes(/^ +lasts /),
	'exception.remove': () => shows(/removed \(S saves, z undoes\): /, {after: ['z', /undone: /, 'Z', /done again/, 'z', /undone: /]}),
	'exception.removeDead': () => shows(/removed \d dead exceptions? /, {after: ['z', /undone: /]}),
	// What a Falco that runs beside makes of it may be told at once: saved is what is no longer counted as unsaved.
	'diff.write': () => ({sees: ({text}) => !/● 1|^ Save · /m.test(text)}),
	'diff.where': opens(/^ Save to /m),
	'diff.comment': opens(/^ comment [\s\S]* Accept/m),
	'diff.patch': opens(/^ Write the change as /m),
	'diff.print': opens(/^ Print when the dashboard ends /m),
	'diff.reload': () => shows(/the local rules were read again/),
	problems: opens(/the rules files have no problems/),
	'prompt.accept': () => shows(/ filter: proc\.name = node/, {before: ['proc.name = node']}),
	'prompt.complete': () => shows(/^ filter +proc\.name/m, {before: ['proc.nam']}),
	'prompt.older': () => shows(/^ filter +proc\.name = older/m, {before: ['proc.name = older', 'Enter', 'Escape', '\\']}),
	'prompt.newer': () => changes(/^ filter /, {before: ['proc.name = older', 'Enter', 'Escape', '\\', 'Up', /filter +proc\.name = older/]}),
	back: (at) => ({sees: ({text}) => !at.shows.test(text)}),
	clear: ({name}) => (name === 'the processes of a container' ? goesTo(2) : shows(/there is nothing to leave: q quits/)),
	redraw: () => ({sees: ({raw}) => raw.includes('\x1b[0m\x1b[2J')}),
	suspend: () => ({sees: ({raw}) => /\x1b\[\?1049l[\s\S]*\x1b\[\?1049h/.test(raw)}),
	quit: opens(/\d changes? of the rules not saved/),
	leave: opens(/^ +COUNT/m),
	interrupt: () => ({sees: () => false}),
};

/** What a key does that writes, where text is asked for. */
export const WRITES: Effect = {sees: (now, was) => now.text !== was.text};
export const DELETES: Effect = {...WRITES, before: ['zz']};
