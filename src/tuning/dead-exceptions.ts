import type {SavedException} from './exceptions.ts';
import {parseLocalFile} from './local-file.ts';
import {implies} from './term-implication.ts';

/** What the engine counted for an exception since it watches. */
export interface ExceptionHits {
	readonly hits: number;
	/** Nanoseconds since the epoch; undefined: never. */
	readonly lastSeenNs: bigint | undefined;
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
	/** Rules that name a macro, of the rules that are loaded and enabled: an exception that nobody asks for is an orphan. */
	readonly rulesOf: (macro: string) => readonly string[];
	/** Counts by `SavedException.id`; without them nothing is called unused. */
	readonly hitsOf?: (exception: SavedException) => ExceptionHits | undefined;
	/** Since when the hits are counted. */
	readonly watchedSinceNs?: bigint;
	readonly nowNs: bigint;
	readonly unusedDays: number;
}

const DAY_NS = 86_400n * 1_000_000_000n;

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
	return {exception, reason: 'shadowed', explanation: `macro ${exception.macro} is written again further down, which replaces this`};
}

function orphan(exception: SavedException, {rulesOf}: DeadOptions): DeadException | undefined {
	if (rulesOf(exception.macro).length > 0) return undefined;
	return {exception, reason: 'orphan', explanation: `no enabled rule asks for macro ${exception.macro}`};
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
	const rules = options.rulesOf(exception.macro);
	const by = all.find((other) => {
		if (other === exception || !other.terms || overridden.has(itemIndex(other)) || dead.some((gone) => gone.exception === other))
			return false;
		const reach = options.rulesOf(other.macro);
		if (!rules.every((rule) => reach.includes(rule)) || !implies(terms, other.terms)) return false;
		return !implies(other.terms, terms) || all.indexOf(other) < all.indexOf(exception) || rules.length < reach.length;
	});
	return by && {exception, reason: 'redundant', explanation: `everything it silences the exception of line ${by.line} silences too`, by};
}

function unused(exception: SavedException, {hitsOf, watchedSinceNs, nowNs, unusedDays}: DeadOptions): DeadException | undefined {
	const hits = hitsOf?.(exception);
	if (!hits) return undefined;
	const since = hits.lastSeenNs ?? watchedSinceNs;
	if (since === undefined || nowNs - since < BigInt(unusedDays) * DAY_NS) return undefined;
	const days = (nowNs - since) / DAY_NS;
	return {
		exception,
		reason: 'unused',
		explanation: hits.lastSeenNs === undefined ? `not hit once in ${days} days` : `not hit for ${days} days`,
	};
}
