import {copyInputs, InputHistory, type InputKind} from './input-history.ts';

const LEAST_KEPT = 100;

/** What was typed into the prompts, for going back to it; of some kinds the next start knows it too. */
export class TypedInputs {
	/** By kind, the newest last. */
	readonly kept: Readonly<Record<InputKind | 'path' | 'value', string[]>>;
	private readonly history: InputHistory;

	constructor(
		file: string | undefined,
		private readonly most: number,
		failed: (message: string) => void,
	) {
		this.history = new InputHistory(file, most, failed);
		this.kept = {...copyInputs(this.history.read()), path: [], value: []};
	}

	/** An input that was accepted: the next prompt of its kind offers it. */
	remember(kind: InputKind, text: string): void {
		const kept = this.kept[kind];
		if (text.trim() === '' || kept.at(-1) === text) return;
		kept.push(text);
		if (kept.length > Math.max(LEAST_KEPT, this.most)) kept.shift();
		this.history.add(kind, text);
	}
}
