import type {SavedException} from './exceptions.ts';
import {parseLocalFile} from './local-file.ts';
import {implies} from './term-implication.ts';

/** What was counted for an exception while somebody watched. */
export interface ExceptionHits {
	readonly hits: number;
	/** Milliseconds since the epoch; 0: never. */
	readonly lastMs: number;
	/** When it was watched first, milliseconds since the epoch, and how long altogether. */
	readonly sinceMs: number;
	readonly watchedMs: number;
}

/** Why an exception may go. */
export interface DeadException {
	readonly exception: SavedException;
	readonly reason: 'redundant' | 'shadowed' | 'orphan' | 'unused';
	/** For people. */
	readonly explanation: string;
	/** The exception that covers it, where one does. */
	readonly by?: SavedException;
}

export interface DeadOptions {
	/** Rules that it concerns, of those that are loaded and enabled: an exception that nobody asks for is an orphan. */
	readonly rulesOf: (exception: SavedException) => readonly string[];
	/** Without counts nothing is called unused. */
	readonly hitsOf?: (exception: SavedException) => ExceptionHits | undefined;
	readonly nowMs: number;
	readonly unusedDays: number;
}

const DAY_MS = 86_400_000;
/** Who looked in for a moment now and then knows nothing of an exception that was not hit in it. */
const LEAST_WATCHED_MS = DAY_MS;

/** The exceptions of a text that silence nothing, or nothing that another one would not. */
export function deadExceptions(text: string, exceptions: readonly SavedException[], options: DeadOptions): DeadException[] {
	const overridden = overriddenItems(text);
	const dead: DeadException[] = [];
	for (const exception of exceptions) {
		const found = overridden.has(itemIndex(exception))
			? shadowed(exception)
			: (orphan(exception, options) ?? redundant(exception, exceptions, {overridden, dead, options}) ?? unused(exception, options));
		if (found) dead.push(found);
	}
	return dead;
}

const itemIndex = ({id}: SavedException): number => Number(id.split('/')[0]);

/** Items of macros that a later item of the same name replaces. */
function overriddenItems(text: string): Set<number> {
	const parsed = parseLocalFile(text);
	const overridden = new Set<number>();
	if (!parsed.ok) return overridden;
	const {items} = parsed.file;
	for (const [index, item] of items.entries()) {
		const later = items.slice(index + 1);
		if (
			item.kind === 'macro' &&
			later.some((other) => other.kind === 'macro' && other.name === item.name && other.mode !== 'append' && other.condition !== undefined)
		) {
			overridden.add(index);
		}
	}
	return overridden;
}

function shadowed(exception: SavedException): DeadException {
	return {
		exception,
		reason: 'shadowed',
		explanation: `${exception.kind} ${exception.name} is written again further down, which replaces this`,
	};
}

function orphan(exception: SavedException, {rulesOf}: DeadOptions): DeadException | undefined {
	if (rulesOf(exception).length > 0) return undefined;
	const what = exception.kind === 'macro' ? `macro ${exception.name}` : 'it';
	return {exception, reason: 'orphan', explanation: `no enabled rule asks for ${what}`};
}

interface Others {
	readonly overridden: ReadonlySet<number>;
	readonly dead: readonly DeadException[];
	readonly options: DeadOptions;
}

/** Covered by one that concerns at least the same rules. Of two that cover each other the later goes. */
function redundant(
	exception: SavedException,
	all: readonly SavedException[],
	{overridden, dead, options}: Others,
): DeadException | undefined {
	const {terms} = exception;
	if (!terms) return undefined;
	const rules = options.rulesOf(exception);
	const by = all.find((other) => {
		if (other === exception || !other.terms || overridden.has(itemIndex(other)) || dead.some((gone) => gone.exception === other))
			return false;
		const reach = options.rulesOf(other);
		if (!rules.every((rule) => reach.includes(rule)) || !implies(terms, other.terms)) return false;
		return !implies(other.terms, terms) || all.indexOf(other) < all.indexOf(exception) || rules.length < reach.length;
	});
	return by && {exception, reason: 'redundant', explanation: `everything it silences the exception of line ${by.line} silences too`, by};
}

function unused(exception: SavedException, {hitsOf, nowMs, unusedDays}: DeadOptions): DeadException | undefined {
	const hits = hitsOf?.(exception);
	if (!hits || hits.watchedMs < LEAST_WATCHED_MS) return undefined;
	const isNever = hits.lastMs === 0;
	const quietMs = nowMs - (isNever ? hits.sinceMs : hits.lastMs);
	if (quietMs < unusedDays * DAY_MS) return undefined;
	const days = Math.floor(quietMs / DAY_MS);
	const explanation = isNever
		? `not hit once in ${days} days, watched for ${Math.floor(hits.watchedMs / 3_600_000)} h of them`
		: `not hit for ${days} days`;
	return {exception, reason: 'unused', explanation};
}
