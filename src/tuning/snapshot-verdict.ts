import type {Alert} from '../alerts/alert.ts';
import {type FieldCatalogue, type FieldValue, isFieldProblem} from '../fields/field.ts';
import {type Compiler, createCompiler, type Predicate} from '../filter/compile.ts';
import {fieldsOf} from '../filter/fields-of.ts';
import type {Check, Expression} from '../filter/syntax.ts';
import {readerOf} from './alert-value.ts';
import {knowsField} from './output-fields.ts';

/** The fields as conditions are compiled with, answered from what was kept of an event: `answers` gives the answer to a field by name. */
export function keptFields(catalogue: FieldCatalogue, answers: (field: string) => () => FieldValue): FieldCatalogue {
	return {
		...catalogue,
		observe: () => undefined,
		resolve(name, argument) {
			const field = catalogue.resolve(name, argument);
			return isFieldProblem(field) ? field : {...field, extract: answers(field.text)};
		},
	};
}

/** What a condition says of an alert: undefined where the alert does not keep what decides it. */
export type Verdict = boolean | undefined;
export type AlertVerdict = (alert: Alert) => Verdict;

/**
 * Judges conditions by what alerts kept of their events: the engine's own evaluation of each check whose fields are
 * known, three-valued around it, so that what is unknown is never taken for true or false.
 */
export class SnapshotJudge {
	readonly #compiler: Compiler;
	#alert: Alert | undefined;

	constructor(catalogue: FieldCatalogue) {
		const answers = (field: string) => {
			const read = readerOf(field);
			return () => (this.#alert === undefined ? undefined : read(this.#alert));
		};
		this.#compiler = createCompiler(keptFields(catalogue, answers));
	}

	/** `expression`: macros and lists unfolded, as rules have it in `expanded`. */
	compile(expression: Expression): AlertVerdict {
		const judge = this.#compile(expression);
		return (alert) => {
			this.#alert = alert;
			this.#compiler.nextEvent();
			return judge(alert);
		};
	}

	#compile(expression: Expression): AlertVerdict {
		switch (expression.kind) {
			case 'and':
				return all(expression.items.map((item) => this.#compile(item)));
			case 'or': {
				const none = all(expression.items.map((item) => not(this.#compile(item))));
				return not(none);
			}
			case 'not':
				return not(this.#compile(expression.item));
			case 'macro':
				return () => undefined;
			case 'check':
				return this.#compileCheck(expression);
		}
	}

	#compileCheck(check: Check): AlertVerdict {
		const fields = fieldsOf(check);
		const predicate: Predicate = this.#compiler.compile(check);
		return (alert) => (fields.every((field) => knowsField(alert, field)) ? predicate(NO_EVENT) : undefined);
	}
}

/** Fields are answered from what was kept: there is no event any more. */
export const NO_EVENT = {} as Parameters<Predicate>[0];

const not =
	(judge: AlertVerdict): AlertVerdict =>
	(alert) => {
		const verdict = judge(alert);
		return verdict === undefined ? undefined : !verdict;
	};

function all(judges: readonly AlertVerdict[]): AlertVerdict {
	return (alert) => {
		let verdict: Verdict = true;
		for (const judge of judges) {
			const one = judge(alert);
			if (one === false) return false;
			if (one === undefined) verdict = undefined;
		}
		return verdict;
	};
}
