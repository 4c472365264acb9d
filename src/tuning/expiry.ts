import {createHash} from 'node:crypto';
import {canonical, parseFragment} from '../rules/fragment.ts';
import {listExceptions, removeException, type SavedException} from './exceptions.ts';
import {parseLocalFile} from './local-file.ts';
import {applySplices} from './splice.ts';

// When an exception ends is said by a comment line above its macro: `# falconer: until 2026-11-23T10:00:00Z (1a2b3c4d)`.
// A macro can hold several exceptions, so the line names the one it speaks of by a digest of macro and condition.

/** Until a moment (milliseconds since the epoch), or until the engine that tries it ends: such a one is never saved. */
export type Expiry = {readonly kind: 'at'; readonly atMs: number} | {readonly kind: 'restart'};

/** An exception with the end it was given. */
export interface ExpiringException {
	readonly exception: SavedException;
	readonly expiry: Expiry;
}

const MARK =
	/^[ \t]*#[ \t]*falconer: until (restart|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z) \(([0-9a-f]{8})\)[ \t]*(?:\r?\n|$(?!\n))/gm;

/** The comment line that gives an exception its end: put it at the end of the draft's comment. */
export function expiryComment(exception: {readonly macro: string; readonly condition: string}, expiry: Expiry): string {
	return markText(exceptionDigest(exception), expiry);
}

function markText(digest: string, expiry: Expiry): string {
	const until = expiry.kind === 'restart' ? 'restart' : new Date(expiry.atMs).toISOString().replace(/\.\d+Z$/, 'Z');
	return `falconer: until ${until} (${digest})`;
}

/** Names an exception in eight hexadecimal digits: the same in every text that holds it. */
export function exceptionDigest({macro, condition}: {readonly macro: string; readonly condition: string}): string {
	const parsed = parseFragment(condition);
	const text = parsed.ok ? canonical(parsed.expression) : condition;
	return createHash('sha256').update(`${macro}\0${text}`).digest('hex').slice(0, 8);
}

/** The same for any exception of a text. */
export function expiryDigest({kind, key, name, condition}: Pick<SavedException, 'kind' | 'key' | 'name' | 'condition'>): string {
	return kind === 'macro' ? exceptionDigest({macro: name, condition}) : createHash('sha256').update(key).digest('hex').slice(0, 8);
}

/** The comment lines that give an end to what a change of the text would add, wherever it puts that. */
export function expiryLines(before: string, after: string, expiry: Expiry): string[] {
	const listed = [before, after].map((text) => listExceptions(text, macrosOf(text), 'all'));
	const [old, present] = listed.map((list) => (list.ok ? list.exceptions : []));
	const known = new Set(old.map(({key}) => key));
	// A rule that is made to negate a macro loses that with the macro.
	const isHook = ({kind, condition}: SavedException): boolean => kind === 'condition' && /^[a-zA-Z]\w*$/.test(condition);
	return present
		.filter((exception) => !known.has(exception.key) && !isHook(exception))
		.map((exception) => markText(expiryDigest(exception), expiry));
}

/** The exceptions of a local rules text that end one day. */
export function expiringExceptions(text: string): ExpiringException[] {
	const marks = marksOf(text);
	if (marks.size === 0) return [];
	const listed = listExceptions(text, macrosOf(text), 'all');
	if (!listed.ok) return [];
	return listed.exceptions.flatMap((exception) => {
		const expiry = marks.get(expiryDigest(exception));
		return expiry ? [{exception, expiry}] : [];
	});
}

/** Those whose time is over. What was to hold until a restart and came into a file is over for whoever reads it there. */
export function expiredExceptions(text: string, nowMs: number): SavedException[] {
	return expiringExceptions(text)
		.filter(({expiry}) => expiry.kind === 'at' && expiry.atMs <= nowMs)
		.map(({exception}) => exception);
}

/** What should be in force: the text without the exceptions whose time is over. The same text when there are none. */
export function withoutExpired(text: string, nowMs: number): string {
	return without(text, ({expiry}) => expiry.kind === 'at' && expiry.atMs <= nowMs);
}

/** What may be saved: the text without the exceptions that hold until a restart. */
export function withoutTrials(text: string): string {
	return without(text, ({expiry}) => expiry.kind === 'restart');
}

/** When the next exception ends, for a timer; undefined when none does. */
export function nextExpiryMs(text: string, nowMs: number): number | undefined {
	const times = expiringExceptions(text).flatMap(({expiry}) => (expiry.kind === 'at' && expiry.atMs > nowMs ? [expiry.atMs] : []));
	return times.length === 0 ? undefined : Math.min(...times);
}

function without(text: string, isOver: (expiring: ExpiringException) => boolean): string {
	let rest = text;
	// Places move with every removal, so each exception is looked up anew.
	for (const skipped = new Set<string>(); ; ) {
		const over = expiringExceptions(rest).find((one) => isOver(one) && !skipped.has(one.exception.id));
		if (!over) return rest;
		const removed = removeException(rest, over.exception);
		if (removed.ok) rest = withoutMark(removed.text, expiryDigest(over.exception));
		else skipped.add(over.exception.id);
	}
}

/** The line of an exception that shared its macro stays behind. */
function withoutMark(text: string, digest: string): string {
	const bom = text.startsWith('\ufeff') ? '\ufeff' : '';
	const splices = markLines(text)
		.filter((mark) => mark.digest === digest)
		.map(({start, end}) => ({at: start, remove: end - start, insert: ''}));
	return bom + applySplices(text.slice(bom.length), splices);
}

function marksOf(text: string): Map<string, Expiry> {
	const marks = new Map<string, Expiry>();
	for (const {until, digest} of markLines(text)) {
		const atMs = Date.parse(until);
		if (until === 'restart') marks.set(digest, {kind: 'restart'});
		else if (!Number.isNaN(atMs)) marks.set(digest, {kind: 'at', atMs});
	}
	return marks;
}

interface MarkLine {
	/** Offsets in the text without its byte order mark; the line end is part of the line. */
	readonly start: number;
	readonly end: number;
	readonly until: string;
	readonly digest: string;
}

/** Only lines of comments between items count: the same text inside a value is no mark. */
function markLines(text: string): MarkLine[] {
	if (!text.includes('falconer: until ')) return [];
	const parsed = parseLocalFile(text);
	if (!parsed.ok) return [];
	const {file} = parsed;
	return [...file.text.matchAll(MARK)].flatMap(({0: line, 1: until, 2: digest, index}) =>
		file.items.some((item) => index > item.dash && index < item.end) ? [] : [{start: index, end: index + line.length, until, digest}],
	);
}

const macrosOf = (text: string): Set<string> => {
	const parsed = parseLocalFile(text);
	return new Set(parsed.ok ? parsed.file.items.filter((item) => item.kind === 'macro').map((item) => item.name) : []);
};
