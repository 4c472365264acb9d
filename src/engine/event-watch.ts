import {EVENT_TYPES} from '../events/event-types.ts';
import {createFieldCatalogue} from '../fields/catalogue.ts';
import type {FieldCatalogue, FieldValue, ResolvedField} from '../fields/field.ts';
import {isFieldProblem} from '../fields/field.ts';
import {checkCondition, isHint} from '../filter/check.ts';
import {createCompiler} from '../filter/compile.ts';
import {eventTypesOf} from '../filter/event-types.ts';
import {parseCondition} from '../filter/parse.ts';
import type {ConditionProblem} from '../filter/problem.ts';
import type {Expression} from '../filter/syntax.ts';
import {unfoldMacros} from '../filter/unfold.ts';
import type {EventContext} from '../system/context.ts';
import type {EventLine} from './event-line.ts';

/** Events kept between two deliveries, a quarter of a second apart: more than anybody reads. The rest is counted. */
const MOST_LINES = 60;
/** A value longer than this is cut: command lines and buffers can be large. */
const MOST_TEXT = 4096;

export interface WatchOptions {
	/** A condition in Falco's language; '' lets every event through. */
	readonly filter: string;
	/** Macros that the filter may name, unfolded. */
	readonly macros: ReadonlyMap<string, Expression>;
	readonly hostname: string;
}

/** Looks at every event while somebody watches: those the filter lets through become lines with all their fields. */
export class EventWatch {
	/** Codes that the filter asks for by `evt.type`; undefined where it does not say. */
	readonly eventTypes: ReadonlySet<number> | undefined;
	#lines: EventLine[] = [];
	#dropped = 0;
	readonly #matches: (event: EventContext) => boolean;
	readonly #fields: readonly ResolvedField[];
	readonly #catalogue: FieldCatalogue;

	/** What is wrong with the filter comes back as problems. */
	static create({filter, macros, hostname}: WatchOptions): EventWatch | readonly ConditionProblem[] {
		const catalogue = createFieldCatalogue({hostname, source: 'syscall'});
		if (filter.trim() === '') return new EventWatch(catalogue, undefined);
		const parsed = parseCondition(filter);
		if (!parsed.ok) return [parsed.problem];
		const unfolded = unfoldMacros(parsed.expression, macros);
		if (unfolded.problems.length > 0) return unfolded.problems;
		// Spans of macros are those of their files: only the filter's own text is pointed into.
		const problems = checkCondition(unfolded.expression, catalogue).filter((problem) => !isHint(problem));
		return problems.length > 0 ? problems : new EventWatch(catalogue, unfolded.expression);
	}

	private constructor(catalogue: FieldCatalogue, expression: Expression | undefined) {
		this.#catalogue = catalogue;
		this.#fields = shownFields(catalogue);
		this.#matches = () => true;
		if (expression === undefined) return;
		const compiler = createCompiler(catalogue);
		const predicate = compiler.compile(expression);
		this.#matches = (event) => {
			compiler.nextEvent();
			return predicate(event);
		};
		const types = eventTypesOf(expression);
		this.eventTypes = types.size * 2 < EVENT_TYPES.length ? types : undefined;
	}

	/** The event has been applied; its context is valid during the call. */
	see(event: EventContext): void {
		this.#catalogue.observe(event);
		if (!this.#matches(event)) return;
		if (this.#lines.length >= MOST_LINES) this.#dropped++;
		else this.#lines.push(lineOf(event, this.#fields));
	}

	/** What came since the last call, and how many events found no room. */
	take(): {readonly lines: readonly EventLine[]; readonly dropped: number} {
		const taken = {lines: this.#lines, dropped: this.#dropped};
		this.#lines = [];
		this.#dropped = 0;
		return taken;
	}
}

/** Every field that needs no argument, and the nearest ancestors. */
function shownFields(catalogue: FieldCatalogue): ResolvedField[] {
	const names = catalogue.definitions
		.filter(({argument, hidden, deprecated, printOnly}) => argument !== 'required' && !hidden && !deprecated && !printOnly)
		.map(({name}) => catalogue.resolve(name));
	const ancestors = ['2', '3', '4'].map((depth) => catalogue.resolve('proc.aname', depth));
	return [...names, ...ancestors].filter((field): field is ResolvedField => !isFieldProblem(field));
}

function lineOf(event: EventContext, fields: readonly ResolvedField[]): EventLine {
	const {cursor, thread} = event;
	const values: Record<string, FieldValue> = {};
	for (const field of fields) {
		const value = field.extract(event);
		if (value !== undefined) values[field.text] = typeof value === 'string' ? value.slice(0, MOST_TEXT) : value;
	}
	return {
		num: cursor.num,
		tsNs: cursor.tsNs,
		type: typeof values['evt.type'] === 'string' ? values['evt.type'] : EVENT_TYPES[cursor.type].name,
		tid: cursor.tid,
		pid: thread === undefined ? cursor.tid : thread.pid,
		process: thread === undefined ? '' : thread.comm,
		containerId: thread === undefined ? '' : thread.containerId,
		info: typeof values['evt.args'] === 'string' ? values['evt.args'] : '',
		fields: values,
	};
}
