import {basename, dirname, resolve} from 'node:path';
import type {RulesProblem} from '../../rules/problem.ts';
import type {RulesFile} from '../../rules/ruleset.ts';
import {applyDrafts, withComment} from '../../tuning/apply-drafts.ts';
import {
	addChange,
	backToSaved,
	type ChangeRecipe,
	type ChangeSet,
	type ChangeState,
	canRedo,
	canUndo,
	createChangeSet,
	currentText,
	type DiffLine,
	diffLines,
	markSaved,
	pendingChanges,
	redo,
	undo,
	unsavedCount,
} from '../../tuning/change-set.ts';
import type {Draft} from '../../tuning/draft.ts';
import {expiredExceptions, nextExpiryMs, withoutExpired, withoutTrials} from '../../tuning/expiry.ts';
import type {AppliedDraft} from '../../tuning/local-rules.ts';
import {applyRuleChange, type RuleChange} from '../../tuning/rule-changes.ts';
import {type RulesInfo, rulesInfoOfMessage} from '../../tuning/rules-info.ts';
import {patchText, readLocalRules, type Saved, saveLocalRules} from '../../tuning/save.ts';
import type {EnginePort, RulesMessage} from './engine-port.ts';

export interface DeskOptions {
	readonly engine: EnginePort;
	/** All rules files in load order, as they were loaded. */
	readonly files: readonly RulesFile[];
	/** The file that changes go to; it is added at the end where it was not loaded. */
	readonly localPath: string;
	readonly onRules: (message: RulesMessage) => void;
	readonly nowMs: () => number;
	/** Who changes the rules: written above each change. */
	readonly author?: string;
	/** Of the Falco that reads the file; default: the newest. */
	readonly falcoVersion?: string;
}

/** Why something was refused, for a person. */
export interface Refusal {
	readonly message: string;
	readonly hint?: string;
}

/** The changes to the local rules: tried in the engine first, then written, undone and redone. One thing at a time. */
export class ExceptionDesk {
	changes: ChangeSet;
	/** When the present text came into force; alerts after it were not silenced by it. */
	appliedAtMs = 0;
	busy = false;
	/** When the next exception ends; looked up anew after every change. */
	private expiresAtMs = 0;
	/** SHA-256 of what was saved last; '' before. */
	savedHash = '';
	private path: string;
	/** Changes of the files that were written to before. */
	private readonly others = new Map<string, ChangeSet>();
	private savable = {of: '', text: ''};
	private info: RulesInfo | undefined;
	private message: Pick<RulesMessage, 'rules' | 'definitions'> = NOTHING_LOADED;
	/** Errors of the rules as they were saved: a change is not to blame for them. */
	private savedErrors: ReadonlySet<string> = new Set();

	constructor(private readonly options: DeskOptions) {
		this.path = options.localPath;
		this.changes = createChangeSet(options.files.find((file) => isSame(file.name, options.localPath))?.text ?? '');
	}

	/** Trials that end with the dashboard are no change of the file. */
	get unsaved(): number {
		return this.savableText === this.changes.savedText ? 0 : unsavedCount(this.changes);
	}

	get text(): string {
		return currentText(this.changes);
	}

	/** What saving writes: the present text without the exceptions that hold until a restart. */
	private get savableText(): string {
		if (this.savable.of !== this.text) this.savable = {of: this.text, text: withoutTrials(this.text)};
		return this.savable.text;
	}

	get localPath(): string {
		return this.path;
	}

	/** All rules files in load order, with what the engine has of each. */
	get files(): readonly RulesFile[] {
		return this.filesWith(this.text);
	}

	/** What is written to it: the text that saving would leave in the file. */
	get textToSave(): string {
		return this.savableText;
	}

	get falcoVersion(): string | undefined {
		return this.options.falcoVersion;
	}

	/** Who and when, as comments begin. */
	signature(): string {
		const day = new Date(this.options.nowMs()).toISOString().slice(0, 10);
		return [day, this.options.author ?? '', 'Falconer'].filter((part) => part !== '').join(' ');
	}

	/** The rules that came into force. */
	take(message: RulesMessage): void {
		this.message = message;
		this.info = undefined;
		// While a change is tried, what it leads to is not what was saved.
		if (this.text === this.changes.savedText && !this.busy) this.savedErrors = new Set(errorsOf(message.problems).map(keyOf));
	}

	/** What the rules say with the present text. */
	rulesInfo(): RulesInfo {
		this.info ??= rulesInfoOfMessage(this.message);
		return this.info;
	}

	/** The text the drafts lead to, without trying them. */
	preview(drafts: readonly Draft[]): AppliedDraft {
		return applyDrafts(this.text, drafts, this.applyOptions());
	}

