import {canRedo, canUndo} from '../../tuning/change-set.ts';
import type {Dashboard} from '../dashboard.ts';
import {HeatPane} from '../views/heat.ts';
import {TableView} from '../views/table-view.ts';
import type {View} from '../views/view.ts';
import {COMMANDS, type CommandId} from './commands.ts';
import * as copying from './copy-actions.ts';
import * as drilling from './drill-actions.ts';
import * as filtering from './filter-actions.ts';
import * as heating from './heat-actions.ts';
import * as looking from './look-actions.ts';
import * as opening from './open-actions.ts';
import {askReload} from './reload-actions.ts';
import {goTo, whyNoReplay, whyNotBack} from './replay-actions.ts';
import {ruleActions, selectedRule, whyNoRule} from './rule-actions.ts';
import * as saving from './save-actions.ts';
import {saveEvents, whyNotSaved} from './save-events.ts';
import {pickTheme, saveSettings} from './settings-actions.ts';
import * as tables from './table-actions.ts';
import * as tuning from './tune-actions.ts';

type Action = (dashboard: Dashboard) => void;

const ACTIONS: Readonly<Record<CommandId, Action>> = {
	help: looking.help,
	palette: looking.palette,
	actions: (dashboard) =>
		dashboard.isReadOnly || selectedRule(dashboard) === undefined ? looking.actions(dashboard) : ruleActions(dashboard),
	'rule.change': ruleActions,
	open: opening.open,
	why: opening.showWhy,
	'why.fold': (dashboard) => looking.withWhy(dashboard, (pane) => pane.fold()),
	'why.open': (dashboard) => looking.withWhy(dashboard, (pane) => pane.fold(true)),
	'why.close': (dashboard) => looking.withWhy(dashboard, (pane) => pane.fold(false)),
	'why.all': (dashboard) => looking.withWhy(dashboard, (pane) => pane.foldAll()),
	'why.failure': looking.toFirstFailure,
	'drill.alerts': drilling.showAlertsOf,
	'drill.process': drilling.showProcess,
	'drill.events': drilling.showEventsOf,
	raw: (dashboard) => dashboard.toggleRaw(),
	silenced: looking.toggleSilenced,
	'noise.scope': looking.nextNoiseScope,
	tree: looking.toggleTree,
	heat: heating.openHeat,
	'heat.open': heating.openCell,
	'heat.earlier': (dashboard) => heating.withHeat(dashboard, (heat) => heat.moveTime(-1)),
	'heat.later': (dashboard) => heating.withHeat(dashboard, (heat) => heat.moveTime(1)),
	'heat.out': (dashboard) => heating.withHeat(dashboard, (heat) => heat.zoom(1)),
	'heat.in': (dashboard) => heating.withHeat(dashboard, (heat) => heat.zoom(-1)),
	'heat.scope': heating.nextScope,
	demo: looking.toggleDemo,
	pause: looking.togglePause,
	search: filtering.search,
	'search.next': (dashboard) => dashboard.view.searchNext?.(1),
	'search.previous': (dashboard) => dashboard.view.searchNext?.(-1),
	filter: filtering.filter,
	'filter.only': (dashboard) => filtering.filterLike(dashboard, false),
	'filter.not': (dashboard) => filtering.filterLike(dashboard, true),
	views: looking.pickView,
	tag: (dashboard) => tables.withTable(dashboard, (table) => table.toggleTag()),
	'tag.similar': tables.tagSimilar,
	'tag.none': tables.untagAll,
	'cell.next': (dashboard) => tables.withTable(dashboard, (table) => table.shown.move(1)),
	'cell.previous': (dashboard) => tables.withTable(dashboard, (table) => table.shown.move(-1)),
	follow: tables.follow,
	'sort.pick': tables.pickSort,
	columns: tables.pickColumns,
	'sort.next': (dashboard) => tables.sort(dashboard, 1),
	'sort.previous': (dashboard) => tables.sort(dashboard, -1),
	'sort.reverse': tables.reverse,
	'view.next': (dashboard) => dashboard.show(dashboard.viewIndex + 1),
	'view.previous': (dashboard) => dashboard.show(dashboard.viewIndex - 1),
	'view.1': (dashboard) => dashboard.show(0),
	'view.2': (dashboard) => dashboard.show(1),
	'view.3': (dashboard) => dashboard.show(2),
	'view.4': (dashboard) => dashboard.show(3),
	'view.5': (dashboard) => dashboard.show(4),
	'view.6': (dashboard) => dashboard.show(5),
	'view.7': (dashboard) => dashboard.show(6),
	'view.8': (dashboard) => dashboard.show(7),
	up: (dashboard) => dashboard.pane.navigate?.('up'),
	down: (dashboard) => dashboard.pane.navigate?.('down'),
	pageUp: (dashboard) => dashboard.pane.navigate?.('pageUp'),
	pageDown: (dashboard) => dashboard.pane.navigate?.('pageDown'),
	first: (dashboard) => dashboard.pane.navigate?.('first'),
	last: (dashboard) => dashboard.pane.navigate?.('last'),
	log: looking.showLog,
	problems: looking.showProblems,
	'events.save': saveEvents,
	'replay.faster': ({replay}) => replay.changeSpeed(1),
	'replay.slower': ({replay}) => replay.changeSpeed(-1),
	'replay.forward': ({replay}) => replay.seekBy(10),
	'replay.back': ({replay}) => replay.seekBy(-10),
	'replay.forwardMinute': ({replay}) => replay.seekBy(60),
	'replay.backMinute': ({replay}) => replay.seekBy(-60),
	'replay.goTo': goTo,
	copy: copying.menu,
	export: copying.exportView,
	whitelist: tuning.whitelist,
	'term.toggle': (dashboard) => tuning.withForm(dashboard, (form) => form.toggle()),
	'term.operatorNext': (dashboard) => tuning.withForm(dashboard, (form) => form.cycleOperator(1)),
	'term.operatorPrevious': (dashboard) => tuning.withForm(dashboard, (form) => form.cycleOperator(-1)),
	'term.edit': tuning.editValue,
	'menu.choose': (dashboard) => looking.withMenu(dashboard, (menu) => menu.choose()),
	'menu.earlier': (dashboard) => looking.withMenu(dashboard, (menu) => menu.shift(-1)),
	'menu.later': (dashboard) => looking.withMenu(dashboard, (menu) => menu.shift(1)),
	'settings.save': saveSettings,
	theme: pickTheme,
	candidates: tuning.showCandidates,
	'candidates.choose': tuning.chooseCandidate,
	'draft.place': (dashboard) => tuning.withForm(dashboard, (form) => form.cyclePlace()),
	'draft.expiry': (dashboard) => tuning.withForm(dashboard, (form) => form.cycleExpiry()),
	'draft.until': tuning.editUntil,
	'draft.comment': tuning.editComment,
	'draft.fields': tuning.addMissingFields,
	'draft.try': tuning.tryDraft,
	'exception.removeDead': tuning.removeDead,
	'exception.remove': tuning.removeSelected,
	save: saving.showDiff,
	'diff.write': saving.write,
	'diff.where': saving.chooseFile,
	'diff.comment': saving.editLastComment,
	'diff.patch': saving.writeElsewhere,
	'diff.print': saving.printAtExit,
	'diff.reload': saving.reload,
	undo: tuning.undo,
	redo: tuning.redo,
	reload: askReload,
	'prompt.accept': looking.acceptPrompt,
	'prompt.complete': looking.completePrompt,
	'prompt.older': (dashboard) => looking.recallInput(dashboard, -1),
	'prompt.newer': (dashboard) => looking.recallInput(dashboard, 1),
	back: looking.back,
	leave: (dashboard) => dashboard.back(),
	clear: filtering.clear,
	redraw: (dashboard) => dashboard.host.invalidate(),
	suspend: (dashboard) => dashboard.host.suspend(),
	quit: looking.quit,
	interrupt: (dashboard) => dashboard.host.exit(130),
};

