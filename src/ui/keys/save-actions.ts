import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {SaveFailure} from '../../tuning/save-failure.ts';
import type {Dashboard} from '../dashboard.ts';
import {Prompt} from '../frame/prompt.ts';
import type {ReloadWatch} from '../options.ts';
import {changeTexts} from '../store/change-texts.ts';
import {checkRulesPath, savePlaces} from '../store/save-places.ts';
import {showBytes, showText} from '../terminal/sanitize.ts';
import {DiffPane} from '../views/diff.ts';
import {MenuPane} from '../views/menu.ts';
import {plural} from '../widgets/numbers.ts';
import {tellReload} from './reload-actions.ts';
import {lastForm, rememberForm, rememberTarget} from './save-target.ts';
import {settle} from './tune-actions.ts';

/** What saving would do: the diff, and at once whether the file can be written and loads. */
export function showDiff(dashboard: Dashboard): void {
	const {desk, options} = dashboard;
	const pane = new DiffPane(desk, options.saving?.configMapOf(desk.localPath), dashboard.keys);
	dashboard.push(pane);
	void settle(dashboard, () => pane.look());
}

function withDiff(dashboard: Dashboard, act: (pane: DiffPane) => void): void {
	if (dashboard.pane instanceof DiffPane) act(dashboard.pane);
}

export function write(dashboard: Dashboard): void {
	withDiff(dashboard, (pane) => void settle(dashboard, () => save(dashboard, pane)));
}

async function save(dashboard: Dashboard, pane: DiffPane): Promise<void> {
	const {desk, store, options} = dashboard;
	let watch: ReloadWatch | undefined;
	try {
		watch = await options.saving?.falcos?.watch(desk.localPath);
		const saved = await desk.save();
		dashboard.unloaded.clear();
		if (dashboard.pane === pane) dashboard.back();
		store.log.add('info', `saved ${showText(saved.path)}. ${afterwards(watch)}`);
		dashboard.host.redraw();
		await watch?.follow(saved.hash, (news) => tellReload(dashboard, news, {isSaved: true}));
	} catch (error) {
		if (!(error instanceof SaveFailure)) throw error;
		pane.fail(error);
		store.log.add('bad', `not saved: ${showText(error.message)}`);
	}
}

function afterwards(watch: ReloadWatch | undefined): string {
	if (watch === undefined) return 'A running Falco that watches its files reloads by itself';
	if (watch.processes.length === 0) return 'No Falco runs here: the next one loads it';
	return `Waiting for ${watch.processes.map(({name, pid}) => `${name} (${pid})`).join(', ')} to load it`;
}

/** Another file for the changes from here on; the unsaved ones go there too. */
export function chooseFile(dashboard: Dashboard): void {
	const {desk} = dashboard;
	const places = savePlaces(desk.files, desk.localPath);
	const move = (path: string): void => void settle(dashboard, () => moveTo(dashboard, path));
	dashboard.push(
		new MenuPane(dashboard.keys, {
			title: 'Save to',
			items: () => [
				...places.files.map(({path, note}) => ({id: path, label: path, note})),
				{id: NEW_FILE, label: `a new file in ${places.folder}`, note: 'Falco loads the files of such a folder by name'},
				{id: OTHER_FILE, label: 'another file', note: 'Falco must be told of it in rules_files'},
			],
			selected: desk.localPath,
			choose: (id) => {
				dashboard.back();
				if (id === NEW_FILE) askFile(dashboard, join(places.folder, 'falconer.yaml'), move);
				else if (id === OTHER_FILE) askFile(dashboard, desk.localPath, move);
				else move(id);
			},
		}),
	);
}

// No path ends in a NUL.
const NEW_FILE = '\0new';
const OTHER_FILE = '\0other';

function askFile(dashboard: Dashboard, value: string, accept: (path: string) => void): void {
	dashboard.prompt = new Prompt({
		label: 'rules file',
		value,
		history: dashboard.inputs.kept.path,
		check: (path) => checkRulesPath(path, dashboard.desk.files, dashboard.desk.localPath),
		accept: (path) => accept(path.trim()),
	});
}

