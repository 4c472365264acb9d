import {EVENT_NAMES} from '../filter/event-types.ts';
import type {ExplainedPart, Explanation} from './explain.ts';
import {printable} from './printable.ts';
import {PRIORITIES} from './priority.ts';
import type {Place, RuleException} from './ruleset.ts';
import {wrapText} from './wrap-text.ts';

export interface ExplainOptions {
	readonly width: number;
	/** Whether live sources send an event by default. */
	readonly isSent: (event: string) => boolean;
	readonly strong: (text: string) => string;
	readonly faint: (text: string) => string;
}

/** The explanation as lines of at most `width` columns, but where one word is longer. Safe for a terminal. */
export function explainText(explanation: Explanation, options: ExplainOptions): string {
	const {rule} = explanation;
	const sections: readonly (readonly [string, readonly string[]])[] = [
		['', headLines(explanation, options)],
		['Condition', treeLines(explanation.tree, {options, file: rule.places[0]?.file})],
		['Lists', explanation.lists.flatMap(({name, items, place}) => listLines(`${name}  ${placeText(place)}`, items, options))],
		['Events', eventLines(explanation, options)],
		['Fields', wrap(explanation.fields.map(printable).join(', '), '  ', options)],
		['Hook macros, for your exceptions', hookLines(explanation, options)],
		['Exceptions', explanation.exceptions.flatMap((exception) => exceptionLines(exception, options))],
		['Output', wrap(printable(rule.output), '  ', options)],
	];
	return sections
		.filter(([, lines]) => lines.length > 0)
		.map(([title, lines]) => [...(title === '' ? [] : [options.strong(title)]), ...lines].join('\n'))
		.join('\n\n');
}

function headLines({rule}: Explanation, options: ExplainOptions): string[] {
	const state = rule.enabled ? 'enabled' : 'not enabled';
	return [
		options.strong(printable(rule.name)),
		...wrap(printable(rule.desc.trim().replace(/\s+/g, ' ')), '  ', options),
		...wrap(`${PRIORITIES[rule.priority]}, source ${printable(rule.source)}, ${state}`, '  ', options),
		...(rule.tags.length > 0 ? wrap(`tags ${rule.tags.map(printable).join(', ')}`, '  ', options) : []),
		...rule.places.map((place, i) => options.faint(`  ${i === 0 ? 'defined' : 'changed'} ${placeText(place)}`)),
	];
}

interface Drawing {
	readonly options: ExplainOptions;
	/** Places in this file are given by their line alone. */
	readonly file: string | undefined;
}

function treeLines(tree: ExplainedPart, drawing: Drawing): string[] {
	return drawPart(tree, {first: '  ', rest: '  '}, drawing);
}

interface Lead {
	readonly first: string;
	readonly rest: string;
}

function drawPart(part: ExplainedPart, lead: Lead, drawing: Drawing): string[] {
	const hasParts = part.parts.length > 0;
	const label = labelOf(part);
	const place = part.kind === 'macro' ? (part.definedAt ?? part.place) : part.place;
	const lines = withPlace(
		label,
		shortPlace(place, drawing),
		{first: lead.first, rest: `${lead.rest}${hasParts ? '│ ' : '  '}`},
		drawing.options,
	);
	// A macro of one group needs no line for the group.
	const [only] = part.parts;
	const inner = part.kind === 'macro' && only && part.parts.length === 1 && only.kind === 'and' && !only.negated ? only.parts : part.parts;
	for (const [i, child] of inner.entries()) {
		const isLast = i === inner.length - 1;
		lines.push(...drawPart(child, {first: `${lead.rest}${isLast ? '└ ' : '├ '}`, rest: `${lead.rest}${isLast ? '  ' : '│ '}`}, drawing));
	}
	return lines;
}

function labelOf({kind, negated, text, isNever, isRepeated}: ExplainedPart): string {
	const not = negated ? 'not ' : '';
	switch (kind) {
		case 'and':
			return `${not}all of`;
		case 'or':
			return `${not}any of`;
		case 'macro':
			return `${not}${text}${isNever ? ' (never, as it stands)' : isRepeated ? ' (see above)' : ''}`;
		case 'check':
			return `${not}${printable(text)}`;
	}
}

/** The label, wrapped, and its place at the right edge of the first line. */
function withPlace(label: string, place: string, lead: Lead, {width, faint}: ExplainOptions): string[] {
	const room = Math.max(20, width - lead.first.length - place.length - 2);
	const [first, ...more] = wrapText(label, room);
	const gap = ' '.repeat(Math.max(2, width - lead.first.length - first.length - place.length));
	return [`${lead.first}${first}${gap}${faint(place)}`, ...more.map((line) => `${lead.rest}  ${line}`)];
}

const LONGEST_NAME = 24;

function shortPlace({file, line}: Place, drawing: Drawing): string {
	if (file === drawing.file) return `:${line + 1}`;
	const name = printable(file.slice(file.lastIndexOf('/') + 1));
	return `${name.length > LONGEST_NAME ? `…${name.slice(1 - LONGEST_NAME)}` : name}:${line + 1}`;
}

const placeText = ({file, line, column}: Place): string => `${printable(file)}:${line + 1}:${column + 1}`;

function listLines(title: string, items: readonly string[], options: ExplainOptions): string[] {
	return [...wrap(printable(title), '  ', options), ...wrap(items.map(printable).join(', '), '    ', options)];
}

const MOST_EVENTS = 40;

function eventLines({events, rule}: Explanation, options: ExplainOptions): string[] {
	// Asynchronous events reach every rule and say nothing of this one.
	const own = events.filter((name) => name !== 'asyncevent');
	if (own.length > MOST_EVENTS) {
		const sent = own.filter(options.isSent).length;
		return wrap(
			`${own.length} of ${EVENT_NAMES.length} event types: the condition does not narrow them. ${sent} are sent by default.`,
			'  ',
			options,
		);
	}
	if (own.length === 0) return wrap(`none: rule '${printable(rule.name)}' never matches`, '  ', options);
	const sent = own.filter(options.isSent);
	const left = own.filter((name) => !options.isSent(name));
	return [
		...(sent.length > 0 ? wrap(`${sent.join(', ')} (sent by default)`, '  ', options) : []),
		...(left.length > 0 ? wrap(`${left.join(', ')} (left out by default, base_syscalls.all brings them)`, '  ', options) : []),
	];
}

function hookLines({hooks}: Explanation, options: ExplainOptions): string[] {
	return hooks.flatMap(({name, places, isNever}) => [
		...wrap(`${printable(name)}: ${isNever ? 'not filled in' : 'filled in'}`, '  ', options),
		...places.map((place) => options.faint(`    ${placeText(place)}`)),
	]);
}

function exceptionLines({name, fields, comps, values}: RuleException, options: ExplainOptions): string[] {
	const fieldList = [fields].flat();
	const compList = comps === undefined ? [] : [comps].flat();
	const isTuple = Array.isArray(fields);
	const shape = fieldList.map((field, i) => `${field} ${compList[i] ?? (isTuple ? '=' : 'in')}`).join(' and ');
	return [
		...wrap(printable(`${name}: ${shape}`), '  ', options),
		...values.flatMap((value) => wrap(printable(JSON.stringify(value)), '    ', options)),
	];
}

const wrap = (text: string, lead: string, {width}: ExplainOptions): string[] =>
	wrapText(text, width - lead.length).map((line) => lead + line);
