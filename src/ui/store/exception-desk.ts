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
import {withoutTrials} from '../../tuning/expiry.ts';
import type {AppliedDraft} from '../../tuning/local-rules.ts';
import {rebaseChanges} from '../../tuning/rebase-changes.ts';
import {applyRuleChange, type RuleChange} from '../../tuning/rule-changes.ts';
import {type RulesInfo, rulesInfoOfMessage} from '../../tuning/rules-info.ts';
import {patchText, readLocalRules, type Saved, saveLocalRules} from '../../tuning/save.ts';
import {SaveFailure} from '../../tuning/save-failure.ts';
import type {DeskOptions} from './desk-options.ts';
import {DeskUpkeep} from './desk-upkeep.ts';
import type {RulesMessage} from './engine-port.ts';
import {FileNews} from './file-news.ts';
import {isSameFile, LocalFiles} from './local-files.ts';
import {READ_ONLY, type Refusal} from './refusal.ts';
import {movableChanges, type Remade, type Remaking, recommentLast, remakeChanges, remakePossible} from './remake-changes.ts';
import {RulesInForce} from './rules-in-force.ts';

type Made = Pick<Extract<AppliedDraft, {ok: true}>, 'summary' | 'warnings'>;

/** The changes to the local rules: tried in the engine first, then written, undone and redone. One thing at a time. */
export class ExceptionDesk {
	changes: ChangeSet;
	/** When the present text came into force; alerts after it were not silenced by it. */
	appliedAtMs = 0;
	busy = false;
	readonly upkeep: DeskUpkeep;
	readonly disk = new FileNews();
	/** SHA-256 of what was saved last; '' before. */
	savedHash = '';
	private readonly local: LocalFiles;
	private savable = {of: '', text: ''};
	private readonly rules = new RulesInForce();

	constructor(private readonly options: DeskOptions) {
		this.local = new LocalFiles(options.files, options.localPath);
		this.changes = createChangeSet(options.files.find((file) => isSameFile(file.name, options.localPath))?.text ?? '');
		this.upkeep = new DeskUpkeep(this);
	}

	/** The time of day in milliseconds. */
	get nowMs(): () => number {
		return this.options.nowMs;
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
		return this.local.path;
	}

	/** All rules files in load order, with what the engine has of each. */
	get files(): readonly RulesFile[] {
		return this.local.filesWith(this.text);
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
		// While a change is tried, what it leads to is not what was saved.
		this.rules.take(message, this.text === this.changes.savedText && !this.busy);
	}

	/** What the rules say with the present text. */
	rulesInfo(): RulesInfo {
		return this.rules.info;
	}

	/** The text the drafts lead to, without trying them. */
	preview(drafts: readonly Draft[]): AppliedDraft {
		return applyDrafts(this.text, drafts, this.applyOptions());
	}

	/** The engine applies one exception, in the places of its rules, from the next event on; no file is written. */
	tryDrafts(drafts: readonly Draft[]): Promise<Refusal | Made> {
		return this.make((text, {info, comment}) =>
			applyDrafts(text, comment === undefined ? drafts : withComment(drafts, comment), {...this.applyOptions(), info}),
		);
	}

	/** A change of a rule or a list that is no exception; the engine applies it, no file is written. */
	tryChange(change: RuleChange): Promise<Refusal | Made> {
		const signature = this.signature();
		return this.make((text, {info, comment = `${signature}: changed in the dashboard`}) =>
			applyRuleChange(text, change, {...this.applyOptions(), info, comment}),
		);
	}

	private async make(recipe: ChangeRecipe): Promise<Refusal | Made> {
		const applied = recipe(this.text, {info: this.rulesInfo()});
		if (!applied.ok) return applied.problems[0];
		if (applied.text === this.text) return {message: applied.summary, hint: 'it is so already'};
		const {summary, warnings} = applied;
		return (await this.swap(addChange(this.changes, applied.text, summary, recipe))) ?? {summary, warnings};
	}

	/** The newest unsaved change, when its comment can be written anew. */
	get lastChange(): ChangeState | undefined {
		const last = pendingChanges(this.changes)?.at(-1);
		return last?.recipe === undefined ? undefined : last;
	}

