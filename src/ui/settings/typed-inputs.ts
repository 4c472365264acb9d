import {copyInputs, InputHistory, type InputKind} from './input-history.ts';

const LEAST_KEPT = 100;

/** What was typed into the prompts, for going back to it, and what was chosen; of some kinds the next start knows it too. */
export class TypedInputs {
	/** By kind, the newest last. */
	readonly kept: Readonly<Record<InputKind | 'path' | 'value', string[]>>;
	private readonly history: InputHistory;
	private readonly choices: Map<string, string>;

	constructor(
		file: string | undefined,
		private readonly most: number,
		failed: (message: string) => void,
		isReadOnly = false,
	) {
		this.history = new InputHistory(file, most, failed, isReadOnly);
		this.kept = {...copyInputs(this.history.read()), path: [], value: []};
		this.choices = new Map(Object.entries(this.history.readChoices()));
	}

	/** An input that was accepted: the next prompt of its kind offers it. */
	remember(kind: InputKind, text: string): void {
		const kept = this.kept[kind];
		if (text.trim() === '' || kept.at(-1) === text) return;
		kept.push(text);
		if (kept.length > Math.max(LEAST_KEPT, this.most)) kept.shift();
		this.history.add(kind, text);
	}

	/** What was chosen last, in this run or in one before. */
	chosen(name: string): string | undefined {
		return this.choices.get(name);
	}

	/** Undefined: the usual one again. */
	choose(name: string, value: string | undefined): void {
		if (value === undefined) this.choices.delete(name);
		else this.choices.set(name, value);
		this.history.choose(name, value);
	}
}