	/** The engine applies one exception, in the places of its rules, from the next event on; no file is written. */
	tryDrafts(drafts: readonly Draft[]): Promise<Refusal | {readonly summary: string}> {
		return this.make((text, {info, comment}) =>
			applyDrafts(text, comment === undefined ? drafts : withComment(drafts, comment), {...this.applyOptions(), info}),
		);
	}

	/** A change of a rule or a list that is no exception; the engine applies it, no file is written. */
	tryChange(change: RuleChange): Promise<Refusal | {readonly summary: string}> {
		const signature = this.signature();
		return this.make((text, {info, comment = `${signature}: changed by hand`}) =>
			applyRuleChange(text, change, {...this.applyOptions(), info, comment}),
		);
	}

	private async make(recipe: ChangeRecipe): Promise<Refusal | {readonly summary: string}> {
		const applied = recipe(this.text, {info: this.rulesInfo()});
		if (!applied.ok) return applied.problems[0];
		if (applied.text === this.text) return {message: applied.summary, hint: 'it is so already'};
		return (await this.swap(addChange(this.changes, applied.text, applied.summary, recipe))) ?? {summary: applied.summary};
	}

	/** The newest unsaved change, when its comment can be written anew. */
	get lastChange(): ChangeState | undefined {
		const last = pendingChanges(this.changes)?.at(-1);
		return last?.recipe === undefined ? undefined : last;
	}

	/** Other words above the newest change. */
	async recomment(comment: string): Promise<Refusal | undefined> {
		const last = this.lastChange;
		if (last?.recipe === undefined) return {message: 'there is no unsaved change whose comment could be written'};
		const before = undo(this.changes);
		const {recipe} = last;
		const applied = recipe(currentText(before), {info: await this.infoOf(before), comment});
		const worded: ChangeRecipe = (text, options) => recipe(text, {comment, ...options});
		if (applied.ok) return this.swap(addChange(before, applied.text, last.label, worded));
		await this.swap(this.changes);
		return applied.problems[0];
	}

	/** What the rules say with another text of the file. The engine has it for that moment: silenced alerts may come. */
	private async infoOf(changes: ChangeSet): Promise<RulesInfo> {
		return rulesInfoOfMessage(await this.send(currentText(changes)));
	}

	private applyOptions(): {readonly info: RulesInfo; readonly falcoVersion: string | undefined} {
		return {info: this.rulesInfo(), falcoVersion: this.options.falcoVersion};
	}

	/** From here on changes go to another file; those that are not saved yet go there instead. All, or nothing changes. */
	async moveTo(path: string): Promise<Refusal | {readonly moved: number}> {
		const pending = pendingChanges(this.changes) ?? (this.unsaved === 0 ? [] : undefined);
		if (isSame(path, this.path)) return {moved: 0};
		if (pending === undefined)
			return {message: `changes of ${this.path} that were saved are undone`, hint: 'save that, or redo them with Z'};
		const stuck = pending.find(({recipe}) => recipe === undefined);
		if (stuck !== undefined) return {message: `a change is of ${this.path} itself`, hint: `save it there, or undo it: ${stuck.label}`};
		const {text} = await readLocalRules(path);
		const before = {path: this.path, changes: this.changes};
		this.others.set(this.path, backToSaved(this.changes));
		const known = [...this.others].find(([other]) => isSame(other, path))?.[1];
		this.path = path;
		const refusal = await this.remake(known?.savedText === text ? known : createChangeSet(text), pending);
		if (refusal === undefined) return {moved: pending.length};
		Object.assign(this, before);
		this.others.delete(before.path);
		await this.swap(before.changes);
		return refusal;
	}

	private async remake(start: ChangeSet, pending: readonly ChangeState[]): Promise<Refusal | undefined> {
		let refusal = await this.swap(start);
		for (const {label, recipe} of pending) {
			if (refusal !== undefined || recipe === undefined) return refusal;
			const applied = recipe(this.text, {info: this.rulesInfo()});
			if (!applied.ok) return applied.problems[0];
			refusal = await this.swap(addChange(this.changes, applied.text, label, recipe));
		}
		return refusal;
	}

	/** Another text of the local rules: what an edit by hand or a removal led to. */
	tryText(text: string, label: string): Promise<Refusal | undefined> {
		return this.swap(addChange(this.changes, text, label));
	}

	async undo(): Promise<Refusal | {readonly label: string}> {
		if (!canUndo(this.changes)) return {message: 'there is no change to undo'};
		const {label} = this.changes.states[this.changes.at];
		return (await this.swap(undo(this.changes))) ?? {label};
	}

	async redo(): Promise<Refusal | {readonly label: string}> {
		if (!canRedo(this.changes)) return {message: 'there is no change to redo'};
		const next = redo(this.changes);
		return (await this.swap(next)) ?? {label: next.states[next.at].label};
	}

	diff(): DiffLine[] {
		return diffLines(this.changes.savedText, this.savableText);
	}

