import {isDeepStrictEqual} from 'node:util';
import {createFieldCatalogue} from '../../src/fields/catalogue.ts';
import {type FieldCatalogue, type FieldValue, isFieldProblem, type ResolvedField, type Scalar} from '../../src/fields/field.ts';
import {checkCondition, isHint} from '../../src/filter/check.ts';
import {createCompiler} from '../../src/filter/compile.ts';
import {eventTypesOf} from '../../src/filter/event-types.ts';
import {parseCondition} from '../../src/filter/parse.ts';
import {printExpression} from '../../src/filter/print.ts';
import type {ConditionProblem} from '../../src/filter/problem.ts';
import {renderProblem} from '../../src/filter/render-problem.ts';
import {readServicePorts} from '../../src/filter/service-ports.ts';
import type {Expression} from '../../src/filter/syntax.ts';
import {groupOf} from '../../src/filter/type-group.ts';
import {unfoldMacros} from '../../src/filter/unfold.ts';
import {createLoadingCatalogue} from '../../src/rules/loading-catalogue.ts';
import type {EventContext} from '../../src/system/context.ts';
import {mutateText} from './mutate-text.ts';
import type {Random} from './random.ts';
import {randomExpressions} from './random-expression.ts';
import {bareText, hostileText, word} from './random-text.ts';
import {type FuzzTarget, pick} from './target.ts';

interface Totals extends Record<string, number> {
	/** Texts that were read, and those that were not. */
	parsed: number;
	unparsable: number;
	/** Conditions with a wrong field, operator or value. */
	refused: number;
	/** Those that became functions, and how often those said yes. */
	compiled: number;
	matched: number;
}

const PIECES = [
	...[' ', '(', ')', ',', '"', "'", '\\', '[', ']', '=', '==', '!=', '<', '<=', '>', '>=', '=>', '\n', '\t', '\b', '\0', '.', '%', '*'],
	...[' and ', ' or ', ' not ', 'not(', 'or(', 'and(', ' in ', ' in (', ' intersects ', ' pmatch (', ' exists', ' contains ', ' regex '],
	...[' glob ', ' startswith ', ' oneof (', ' anyof (', ' allof ', 'val(', 'tolower(', 'getopt(', 'len(', 'b64(', 'join(', 'concat('],
	...['proc.name', 'evt.type', 'evt.num', 'fd.name', 'fd.sip', 'evt.arg.fd', 'proc.aname[2]', 'evt.buffer', 'spawned', '0', '-1', '0x1f'],
];
/** One new catalogue for so many cases: it remembers what it resolved. */
const CATALOGUE_LIVES = 2_000;
/** One of so many that were read is checked, and of those that are sound one of so many becomes a function: both take most of the time. */
const CHECK_EVERY = 3;
const COMPILE_EVERY = 3;
/** One of so many trees is deep. */
const DEEP_EVERY = 12;
/** Nested deeper than any person writes; far beyond the parser's limit at the other. */
const NESTINGS = [5, 40, 400, 999, 1_000, 5_000];

/**
 * Conditions: trees that are printed and must be read as they were, changed texts, nests, and noise. What can be read is
 * printed and read again, checked, and where nothing is wrong compiled and evaluated on made values.
 */
export function conditionTarget(): FuzzTarget {
	const totals: Totals = {parsed: 0, unparsable: 0, refused: 0, compiled: 0, matched: 0};
	const ports = readServicePorts();
	const fields = createFieldCatalogue();
	const expression = randomExpressions(fields);
	const macros = macroConditions();
	let catalogue = fakeCatalogue(fields);
	let cases = 0;
	const check = (text: string, syntax: Expression, compiles: boolean): void => {
		const {expression: unfolded, problems} = unfoldMacros(syntax, macros);
		const found = problems.length > 0 ? problems : checkCondition(unfolded, catalogue, {ports});
		for (const problem of found) examine(text, problem);
		if (found.some((problem) => !isHint(problem))) {
			totals.refused++;
			return;
		}
		eventTypesOf(unfolded);
		if (!compiles) return;
		const compiler = createCompiler(catalogue, {ports});
		const predicate = compiler.compile(unfolded);
		for (let event = 0; event < 3; event++) {
			compiler.nextEvent();
			if (predicate(event as unknown as EventContext)) totals.matched++;
		}
		totals.compiled++;
	};
	return {
		totals,
		run(random) {
			if (++cases % CATALOGUE_LIVES === 0) catalogue = fakeCatalogue(fields);
			const kind = random(20);
			const tree = kind < 14 ? expression(random, random(DEEP_EVERY) === 0 ? 4 : random(3)) : undefined;
			const text =
				tree === undefined
					? noise(random, kind)
					: kind < 9
						? printExpression(tree)
						: mutateText(printExpression(tree), random, {pieces: PIECES, most: 5});
			const parsed = parseCondition(text);
			if (!parsed.ok) {
				if (tree !== undefined && kind < 9) throw new Error(`cannot read what was printed: ${text}`);
				totals.unparsable++;
				examine(text, parsed.problem);
				return;
			}
			totals.parsed++;
			if (tree !== undefined && kind < 9) sameTree(tree, parsed.expression, text);
			const printed = printExpression(parsed.expression);
			const again = parseCondition(printed);
			if (!again.ok) throw new Error(`cannot read what was printed: ${printed}`);
			sameTree(parsed.expression, again.expression, printed);
			if (random(CHECK_EVERY) === 0) check(text, parsed.expression, random(COMPILE_EVERY) === 0);
		},
	};
}