	/** What the rules say with another text of the file. The engine has it for that moment: silenced alerts may come. */
	private async infoOf(changes: ChangeSet): Promise<RulesInfo> {
		return rulesInfoOfMessage(await this.send(currentText(changes)));
	}

	private applyOptions(): {readonly info: RulesInfo; readonly falcoVersion: string | undefined} {
		return {info: this.rulesInfo(), falcoVersion: this.options.falcoVersion};
	}

	/** Other words above the newest change. */
	recomment(comment: string): Promise<Refusal | undefined> {
		return recommentLast(this.remaking(), this.lastChange, comment);
	}

	/** From here on changes go to another file; those that are not saved yet go there instead. All, or nothing changes. */
	async moveTo(path: string): Promise<Refusal | {readonly moved: number}> {
		if (isSameFile(path, this.localPath)) return {moved: 0};
		const pending = movableChanges(this.changes, this.localPath, this.unsaved);
		if ('message' in pending) return pending;
		const {text} = await readLocalRules(path);
		const before = this.changes;
		const {known, goBack} = this.local.goTo(path, before);
		const refusal = await remakeChanges(this.remaking(), known?.savedText === text ? known : createChangeSet(text), pending);
		if (refusal === undefined) return {moved: pending.length};
		goBack();
		this.changes = before;
		await this.swap(before);
		return refusal;
	}

	private remaking(): Remaking {
		return {
			changes: () => this.changes,
			info: () => this.rulesInfo(),
			infoOf: (changes) => this.infoOf(changes),
			swap: (next) => this.swap(next),
		};
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
		if (this.options.isReadOnly) throw new SaveFailure('read-only', READ_ONLY.message, READ_ONLY.hint);
		const saved = await this.disk.whileWriting(() =>
			saveLocalRules({
				path: this.localPath,
				baseText: this.changes.savedText,
				newText: this.savableText,
				validate: (text) => this.faultOf(text),
			}),
		);
		this.changes = {...markSaved(this.changes), savedText: this.savableText};
		this.savedHash = saved.hash;
		return saved;
	}

	/** Why what would be written does not load; undefined when it does. */
	async faultOf(text: string = this.savableText): Promise<string | undefined> {
		return this.rules.newError(await this.options.engine.checkRules(this.local.filesWith(text)));
	}

	/** Takes over what somebody else wrote to the file, and makes the unsaved changes once more upon it. */
	async reload(): Promise<Refusal | Remade> {
		const {text} = await readLocalRules(this.localPath);
		return this.takeOver(text);
	}

	/** Another text of the file: earlier changes stay undoable where it allows that, later ones and trials are made in it. */
	async takeOver(text: string): Promise<Refusal | Remade> {
		const {changes} = this;
		const pending = this.text === changes.savedText ? [] : (pendingChanges(changes) ?? []);
		return (await this.apply(rebaseChanges(backToSaved(changes), text))) ?? remakePossible(this.remaking(), pending);
	}

	/** Every change of a person goes through here. */
	private async swap(next: ChangeSet): Promise<Refusal | undefined> {
		return this.options.isReadOnly ? READ_ONLY : this.apply(next);
	}

	/** The engine takes another text of the file; nothing is changed where it does not load. */
	async apply(next: ChangeSet): Promise<Refusal | undefined> {
		if (this.busy) return {message: 'the rules are being swapped', hint: 'wait a moment'};
		this.busy = true;
		try {
			const message = await this.send(currentText(next));
			const fault = this.rules.newError(message.problems);
			if (fault !== undefined && currentText(next) !== this.changes.savedText) {
				await this.send(this.text);
				return {message: `the rules would not load: ${fault}`, hint: 'nothing was changed'};
			}
			this.changes = next;
			this.appliedAtMs = this.options.nowMs();
			this.busy = false;
			this.take(message);
			this.options.onRules(message);
			return undefined;
		} finally {
			this.busy = false;
		}
	}

	/** The engine counts what the exceptions of these files silence. */
	private send(text: string): Promise<RulesMessage> {
		const files = this.local.filesWith(text);
		const names = files.map(({name}) => name);
		return this.options.engine.setRules(
			files,
			names.filter((name) => this.local.isOwn(name)),
		);
	}
}
