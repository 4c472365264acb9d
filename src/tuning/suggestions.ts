import type {Alert} from '../alerts/alert.ts';
import {type TermChoice, termChoices} from './candidates.ts';
import {writeCondition} from './condition.ts';
import type {Term} from './draft.ts';
import {type Preview, previewDraft} from './preview.ts';

/** An exception that could be made, with what it would silence. */
export interface Suggestion {
	/** What the exception rests on: `program and file`. */
	readonly title: string;
	readonly terms: readonly Term[];
	readonly preview: Preview;
}

/** From narrow to wide: which fields an exception may rest on together. The object is what the alerts' program acted on. */
const SHAPES: readonly {readonly title: string; readonly fields: readonly string[]}[] = [
	{title: 'program, executable and object', fields: ['proc.name', 'proc.exepath', 'OBJECT']},
	{title: 'executable and object', fields: ['proc.exepath', 'OBJECT']},
	{title: 'program and object', fields: ['proc.name', 'OBJECT']},
	{title: 'program and its parent', fields: ['proc.name', 'proc.pname']},
	{title: 'program and folder', fields: ['proc.name', 'FOLDER']},
	{title: 'program in this image', fields: ['proc.name', 'container.image.repository']},
	{title: 'executable', fields: ['proc.exepath']},
	{title: 'program', fields: ['proc.name']},
	{title: 'ancestor', fields: ['proc.aname[2]']},
	{title: 'image', fields: ['container.image.repository']},
	{title: 'namespace', fields: ['k8s.ns.name']},
];

/** Past that many values an exception is a list of what happened to occur. */
const MAX_VALUES = 20;
const MAX_ALERTS = 5000;

/**
 * The common exceptions of these alerts of one rule, narrow to wide by what they silence of the kept alerts. Each
 * silences all the alerts it is made for; of two that silence the same the earlier shape stays.
 */
export function suggestExceptions(alerts: readonly Alert[], history: Iterable<Alert>): Suggestion[] {
	const rule = alerts[0]?.rule;
	if (rule === undefined) return [];
	// Large sets are judged by their newest alerts, as the choices are.
	const considered = alerts.slice(-MAX_ALERTS);
	const common = termChoices(considered).filter((choice) => choice.alerts === considered.length && choice.distinct <= MAX_VALUES);
	const seen = new Set<string>();
	const found: Suggestion[] = [];
	for (const {title, fields} of SHAPES) {
		const terms = termsOfShape(fields, common);
		const written = terms && writeCondition(terms);
		if (!terms || !written?.ok || seen.has(written.condition)) continue;
		seen.add(written.condition);
		found.push({title, terms, preview: previewDraft({rule, terms}, history, {origin: alerts})});
	}
	return found.sort((a, b) => a.preview.rule.silenced - b.preview.rule.silenced);
}

/** Undefined where an alert lacks one of the fields. */
function termsOfShape(fields: readonly string[], choices: readonly TermChoice[]): Term[] | undefined {
	const terms: Term[] = [];
	for (const field of fields) {
		const term =
			field === 'OBJECT'
				? objectTerm(choices)
				: field === 'FOLDER'
					? folderTerm(choices)
					: choices.find((choice) => choice.field === field)?.term;
		if (!term) return undefined;
		if (!terms.some((other) => other.field === term.field)) terms.push(term);
	}
	return terms;
}

/** What the smallest exception has beside the program. */
function objectTerm(choices: readonly TermChoice[]): Term | undefined {
	return choices.find((choice) => choice.on && !/^proc\.(name|pname)$/.test(choice.field))?.term;
}

/** The folders of the files, everything below them included. */
function folderTerm(choices: readonly TermChoice[]): Term | undefined {
	const files = choices.find((choice) => choice.field === 'fd.name' && choice.values.every(({value}) => /^\/[^/]+\/./.test(value)));
	if (!files) return undefined;
	const folders = new Set(files.values.map(({value}) => value.slice(0, value.lastIndexOf('/'))));
	return [...folders].some((folder) => /[*?[]/.test(folder)) ? undefined : {field: 'fd.name', operator: 'pmatch', values: [...folders]};
}
