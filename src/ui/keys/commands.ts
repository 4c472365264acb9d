/** Where keys mean something: a view's list, or what lies over it. */
export type Mode = 'view' | 'detail' | 'why' | 'candidates' | 'menu' | 'whitelist' | 'diff' | 'log' | 'prompt' | 'dialog';

/** One thing a person can do. The dispatcher, the help and the footer all read this table. */
export interface Command {
	readonly id: string;
	readonly title: string;
	/** For the footer; without one it is only in the help. */
	readonly label?: string;
	readonly keys: readonly string[];
	readonly modes: readonly Mode[];
	/** Views it belongs to; all without it. */
	readonly views?: readonly string[];
}

const LISTS: readonly Mode[] = ['view', 'log', 'detail', 'diff', 'why', 'candidates', 'menu'];
const SHEETS: readonly Mode[] = ['detail', 'why', 'candidates', 'menu', 'whitelist', 'diff', 'log', 'dialog', 'prompt'];
const FREE: readonly Mode[] = ['view', 'detail', 'why', 'log'];
const ALL: readonly Mode[] = ['view', ...SHEETS];

/** Order is the order in the footer and in the help. */
export const COMMANDS = [
	{
		id: 'help',
		title: 'Help: every key of this view, searchable',
		label: 'Help',
		keys: ['?', 'F1'],
		modes: ['view', 'detail', 'why', 'candidates', 'whitelist', 'diff', 'log'],
	},
	{id: 'open', title: 'Open what is selected', label: 'Open', keys: ['enter'], modes: ['view']},
	{
		id: 'whitelist',
		title: 'Whitelist: write an exception from the selected alert',
		label: 'Whitelist',
		keys: ['w', 'F7'],
		modes: ['view', 'detail', 'why'],
	},
	{
		id: 'why',
		title: 'Why it fired: the condition as a tree, every check with the value it saw',
		label: 'Why',
		keys: ['f'],
		modes: ['view', 'detail'],
		views: ['alerts', 'events'],
	},
	{id: 'why.fold', title: 'Fold or unfold', label: 'Fold', keys: ['space', 'enter'], modes: ['why']},
	{id: 'why.open', title: 'Unfold', keys: ['right', 'l'], modes: ['why']},
	{id: 'why.close', title: 'Fold', keys: ['left', 'h'], modes: ['why']},
	{id: 'why.all', title: 'Unfold or fold all', label: 'All', keys: ['x', '*'], modes: ['why']},
	{id: 'why.failure', title: 'Go to the first check that failed', keys: ['n'], modes: ['why']},
	{id: 'search', title: 'Search the list (fuzzy)', label: 'Search', keys: ['/', 'F3'], modes: ['view']},
	{
		id: 'filter',
		title: 'Filter alerts, or events in their view, by a condition in Falco’s language',
		label: 'Filter',
		keys: ['\\', 'F4'],
		modes: ['view'],
	},
	{id: 'raw', title: 'Show noise groups or single alerts', label: 'Raw', keys: ['r'], modes: ['view'], views: ['alerts']},
	{
		id: 'noise.scope',
		title: 'Rank exceptions by program, by rule or by container',
		label: 'By',
		keys: ['v'],
		modes: ['view'],
		views: ['noise'],
	},
	{id: 'tree', title: 'Show processes as a tree or a list', label: 'Tree', keys: ['t', 'F5'], modes: ['view'], views: ['processes']},
	{id: 'demo', title: 'Demo: start or stop safe noise and attacks', keys: ['D'], modes: ['view']},
	{id: 'pause', title: 'Pause the screen; capture goes on', label: 'Pause', keys: ['p'], modes: ['view', 'detail']},
	{
		id: 'events.save',
		title: 'Save the raw events around the alert as a capture',
		label: 'Record',
		keys: ['R'],
		modes: ['view', 'detail'],
		views: ['alerts'],
	},
	{id: 'replay.faster', title: 'Replay: faster (×10, ×100, as fast as possible)', keys: [']'], modes: FREE},
	{id: 'replay.slower', title: 'Replay: slower', keys: ['['], modes: FREE},
	{id: 'replay.forward', title: 'Replay: 10 seconds forward', keys: ['.'], modes: FREE},
	{id: 'replay.back', title: 'Replay: 10 seconds back', keys: [','], modes: FREE},
	{id: 'replay.forwardMinute', title: 'Replay: a minute forward', keys: ['}'], modes: FREE},
	{id: 'replay.backMinute', title: 'Replay: a minute back', keys: ['{'], modes: FREE},
	{id: 'replay.goTo', title: 'Replay: go to a time', keys: ['T'], modes: FREE},
	{id: 'copy', title: 'Copy menu', label: 'Copy', keys: ['y'], modes: ['view', 'detail', 'why', 'diff']},
	{id: 'save', title: 'Save: show what will be written to the local rules', label: 'Save', keys: ['S'], modes: FREE},
	{id: 'undo', title: 'Undo the last rule change', label: 'Undo', keys: ['z'], modes: FREE},
	{id: 'redo', title: 'Redo the rule change that was undone', label: 'Redo', keys: ['Z'], modes: FREE},
	{id: 'views', title: 'Views: choose one', keys: ['F2'], modes: FREE},
	{id: 'view.next', title: 'Next view', keys: ['tab'], modes: ['view']},
	{id: 'view.previous', title: 'Previous view', keys: ['shift-tab'], modes: ['view']},
	{id: 'view.1', title: 'View: Alerts', keys: ['1'], modes: FREE},
	{id: 'view.2', title: 'View: Noise', keys: ['2'], modes: FREE},
	{id: 'view.3', title: 'View: Containers', keys: ['3'], modes: FREE},
	{id: 'view.4', title: 'View: Processes', keys: ['4'], modes: FREE},
	{id: 'view.5', title: 'View: Rules', keys: ['5'], modes: FREE},
	{id: 'view.6', title: 'View: Exceptions', keys: ['6'], modes: FREE},
	{id: 'view.7', title: 'View: Events', keys: ['7'], modes: FREE},
	{id: 'view.8', title: 'View: System', keys: ['8'], modes: FREE},
	{id: 'palette', title: 'Command line: run a command by its name', keys: [':'], modes: ['view', 'detail', 'log']},
	{id: 'actions', title: 'Actions: what can be done here', label: 'Actions', keys: ['a', 'F8'], modes: ['view', 'detail']},
	{id: 'search.next', title: 'Next match', keys: ['n'], modes: ['view']},
	{id: 'search.previous', title: 'Previous match', keys: ['N'], modes: ['view']},
	{
		id: 'filter.only',
		title: 'Filter: only what has the value under the cursor, or is like the row',
		keys: ['+'],
		modes: ['view'],
		views: ['alerts'],
	},
	{
		id: 'filter.not',
		title: 'Filter: hide what has the value under the cursor, or is like the row',
		keys: ['-'],
		modes: ['view'],
		views: ['alerts'],
	},
	{id: 'tag', title: 'Tag the row', label: 'Tag', keys: ['space'], modes: ['view'], views: ['alerts', 'noise']},
	{id: 'tag.similar', title: 'Tag what is similar', keys: ['c'], modes: ['view'], views: ['alerts', 'noise']},
	{id: 'tag.none', title: 'Untag all', keys: ['U'], modes: ['view'], views: ['alerts', 'noise']},
	{id: 'cell.next', title: 'Cursor to the next cell: + and - take its value', keys: ['right', 'l'], modes: ['view'], views: ['alerts']},
	{id: 'cell.previous', title: 'Cursor to the cell before', keys: ['left', 'h'], modes: ['view'], views: ['alerts']},
	{id: 'follow', title: 'Follow the selected row while others come', keys: ['F'], modes: ['view']},
	{id: 'sort.pick', title: 'Sort: choose the column', keys: ['F6'], modes: ['view']},
	{id: 'columns', title: 'Columns: which are shown', keys: ['C'], modes: ['view']},
	{id: 'sort.next', title: 'Sort by the next column', keys: ['>'], modes: ['view']},
	{id: 'sort.previous', title: 'Sort by the previous column', keys: ['<'], modes: ['view']},
	{id: 'sort.reverse', title: 'Reverse the order', keys: ['I'], modes: ['view']},
	{id: 'up', title: 'Up', keys: ['up', 'k', 'ctrl-p'], modes: [...LISTS, 'whitelist']},
	{id: 'down', title: 'Down', keys: ['down', 'j', 'ctrl-n'], modes: [...LISTS, 'whitelist']},
	{id: 'pageUp', title: 'Page up', keys: ['pageup', 'ctrl-b'], modes: LISTS},
	{id: 'pageDown', title: 'Page down', keys: ['pagedown', 'ctrl-f'], modes: LISTS},
	{id: 'first', title: 'First row, and stay there', keys: ['g', 'home'], modes: LISTS},
	{id: 'last', title: 'Last row', keys: ['G', 'end'], modes: LISTS},
	{id: 'log', title: 'Log of what was done', keys: ['@'], modes: FREE},
	{id: 'settings.save', title: 'Save settings: theme, columns and order of every view into the configuration file', keys: [], modes: FREE},
	{id: 'theme', title: 'Theme: choose the colours', keys: [], modes: FREE},
	{id: 'export', title: 'Export: write this view as JSON, CSV or text', keys: ['ctrl-s'], modes: ['view']},
	{
		id: 'draft.try',
		title: 'Try it now: the engine applies it, no file is written',
		label: 'Try it now',
		keys: ['enter'],
		modes: ['whitelist'],
	},
	{id: 'term.toggle', title: 'Term on or off', label: 'On/off', keys: ['space', 'x'], modes: ['whitelist']},
	{id: 'term.operatorNext', title: 'Next operator', label: 'Operator', keys: ['right', 'l', 'o'], modes: ['whitelist']},
	{id: 'term.operatorPrevious', title: 'Previous operator', keys: ['left', 'h', 'O'], modes: ['whitelist']},
	{id: 'term.edit', title: 'Edit the value of the term', label: 'Edit', keys: ['e'], modes: ['whitelist']},
	{
		id: 'candidates',
		title: 'Candidates: common exceptions, narrow to wide, with what each silences',
		label: 'Candidates',
		keys: ['c'],
		modes: ['whitelist'],
	},
	{id: 'menu.choose', title: 'Take it', label: 'Take', keys: ['enter'], modes: ['menu']},
	{id: 'menu.earlier', title: 'Move the column to the left', keys: ['left'], modes: ['menu']},
	{id: 'menu.later', title: 'Move the column to the right', keys: ['right'], modes: ['menu']},
	{id: 'candidates.choose', title: 'Take its terms', label: 'Take', keys: ['enter'], modes: ['candidates']},
	{id: 'draft.place', title: 'Next place for the exception', label: 'Place', keys: ['tab', 'm'], modes: ['whitelist']},
	{id: 'draft.comment', title: 'Comment: who, when, why, above the change', label: 'Comment', keys: ['#'], modes: ['whitelist']},
	{
		id: 'draft.fields',
		title: 'Add the fields that the log does not tell to the output of the rule',
		label: 'Add fields',
		keys: ['i'],
		modes: ['whitelist'],
	},
	{
		id: 'draft.expiry',
		title: 'How long the exception lasts: for good, hours, until restart',
		label: 'Lasts',
		keys: ['t'],
		modes: ['whitelist'],
	},
	{
		id: 'exception.remove',
		title: 'Remove the selected exception',
		label: 'Remove',
		keys: ['delete', 'x'],
		modes: ['view'],
		views: ['exceptions'],
	},
	{
		id: 'exception.removeDead',
		title: 'Remove all exceptions that silence nothing (redundant, shadowed, orphaned)',
		label: 'Remove dead',
		keys: ['X'],
		modes: ['view'],
		views: ['exceptions'],
	},
	{id: 'diff.write', title: 'Write the local rules file', label: 'Write', keys: ['enter', 'S'], modes: ['diff']},
	{id: 'diff.where', title: 'Where: save to another file', label: 'Where', keys: ['o'], modes: ['diff']},
	{id: 'diff.comment', title: 'Comment of the newest change: who, when, why', label: 'Comment', keys: ['#'], modes: ['diff']},
	{
		id: 'diff.patch',
		title: 'Write the change elsewhere: a patch, a kubectl command, Helm values, the whole file',
		label: 'Elsewhere',
		keys: ['P'],
		modes: ['diff'],
	},
	{id: 'diff.print', title: 'Print the change when the dashboard ends', label: 'Print at exit', keys: ['p'], modes: ['diff']},
	{id: 'diff.reload', title: 'Read the local rules file again; unsaved changes are dropped', keys: ['R'], modes: ['diff']},
	{id: 'problems', title: 'Everything that is wrong in the rules files', keys: ['E'], modes: ['view']},
	{id: 'prompt.accept', title: 'Accept', label: 'Accept', keys: ['enter'], modes: ['prompt']},
	{id: 'prompt.complete', title: 'Complete the word', label: 'Complete', keys: ['tab'], modes: ['prompt']},
	{id: 'prompt.older', title: 'Earlier input', label: 'History', keys: ['up'], modes: ['prompt']},
	{id: 'prompt.newer', title: 'Later input', keys: ['down'], modes: ['prompt']},
	{id: 'back', title: 'Back', label: 'Back', keys: ['escape', 'backspace'], modes: SHEETS},
	{id: 'clear', title: 'Leave the search, the filter, the pause', keys: ['escape', 'backspace'], modes: ['view']},
	{id: 'redraw', title: 'Draw the screen anew', keys: ['ctrl-l'], modes: ALL},
	{id: 'suspend', title: 'Stop the dashboard and go to the shell', keys: ['ctrl-z'], modes: ALL},
	{id: 'quit', title: 'Quit', label: 'Quit', keys: ['q', 'F10'], modes: FREE},
	{id: 'leave', title: 'Back', keys: ['q'], modes: ['whitelist', 'diff']},
	{id: 'interrupt', title: 'Quit at once', keys: ['ctrl-c'], modes: ALL},
] as const satisfies readonly Command[];

export type CommandId = (typeof COMMANDS)[number]['id'];

export function isIn(command: Command, mode: Mode, view: string): boolean {
	return command.modes.includes(mode) && (command.views === undefined || mode !== 'view' || command.views.includes(view));
}