	patch(): string {
		return patchText(this.localPath, this.changes.savedText, this.savableText);
	}

	/** Writes the local rules; throws a `SaveFailure`. */
	async save(): Promise<Saved> {
		const saved = await saveLocalRules({
			path: this.path,
			baseText: this.changes.savedText,
			newText: this.savableText,
			validate: (text) => this.faultOf(text),
		});
		this.changes = {...markSaved(this.changes), savedText: this.savableText};
		this.savedHash = saved.hash;
		return saved;
	}

	/** Why what would be written does not load; undefined when it does. */
	async faultOf(text: string = this.savableText): Promise<string | undefined> {
		return this.newError(await this.options.engine.checkRules(this.filesWith(text)));
	}

	/** Takes the exceptions out of force whose time is over; undefined where there are none. */
	async expire(): Promise<Refusal | {readonly summary: string} | undefined> {
		const nowMs = this.options.nowMs();
		if (this.busy || nowMs < this.expiresAtMs) return undefined;
		const text = withoutExpired(this.text, nowMs);
		const over = expiredExceptions(this.text, nowMs).map(({condition}) => condition);
		this.expiresAtMs = nextExpiryMs(text, nowMs) ?? Number.POSITIVE_INFINITY;
		if (text === this.text) return undefined;
		const summary = `ended: ${over.join('; ')}`;
		return (await this.swap(addChange(this.changes, text, summary))) ?? {summary};
	}

	/** Takes over what somebody else wrote to the file; unsaved changes are dropped, the engine applies the new text. */
	async reload(): Promise<Refusal | undefined> {
		const {text} = await readLocalRules(this.localPath);
		return this.swap(createChangeSet(text));
	}

	private async swap(next: ChangeSet): Promise<Refusal | undefined> {
		if (this.busy) return {message: 'the rules are being swapped', hint: 'wait a moment'};
		this.busy = true;
		try {
			const message = await this.send(currentText(next));
			const fault = this.newError(message.problems);
			if (fault !== undefined && currentText(next) !== this.changes.savedText) {
				await this.send(this.text);
				return {message: `the rules would not load: ${fault}`, hint: 'nothing was changed'};
			}
			this.changes = next;
			this.expiresAtMs = 0;
			this.appliedAtMs = this.options.nowMs();
			this.busy = false;
			this.take(message);
			this.options.onRules(message);
			return undefined;
		} finally {
			this.busy = false;
		}
	}

	/** Errors that were there before the change are not its fault. */
	private newError(problems: readonly RulesProblem[]): string | undefined {
		const error = errorsOf(problems).find((problem) => !this.savedErrors.has(keyOf(problem)));
		return error && `${error.file}:${error.place.line + 1}:${error.place.column + 1}: ${error.message}`;
	}

	/** The engine counts what the exceptions of these files silence. */
	private send(text: string): Promise<RulesMessage> {
		const files = this.filesWith(text);
		const paths = [this.path, ...this.others.keys()];
		const local = files.filter(({name}) => paths.some((path) => isSame(path, name)));
		return this.options.engine.setRules(
			files,
			local.map(({name}) => name),
		);
	}

	/** All rules files in their order: the one that is written with this text, others that were written as they are now. */
	private filesWith(text: string): RulesFile[] {
		const texts = new Map([...this.others].map(([path, changes]) => [path, currentText(changes)]));
		texts.set(this.path, text);
		let files: RulesFile[] = [...this.options.files];
		for (const [path, present] of texts) files = withFile(files, {name: path, text: present});
		return files;
	}
}

/** A file that is not loaded yet stands where Falco would load it: by its name in its folder, else last. */
function withFile(files: readonly RulesFile[], file: RulesFile): RulesFile[] {
	const at = files.findIndex(({name}) => isSame(name, file.name));
	if (at >= 0) return [...files.slice(0, at), {name: files[at].name, text: file.text}, ...files.slice(at + 1)];
	const folder = dirname(resolve(file.name));
	const next = basename(folder) === 'rules.d' ? files.findIndex(({name}) => dirname(resolve(name)) === folder && name > file.name) : -1;
	return next < 0 ? [...files, file] : [...files.slice(0, next), file, ...files.slice(next)];
}

const NOTHING_LOADED: Pick<RulesMessage, 'rules' | 'definitions'> = {rules: [], definitions: {macros: [], lists: [], exceptions: []}};

const errorsOf = (problems: readonly RulesProblem[]): RulesProblem[] => problems.filter((problem) => problem.severity === 'error');

/** Lines move with every change; what is wrong does not. */
const keyOf = ({file, code, message}: RulesProblem): string => `${file}\0${code}\0${message}`;

/** `./local.yaml` and `/etc/falco/local.yaml` may be one file. */
const isSame = (a: string, b: string): boolean => resolve(a) === resolve(b);
