import type {Alert} from '../alerts/alert.ts';
import {type TermChoice, termChoicesInSteps} from './candidates.ts';
import {writeCondition} from './condition.ts';
import type {Term} from './draft.ts';
import {startsAnything} from './key-fields.ts';
import {finishNow, type Steps} from './steps.ts';
import {implies} from './term-implication.ts';

/** An exception that could be made. */
export interface Suggestion {
	/** What the exception rests on: `program and file`. */
	readonly title: string;
	readonly terms: readonly Term[];
	/** The rules of the alerts it was made for: one draft each. */
	readonly rules: readonly string[];
}

/** From narrow to wide: which fields an exception may rest on together. The object is what the alerts' program acted on. */
const SHAPES: readonly {readonly title: string; readonly fields: readonly string[]}[] = [
	{title: 'smallest', fields: ['SMALLEST']},
	{title: 'program, executable and object', fields: ['proc.name', 'proc.exepath', 'OBJECT']},
	{title: 'program and executable', fields: ['proc.name', 'proc.exepath']},
	{title: 'executable and object', fields: ['proc.exepath', 'OBJECT']},
	{title: 'program and object', fields: ['proc.name', 'OBJECT']},
	{title: 'program and folder', fields: ['proc.name', 'FOLDER']},
	{title: 'program and its parent', fields: ['proc.name', 'proc.pname']},
	{title: 'program and the folder above', fields: ['proc.name', 'PARENT']},
	{title: 'program in this container', fields: ['proc.name', 'container.id']},
	{title: 'program in this image', fields: ['proc.name', 'container.image.repository']},
	{title: 'program in this namespace', fields: ['proc.name', 'k8s.ns.name']},
	{title: 'executable in this image', fields: ['proc.exepath', 'container.image.repository']},
	{title: 'executable', fields: ['proc.exepath']},
	{title: 'program', fields: ['proc.name']},
	{title: 'parent', fields: ['ANCESTOR 1']},
	{title: 'ancestor', fields: ['ANCESTOR 2']},
	{title: 'ancestor', fields: ['ANCESTOR 3']},
	{title: 'image', fields: ['container.image.repository']},
	{title: 'namespace', fields: ['k8s.ns.name']},
];

/** Past that many values an exception is a list of what happened to occur. */
const MAX_VALUES = 20;
const MAX_ALERTS = 5000;

/**
 * The common exceptions of these alerts, of one rule or of a tagged set of several, narrow to wide by what they rest
 * on. Each silences all the alerts it is made for; of two that read the same the earlier shape stays.
 */
export const suggestExceptions = (alerts: readonly Alert[]): Suggestion[] => finishNow(suggestExceptionsInSteps(alerts));

/** The same in steps of a fraction of a millisecond. */
export function* suggestExceptionsInSteps(alerts: readonly Alert[]): Steps<Suggestion[]> {
	if (alerts.length === 0) return [];
	const rules = [...new Set(alerts.map((alert) => alert.rule))];
	// Large sets are judged by their newest alerts, as the choices are.
	const considered = alerts.slice(-MAX_ALERTS);
	const choices = yield* termChoicesInSteps(considered);
	const common = choices.filter(
		(choice) => choice.alerts === considered.length && (choice.distinct === choice.values.length || choice.term.operator !== 'in'),
	);
	const seen = new Set<string>();
	const found: Suggestion[] = [];
	for (const {title, fields} of SHAPES) {
		yield;
		const terms = fields[0] === 'SMALLEST' ? smallestOf(common) : termsOfShape(fields, common);
		const written = terms && writeCondition(terms);
		if (!terms?.every((term) => term.values.length <= MAX_VALUES) || !written?.ok) continue;
		// The same terms in another order are the same exception.
		const id = terms
			.map((term) => JSON.stringify(term))
			.sort()
			.join();
		if (seen.has(id)) continue;
		seen.add(id);
		const wider = found.findIndex((other) => isNarrower(terms, other.terms));
		found.splice(wider < 0 ? found.length : wider, 0, {title, terms, rules});
	}
	return found;
}

/** The shapes go from narrow to wide, but what the smallest is made of depends on the alerts. */
const isNarrower = (terms: readonly Term[], others: readonly Term[]): boolean => implies(terms, others) && !implies(others, terms);

/** The terms that are switched on to begin with. */
function smallestOf(choices: readonly TermChoice[]): Term[] | undefined {
	const terms = choices.filter((choice) => choice.on).map((choice) => choice.term);
	return terms.length > 0 ? terms : undefined;
}

/** Undefined where an alert lacks one of the fields. */
function termsOfShape(fields: readonly string[], choices: readonly TermChoice[]): Term[] | undefined {
	const terms: Term[] = [];
	for (const field of fields) {
		const special = SHAPE_TERMS[field];
		const term = special ? special(choices) : choices.find((choice) => choice.field === field)?.term;
		if (!term) return undefined;
		if (!terms.some((other) => other.field === term.field)) terms.push(term);
	}
	return terms;
}

const OF_PROGRAM = /^(?:proc\.(?:name|pname|exepath|cmdline)|container\.image\.repository)$/;

/** What the program acted on. */
function objectTerm(choices: readonly TermChoice[]): Term | undefined {
	return choices.find((choice) => choice.on && !OF_PROGRAM.test(choice.field))?.term;
}

/** An ancestor that says something of what it starts: not the ones that start nearly everything. */
function ancestorTerm(field: string): (choices: readonly TermChoice[]) => Term | undefined {
	return (choices) => {
		const term = choices.find((choice) => choice.field === field)?.term;
		return term?.values.some(startsAnything) ? undefined : term;
	};
}

/** The folders of the files, everything below them included. */
function folderTerm(choices: readonly TermChoice[]): Term | undefined {
	return pathsTerm(foldersOf(choices));
}

/** The folder that holds all those folders; never a top-level one. */
function parentTerm(choices: readonly TermChoice[]): Term | undefined {
	const folders = foldersOf(choices).map((folder) => folder.split('/'));
	if (folders.length < 2) return undefined;
	const [first] = folders;
	const shared = first.findIndex((part, index) => folders.some((folder) => folder[index] !== part));
	const parts = shared < 0 ? first : first.slice(0, shared);
	return parts.length > 2 ? pathsTerm([parts.join('/')]) : undefined;
}

function foldersOf(choices: readonly TermChoice[]): string[] {
	const files = choices.find((choice) => choice.field === 'fd.name' && choice.values.every(({value}) => /^\/[^/]+\/./.test(value)));
	return files ? [...new Set(files.values.map(({value}) => value.slice(0, value.lastIndexOf('/'))))] : [];
}

function pathsTerm(folders: readonly string[]): Term | undefined {
	if (folders.length === 0 || folders.some((folder) => /[*?[]/.test(folder))) return undefined;
	return {field: 'fd.name', operator: 'pmatch', values: folders};
}

/** Terms of a shape that are no field as it is. */
const SHAPE_TERMS: Readonly<Record<string, (choices: readonly TermChoice[]) => Term | undefined>> = {
	OBJECT: objectTerm,
	FOLDER: folderTerm,
	PARENT: parentTerm,
	'ANCESTOR 1': ancestorTerm('proc.pname'),
	'ANCESTOR 2': ancestorTerm('proc.aname[2]'),
	'ANCESTOR 3': ancestorTerm('proc.aname[3]'),
};