export const actionOf = (id: CommandId): Action => ACTIONS[id];

type Reason = (dashboard: Dashboard) => string | undefined;

const whyNoZoom =
	(step: 1 | -1, reason: string): Reason =>
	({pane}) =>
		pane instanceof HeatPane && !pane.canZoom(step) ? reason : undefined;

const REASONS: Readonly<Partial<Record<CommandId, Reason>>> = {
	'events.save': whyNotSaved,
	'replay.faster': whyNoReplay,
	'replay.slower': whyNoReplay,
	'replay.forward': whyNoReplay,
	'replay.back': whyNotBack,
	'replay.forwardMinute': whyNoReplay,
	'replay.backMinute': whyNotBack,
	'replay.goTo': whyNoReplay,
	whitelist: tuning.whyNotWhitelist,
	'rule.change': whyNoRule,
	'draft.fields': tuning.whyNoFields,
	'diff.comment': (dashboard) => (dashboard.desk.lastChange === undefined ? 'no unsaved change has a comment to write' : undefined),
	why: opening.whyNotWhy,
	'drill.alerts': drilling.whyNoAlertsOf,
	'drill.process': drilling.whyNoProcess,
	'drill.events': drilling.whyNoEventsOf,
	raw: ({stack, view}) => (stack.includes(view) ? 'this list is of single alerts' : undefined),
	'sort.pick': whyNotSort,
	'sort.next': whyNotSort,
	'sort.previous': whyNotSort,
	'sort.reverse': (dashboard) => whyNotSort(dashboard) ?? whyNotReverse(dashboard),
	columns: whyNoColumns,
	'cell.next': whyNoColumns,
	'cell.previous': whyNoColumns,
	'search.next': whyNoMatch,
	'search.previous': whyNoMatch,
	'heat.in': whyNoZoom(-1, 'a cell is one second already'),
	'heat.out': whyNoZoom(1, 'a cell is a minute already: there is no longer one'),
	'heat.scope': heating.whyNoOtherScope,
	'term.toggle': tuning.whyNoTerm,
	'term.edit': tuning.whyNoTerm,
	'term.operatorNext': tuning.whyNoOperator,
	'term.operatorPrevious': tuning.whyNoOperator,
	'draft.place': tuning.whyNoPlace,
	follow: (dashboard) => whyNoColumns(dashboard) ?? (isEmptyTable(dashboard.view) ? 'there is no row to follow' : undefined),
	clear: filtering.whyNotClear,
	'filter.only': filtering.whyNotLike,
	'filter.not': filtering.whyNotLike,
	copy: (dashboard) => ((dashboard.pane.copies?.() ?? []).length === 0 ? 'nothing to copy here' : undefined),
	save: (dashboard) => (dashboard.desk.unsaved === 0 ? 'there is nothing to save' : undefined),
	undo: (dashboard) => (canUndo(dashboard.desk.changes) ? undefined : 'there is no change to undo'),
	redo: (dashboard) => (canRedo(dashboard.desk.changes) ? undefined : 'there is no change to redo'),
	reload: ({unloaded}) => (unloaded.count === 0 ? 'no running Falco waits to be told that it should load the rules' : undefined),
	demo: (dashboard) => (dashboard.options.demo === undefined ? 'the demo needs live capture' : undefined),
	search: (dashboard) => (dashboard.view.search === undefined ? 'this view has no list' : undefined),
	problems: (dashboard) => (dashboard.store.problems.length === 0 ? 'the rules files have no problems' : undefined),
	open: opening.whyNotOpen,
	tag: whyNoRows,
	'tag.similar': whyNoRows,
	'tag.none': ({view}) => (view instanceof TableView && view.tags.size > 0 ? undefined : 'nothing is tagged'),
	'noise.scope': ({namedViews: {noise}}) =>
		noise.rows.length === 0 && noise.scope === 'program' ? 'there is no noise to rank' : undefined,
	'exception.remove': tuning.whyNotRemove,
	'exception.removeDead': ({view}) => (isEmptyTable(view) ? 'there is no exception' : undefined),
};

