import type {Dashboard} from '../dashboard.ts';
import {createHelp} from '../views/help.ts';
import {createLog} from '../views/log.ts';
import {MenuPane} from '../views/menu.ts';
import type {ProcessesView} from '../views/processes.ts';
import {createProblemsDetail} from '../views/rules.ts';
import {WhyPane} from '../views/why.ts';
import {plural} from '../widgets/numbers.ts';
import {actionOf, whyNot} from './actions.ts';
import type {CommandId} from './commands.ts';
import {runCommand} from './dispatch.ts';
import {lastForm} from './save-target.ts';

export function help(dashboard: Dashboard): void {
	openHelp(dashboard, `Help · ${dashboard.view.title}`);
}

export function palette(dashboard: Dashboard): void {
	openHelp(dashboard, ':');
}

export function actions(dashboard: Dashboard): void {
	openHelp(dashboard, `Actions · ${dashboard.view.title}`, true);
}

function openHelp(dashboard: Dashboard, title: string, possibleFirst = false): void {
	const {mode, view} = dashboard;
	const run = (id: CommandId): void => {
		dashboard.back();
		runCommand(dashboard, id);
	};
	dashboard.push(createHelp({mode, view: view.id, keys: dashboard.keys, title, run, possibleFirst, why: (id) => whyNot(id, dashboard)}));
}

export function withMenu(dashboard: Dashboard, act: (menu: MenuPane) => void): void {
	if (dashboard.pane instanceof MenuPane) act(dashboard.pane);
}

export function withWhy(dashboard: Dashboard, act: (pane: WhyPane) => void): void {
	if (dashboard.pane instanceof WhyPane) act(dashboard.pane);
}

export function toFirstFailure(dashboard: Dashboard): void {
	withWhy(dashboard, (pane) => {
		if (!pane.toFirstFailure()) dashboard.store.log.tell('every check holds: none keeps the rule from firing');
	});
}

/** What is hidden may be nothing: the screen says what the key did. */
export function toggleSilenced(dashboard: Dashboard): void {
	dashboard.toggleSilenced();
	dashboard.store.log.tell(`what exceptions silence is ${dashboard.showsSilenced ? 'shown, dimmed' : 'hidden'}`, 'info');
}

export function showLog(dashboard: Dashboard): void {
	dashboard.push(createLog(dashboard.store));
}

export function showProblems(dashboard: Dashboard): void {
	dashboard.push(createProblemsDetail(dashboard.store));
}

export function nextNoiseScope(dashboard: Dashboard): void {
	dashboard.namedViews.noise.nextScope();
	dashboard.namedViews.noise.refresh(dashboard.options.nowMs());
}

export function toggleTree(dashboard: Dashboard): void {
	const {view} = dashboard;
	if (view.id !== 'processes') return;
	(view as unknown as ProcessesView).toggleTree();
	view.refresh(dashboard.options.nowMs());
}

export function toggleDemo(dashboard: Dashboard): void {
	const {demo} = dashboard.options;
	if (demo === undefined) return;
	const starts = !demo.running();
	const failed = (error: unknown): void =>
		dashboard.store.log.add('bad', `the demo failed: ${error instanceof Error ? error.message : String(error)}`);
	dashboard.store.log.add('info', starts ? `the demo is running: ${dashboard.keys.hint('demo')} stops it` : 'the demo was stopped');
	Promise.resolve(starts ? demo.start() : demo.stop()).catch(failed);
}

export function togglePause(dashboard: Dashboard): void {
	if (dashboard.replay.isReplay) dashboard.replay.togglePause();
	else dashboard.setPaused(!dashboard.isPaused);
}

export function pickView(dashboard: Dashboard): void {
	const {views} = dashboard;
	dashboard.push(
		new MenuPane(dashboard.keys, {
			title: 'Views',
			items: () => views.map((view, at) => ({id: view.id, label: view.title, note: String(at + 1)})),
			selected: dashboard.view.id,
			choose: (id) => dashboard.show(views.findIndex((view) => view.id === id)),
		}),
	);
}

export function acceptPrompt(dashboard: Dashboard): void {
	const {prompt} = dashboard;
	if (!prompt?.isAcceptable()) return;
	dashboard.prompt = undefined;
	prompt.options.accept(prompt.input.value);
}

export function completePrompt({prompt, store}: Dashboard): void {
	if (prompt?.complete() === false) store.log.tell('nothing completes this');
}

export function recallInput({prompt, store}: Dashboard, step: 1 | -1): void {
	if (prompt?.recall(step) === false) store.log.tell(step < 0 ? 'there is no earlier input' : 'there is no later input');
}

export function back(dashboard: Dashboard): void {
	if (dashboard.prompt !== undefined) {
		const {prompt} = dashboard;
		dashboard.prompt = undefined;
		prompt.options.cancel?.();
	} else if (dashboard.dialog !== undefined) dashboard.dialog = undefined;
	else dashboard.back();
}

export function quit(dashboard: Dashboard): void {
	const {unsaved} = dashboard.desk;
	const form = dashboard.printed ?? lastForm(dashboard) ?? 'patch';
	const leave = (): void => dashboard.host.exit(0);
	const print = (): void => {
		dashboard.printed ??= form;
		leave();
	};
	if (unsaved === 0) {
		leave();
		return;
	}
	dashboard.dialog = {
		model: {
			title: `${plural(unsaved, 'change')} of the rules not saved`,
			lines: [],
			items: [
				{key: 'S', label: 'show the diff and save'},
				{key: 'p', label: `quit and print them (${form})`},
				...(dashboard.printed === undefined ? [{key: 'q', label: 'quit without saving'}] : []),
				{key: dashboard.keys.hint('back'), label: 'stay'},
			],
		},
		keys: {S: () => actionOf('save')(dashboard), p: print, q: leave},
	};
}
