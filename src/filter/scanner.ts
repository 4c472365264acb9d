import type {ConditionProblem, ConditionProblemCode} from './problem.ts';
import type {Span} from './syntax.ts';

/**
 * Thrown and caught inside the parser only: `parseCondition` hands the problem out as data. No Error: every value of a
 * condition is tried as a field's name, and a stack that nobody reads would be most of the cost.
 */
export class ParseFailure {
	readonly problem: ConditionProblem;

	constructor(problem: ConditionProblem) {
		this.problem = problem;
	}
}

export interface Fault {
	readonly message: string;
	readonly hint?: string | undefined;
	/** Default: from the cursor to the end of the word that stands there. */
	readonly span?: Span;
	readonly code?: ConditionProblemCode;
}

const BLANK = /[ \t\x08\r\n]*/y;
const WORD = /[^\s()"',]+|[\s\S]/y;

/** A cursor over a condition: each `take…` moves only where it matches. */
export class Scanner {
	readonly text: string;
	readonly maxDepth: number;
	position = 0;
	/** What `unexpected token after` names. */
	lastToken = '';
	#depth = 0;

	constructor(text: string, maxDepth: number) {
		this.text = text;
		this.maxDepth = maxDepth;
	}

	atEnd(): boolean {
		return this.position >= this.text.length;
	}

	skipBlank(): boolean {
		BLANK.lastIndex = this.position;
		BLANK.test(this.text);
		const moved = BLANK.lastIndex > this.position;
		this.position = BLANK.lastIndex;
		return moved;
	}

	startsWith(literal: string): boolean {
		return this.text.startsWith(literal, this.position);
	}

	take(literal: string): boolean {
		if (!this.startsWith(literal)) return false;
		this.position += literal.length;
		this.lastToken = literal;
		return true;
	}

	/** Takes what a sticky pattern matches at the cursor. */
	takePattern(pattern: RegExp): string | undefined {
		pattern.lastIndex = this.position;
		const token = pattern.exec(this.text)?.[0];
		if (token === undefined) return undefined;
		this.position += token.length;
		this.lastToken = token;
		return token;
	}

	spanFrom(start: number): Span {
		return {start, end: this.position};
	}

	/** The word at the cursor, for messages; '' at the end. */
	peekWord(): string {
		WORD.lastIndex = this.position;
		return WORD.exec(this.text)?.[0] ?? '';
	}

	enter(): void {
		this.#depth++;
		if (this.#depth >= this.maxDepth) {
			this.fail({
				code: 'too-deep',
				message: `exceeded max depth limit of ${this.maxDepth}`,
				hint: 'move parts of the condition into macros',
			});
		}
	}

	leave(): void {
		this.#depth--;
	}

	fail(fault: Fault): never {
		const {message, hint, code = 'syntax'} = fault;
		const span = fault.span ?? {start: this.position, end: this.position + this.peekWord().length};
		throw new ParseFailure(hint === undefined ? {code, message, span} : {code, message, hint, span});
	}

	/** `expected …`, with what was found instead. */
	expected(what: string, hint?: string): never {
		this.fail({message: `expected ${what}, found ${this.#found()}`, hint});
	}

	#found(): string {
		const word = this.peekWord();
		return word === '' ? 'the end of the condition' : `'${word}'`;
	}
}