function whyNoColumns({view}: Dashboard): string | undefined {
	return view instanceof TableView ? undefined : 'this view has no columns';
}

function whyNotSort({view}: Dashboard): string | undefined {
	if (!(view instanceof TableView)) return 'this view has no columns';
	return view.sortColumns.length === 0 ? 'the newest stands first here: there is no other order' : undefined;
}

function whyNotReverse({view, keys}: Dashboard): string | undefined {
	const isTree = view.id === 'processes' && view instanceof TableView && view.order.by === undefined;
	return isTree ? `parents stand above their children: ${keys.hint('sort.pick')} chooses a column` : undefined;
}

function whyNoMatch({view, keys}: Dashboard): string | undefined {
	if (!(view instanceof TableView)) return 'this view has no list';
	return view.isSearching ? undefined : `nothing is searched for: ${keys.hint('search')} searches`;
}

const isEmptyTable = (view: View): boolean => view instanceof TableView && view.rows.length === 0;

function whyNoRows({view}: Dashboard): string | undefined {
	return isEmptyTable(view) ? 'there is nothing to tag' : undefined;
}

/** What would change rules, or this machine: not where somebody only looks. */
const CHANGES: ReadonlySet<CommandId> = new Set<CommandId>([
	'draft.try',
	'draft.fields',
	'rule.change',
	'exception.remove',
	'exception.removeDead',
	'save',
	'diff.write',
	'diff.patch',
	'undo',
	'redo',
	'reload',
	'demo',
]);

/** Why a command cannot be used now; undefined when it can. */
export function whyNot(id: CommandId, dashboard: Dashboard): string | undefined {
	if (dashboard.isReadOnly && CHANGES.has(id)) return 'read-only: no rule is changed here';
	if (dashboard.isReadOnly && id === 'settings.save') return 'read-only: no settings are saved here';
	return REASONS[id]?.(dashboard);
}

export const commandTitle = (id: CommandId): string => COMMANDS.find((command) => command.id === id)!.title;