function noise(random: Random, kind: number): string {
	if (kind === 14) return hostileText(random, 80);
	if (kind === 15) return nest(random);
	if (kind === 16) return Buffer.from(Array.from({length: random(60)}, () => random(256))).toString(random(2) === 0 ? 'utf8' : 'latin1');
	return Array.from({length: random(14)}, () => piece(random)).join(random(2) === 0 ? '' : ' ');
}

function piece(random: Random): string {
	const kind = random(12);
	return kind === 0 ? word(random) : kind === 1 ? bareText(random) : pick(random, PIECES);
}

/** Mostly small ones: the great take their time. */
function nest(random: Random): string {
	const depth = NESTINGS[random(30) === 0 ? random(NESTINGS.length) : random(2)];
	switch (random(4)) {
		case 0:
			return `${'('.repeat(depth)}spawned${')'.repeat(depth - random(2))}`;
		case 1:
			return `${'not ('.repeat(depth)}spawned${')'.repeat(depth)}`;
		case 2:
			return `${'tolower('.repeat(depth)}proc.name${')'.repeat(depth)} = a`;
		default:
			return Array.from({length: depth}, () => `proc.name = ${bareText(random)}`).join(pick(random, [' and ', ' or ', ' or not ']));
	}
}

function macroConditions(): ReadonlyMap<string, Expression> {
	const texts = {
		always: 'evt.num >= 0',
		never: 'evt.num = 0',
		spawned: 'evt.type in (execve, execveat) and evt.arg.res = 0',
		loop_free: 'spawned or (proc.name in (a, b) and not never)',
	};
	return new Map(
		Object.entries(texts).map(([name, text]) => {
			const parsed = parseCondition(text);
			if (!parsed.ok) throw new Error(parsed.problem.message);
			return [name, parsed.expression];
		}),
	);
}

/** A problem has a message, and a span within the text; shown it holds no control byte. */
function examine(text: string, problem: ConditionProblem): void {
	const {message, span} = problem;
	if (message === '' || span.start < 0 || span.end < span.start || span.end > text.length) {
		if (problem.code !== 'undefined-macro') throw new Error(`problem '${message}' at ${span.start}-${span.end} of ${text.length}`);
	}
	const shown = renderProblem(text, problem);
	if (shown.some((line) => /[\x00-\x1f\x7f-\x9f]/.test(line))) throw new Error('a control byte is shown');
}

function sameTree(a: unknown, b: unknown, text: string): void {
	if (!isSame(a, b)) throw new Error(`read as another tree: ${text}`);
}

/** Equality but for the places in the text. */
function isSame(a: unknown, b: unknown): boolean {
	if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return isDeepStrictEqual(a, b);
	if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => isSame(item, b[i]));
	for (const key in a) if (!isPlace(key) && !isSame(a[key as never], b[key as never])) return false;
	for (const key in b) if (!isPlace(key) && !(key in a)) return false;
	return true;
}

const isPlace = (key: string) => key === 'span' || key === 'operatorSpan';

/** The real fields, with values that were made up: what an event may hold, and what it hardly does. */
function fakeCatalogue(fields: FieldCatalogue): FieldCatalogue {
	const loading = createLoadingCatalogue(fields);
	return {
		definitions: loading.definitions,
		observe: () => {},
		resolve(name, argument) {
			const found = loading.resolve(name, argument);
			return isFieldProblem(found) ? found : {...found, extract: (event) => fakeValue(found, event as unknown as number)};
		},
	};
}

const SCALARS: Readonly<Record<ReturnType<typeof groupOf>, readonly Scalar[]>> = {
	integer: [0, -1, 22, 2 ** 53 - 1, 2n ** 63n],
	bool: [true, false],
	string: ['', 'a', '/etc/passwd', '\xc3\xa9"\n\x00', 'x'.repeat(300)],
	buffer: ['', '\xca\xfe\x00\xff'],
	address: ['\x7f\x00\x00\x01', `${'\x00'.repeat(15)}\x01`],
	network: ['\x0a\x00\x00\x01', `${'\x00'.repeat(15)}\x01`],
	none: ['', 0],
};

function fakeValue({type, matching, text}: ResolvedField, event: number): FieldValue {
	const values = SCALARS[groupOf(type)];
	const at = (text.length * 7 + event * 3) % (values.length + 1);
	if (at === values.length) return undefined;
	return matching === 'scalar' ? values[at] : values.slice(0, at);
}
