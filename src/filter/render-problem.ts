import type {ConditionProblem} from './problem.ts';

const WINDOW = 76;

/**
 * The problem for a person: the line of the condition with carets below the fault, then the message and the hint.
 * Control characters of the text are shown as `·`, so that carets stand right and nothing reaches a terminal.
 */
export function renderProblem(text: string, problem: ConditionProblem): string[] {
	const {start, end} = problem.span;
	const lineStart = text.lastIndexOf('\n', start - 1) + 1;
	const newline = text.indexOf('\n', start);
	const line = text.slice(lineStart, newline < 0 ? text.length : newline);
	const column = Math.min(start - lineStart, line.length);
	const from = Math.max(0, Math.min(column - Math.floor(WINDOW / 2), line.length - WINDOW));
	const shown = visible(line.slice(from, from + WINDOW));
	const head = from > 0 ? '…' : '';
	const tail = from + WINDOW < line.length ? '…' : '';
	const width = Math.max(1, Math.min(end, lineStart + from + WINDOW) - start);
	const carets = ' '.repeat(head.length + column - from) + '^'.repeat(Math.min(width, Math.max(1, line.length - column)));
	const message = problem.hint === undefined ? problem.message : `${problem.message} (${problem.hint})`;
	return [`${head}${shown}${tail}`, carets, visible(message)];
}

const visible = (text: string): string => text.replace(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, '·');
