import {resolve} from 'node:path';
import type {RulesProblem} from '../../rules/problem.ts';
import type {RulesFile} from '../../rules/ruleset.ts';
import {
	addChange,
	type ChangeSet,
	canRedo,
	canUndo,
	createChangeSet,
	currentText,
	type DiffLine,
	diffLines,
	markSaved,
	redo,
	undo,
	unsavedCount,
} from '../../tuning/change-set.ts';
import type {Draft} from '../../tuning/draft.ts';
import {expiredExceptions, nextExpiryMs, withoutExpired, withoutTrials} from '../../tuning/expiry.ts';
import {applyDraft} from '../../tuning/local-rules.ts';
import {applyRuleChange, type RuleChange} from '../../tuning/rule-changes.ts';
import {type RulesInfo, rulesInfoOfMessage} from '../../tuning/rules-info.ts';
import {patchText, readLocalRules, saveLocalRules} from '../../tuning/save.ts';
import type {EnginePort, RulesMessage} from './engine-port.ts';

export interface DeskOptions {
	readonly engine: EnginePort;
	/** All rules files in load order, as they were loaded. */
	readonly files: readonly RulesFile[];
	/** The file that changes go to; it is added at the end where it was not loaded. */
	readonly localPath: string;
	readonly onRules: (message: RulesMessage) => void;
	readonly nowMs: () => number;
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
	private savable = {of: '', text: ''};
	private info: RulesInfo | undefined;
	private message: Pick<RulesMessage, 'rules' | 'definitions'> = NOTHING_LOADED;
	/** Errors of the rules as they were saved: a change is not to blame for them. */
	private savedErrors: ReadonlySet<string> = new Set();

	constructor(private readonly options: DeskOptions) {
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
		return this.options.localPath;
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

	/** The text the draft leads to, without trying it. */
	preview(draft: Draft): ReturnType<typeof applyDraft> {
		return applyDraft(this.text, draft, {info: this.rulesInfo()});
	}

	/** The engine applies the draft from the next event on; no file is written. */
	async tryDraft(draft: Draft): Promise<Refusal | {readonly summary: string}> {
		const applied = this.preview(draft);
		if (!applied.ok) return applied.problems[0];
		if (applied.text === this.text) return {message: applied.summary, hint: 'choose other terms'};
		const refusal = await this.swap(addChange(this.changes, applied.text, applied.summary));
		return refusal ?? {summary: applied.summary};
	}

	/** A change of a rule or a list that is no exception; the engine applies it, no file is written. */
	async tryChange(change: RuleChange): Promise<Refusal | {readonly summary: string}> {
		const comment = `${new Date(this.options.nowMs()).toISOString().slice(0, 10)} Falconer: changed by hand`;
		const applied = applyRuleChange(this.text, change, {info: this.rulesInfo(), comment});
		if (!applied.ok) return applied.problems[0];
		if (applied.text === this.text) return {message: 'it is so already'};
		return (await this.swap(addChange(this.changes, applied.text, applied.summary))) ?? {summary: applied.summary};
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
	async save(): Promise<string> {
		const {localPath} = this;
		const saved = await saveLocalRules({
			path: localPath,
			baseText: this.changes.savedText,
			newText: this.savableText,
			validate: async (text) => this.newError(await this.options.engine.checkRules(this.filesWith(text))),
		});
		this.changes = {...markSaved(this.changes), savedText: this.savableText};
		return saved.path;
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
			const message = await this.options.engine.setRules(this.filesWith(currentText(next)));
			const fault = this.newError(message.problems);
			if (fault !== undefined && currentText(next) !== this.changes.savedText) {
				await this.options.engine.setRules(this.filesWith(this.text));
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

	private filesWith(text: string): RulesFile[] {
		const {files, localPath} = this.options;
		const at = files.findIndex((file) => isSame(file.name, localPath));
		if (at < 0) return [...files, {name: localPath, text}];
		return [...files.slice(0, at), {name: files[at].name, text}, ...files.slice(at + 1)];
	}
}

const NOTHING_LOADED: Pick<RulesMessage, 'rules' | 'definitions'> = {rules: [], definitions: {macros: [], lists: [], exceptions: []}};

const errorsOf = (problems: readonly RulesProblem[]): RulesProblem[] => problems.filter((problem) => problem.severity === 'error');

/** Lines move with every change; what is wrong does not. */
const keyOf = ({file, code, message}: RulesProblem): string => `${file}\0${code}\0${message}`;

/** `./local.yaml` and `/etc/falco/local.yaml` may be one file. */
const isSame = (a: string, b: string): boolean => resolve(a) === resolve(b);