async function moveTo(dashboard: Dashboard, path: string): Promise<void> {
	const {desk, store, pane} = dashboard;
	const outcome = await desk.moveTo(path);
	if ('message' in outcome) {
		const hint = outcome.hint === undefined ? '' : `: ${outcome.hint}`;
		store.log.add('bad', showText(outcome.message + hint));
		return;
	}
	rememberTarget(dashboard, path);
	const moved = outcome.moved > 0 ? `${plural(outcome.moved, 'change')} moved; ` : '';
	store.log.add('info', `${moved}changes go to ${showText(path)} from here on`);
	// The diff is of another file now.
	if (pane instanceof DiffPane) {
		dashboard.back();
		showDiff(dashboard);
	}
}

/** Who, when, why: other words above the newest change. */
export function editLastComment(dashboard: Dashboard): void {
	const {desk} = dashboard;
	const last = desk.lastChange;
	if (last === undefined) return;
	dashboard.prompt = new Prompt({
		label: 'comment',
		value: `${desk.signature()}: `,
		history: dashboard.inputs.kept.value,
		accept: (comment) =>
			void settle(dashboard, async () => {
				const refusal = await desk.recomment(comment.trim());
				if (refusal !== undefined) dashboard.store.log.add('bad', showText(refusal.message));
				withDiff(dashboard, (pane) => pane.refresh());
			}),
	});
}

/** For where the file itself cannot be written. What does not load goes nowhere. */
export function writeElsewhere(dashboard: Dashboard): void {
	const {desk, options} = dashboard;
	const texts = changeTexts(desk, options.saving?.configMapOf(desk.localPath));
	dashboard.push(
		new MenuPane(dashboard.keys, {
			title: 'Write the change as',
			items: () => texts.map(({id, label, note}) => ({id, label, note})),
			selected: lastForm(dashboard),
			choose: (id) => {
				dashboard.back();
				const chosen = texts.find((text) => text.id === id);
				if (chosen === undefined) return;
				rememberForm(dashboard, chosen.id);
				askWhere(dashboard, chosen);
			},
		}),
	);
}

function askWhere(dashboard: Dashboard, {fileName, text}: ReturnType<typeof changeTexts>[number]): void {
	dashboard.prompt = new Prompt({
		label: 'file',
		value: join(dashboard.options.workFolder, fileName),
		history: dashboard.inputs.kept.path,
		accept: (path) =>
			void settle(dashboard, async () => {
				const fault = await dashboard.desk.faultOf();
				if (fault !== undefined) throw new Error(`not written: the rules would not load: ${showText(fault)}`);
				writeFileSync(path, text(), {flag: 'wx', mode: 0o600});
				dashboard.store.log.add('info', `wrote ${showText(path)}`);
			}),
	});
}

/** The form in which unsaved changes are printed when the dashboard ends; taken back by choosing it again. */
export function printAtExit(dashboard: Dashboard): void {
	const {desk, options} = dashboard;
	const texts = changeTexts(desk, options.saving?.configMapOf(desk.localPath));
	dashboard.push(
		new MenuPane(dashboard.keys, {
			title: 'Print when the dashboard ends',
			items: () => [
				...texts.map(({id, label, note}) => ({id: id as string, label, note})),
				{id: 'nothing', label: 'nothing', note: 'unsaved changes are gone then'},
			],
			selected: dashboard.printed ?? lastForm(dashboard) ?? texts[0].id,
			choose: (id) => {
				dashboard.back();
				dashboard.printed = texts.find((text) => text.id === id)?.id;
				if (dashboard.printed !== undefined) rememberForm(dashboard, dashboard.printed);
				const what = dashboard.printed === undefined ? 'nothing' : `the change (${id})`;
				dashboard.store.log.add('info', `${what} is printed when the dashboard ends`);
			},
		}),
	);
}

/** Takes over what somebody else wrote to the file. */
export function reload(dashboard: Dashboard): void {
	void settle(dashboard, async () => {
		const outcome = await dashboard.desk.reload();
		if ('message' in outcome) {
			dashboard.back();
			dashboard.store.log.add('bad', outcome.message);
			return;
		}
		const {kept, dropped} = outcome;
		// With the changes in it the diff is another one.
		dashboard.back();
		const made = kept === 0 ? '' : `, with ${plural(kept, 'unsaved change')} made in them`;
		const lost = dropped.length === 0 ? '' : `; dropped, as it cannot be made any more: ${showBytes(dropped.join('; '))}`;
		dashboard.store.log.add(lost === '' ? 'info' : 'warn', `the local rules were read again${made}${lost}`);
	});
}
