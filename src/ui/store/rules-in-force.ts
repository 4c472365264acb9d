import type {RulesProblem} from '../../rules/problem.ts';
import {type RulesInfo, rulesInfoOfMessage} from '../../tuning/rules-info.ts';
import type {RulesMessage} from './engine-port.ts';

/** The rules the engine has, and which errors they had before anything was changed. */
export class RulesInForce {
	private message: Pick<RulesMessage, 'rules' | 'definitions'> = {rules: [], definitions: {macros: [], lists: [], exceptions: []}};
	private known: RulesInfo | undefined;
	private savedErrors: ReadonlySet<string> = new Set();

	/** `asSaved`: they are the rules as they stand in the files; a change is not to blame for their errors. */
	take(message: RulesMessage, asSaved: boolean): void {
		this.message = message;
		this.known = undefined;
		if (asSaved) this.savedErrors = new Set(errorsOf(message.problems).map(keyOf));
	}

	/** What they say, read when it is first asked for. */
	get info(): RulesInfo {
		this.known ??= rulesInfoOfMessage(this.message);
		return this.known;
	}

	/** The first error that was not there before; undefined where there is none. */
	newError(problems: readonly RulesProblem[]): string | undefined {
		const error = errorsOf(problems).find((problem) => !this.savedErrors.has(keyOf(problem)));
		return error && `${error.file}:${error.place.line + 1}:${error.place.column + 1}: ${error.message}`;
	}
}

const errorsOf = (problems: readonly RulesProblem[]): RulesProblem[] => problems.filter((problem) => problem.severity === 'error');

/** Lines move with every change; what is wrong does not. */
const keyOf = ({file, code, message}: RulesProblem): string => `${file}\0${code}\0${message}`;
