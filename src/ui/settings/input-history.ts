import {randomBytes} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {mkdir, open, readFile, rename, rm} from 'node:fs/promises';
import {dirname} from 'node:path';

/** What was typed into the prompts, by kind, the newest last. */
export type InputKind = 'search' | 'filter' | 'events';
export type Inputs = Readonly<Record<InputKind, readonly string[]>>;

const KINDS: readonly InputKind[] = ['search', 'filter', 'events'];
/** A longer one is a paste; nobody looks for it again. */
const MOST_LENGTH = 4000;
/** More is no file of ours. */
const MOST_FILE_BYTES = 8 * 1024 ** 2;

/** What was chosen last, by name: it is what the next start begins with. */
export type Choices = Readonly<Record<string, string>>;
const MOST_CHOICES = 50;

/** Remembers inputs and choices from one start to the next in a file that only its owner reads. */
export class InputHistory {
	readonly #file: string | undefined;
	readonly #most: number;
	readonly #failed: (message: string) => void;
	readonly #isReadOnly: boolean;
	readonly #own: Record<InputKind, string[]> = {search: [], filter: [], events: []};
	/** Undefined: forgotten. */
	readonly #ownChoices = new Map<string, string | undefined>();
	#writing: Promise<void> = Promise.resolve();
	#isWaiting = false;

	/** `most`: of each kind. Without a file, or where it is only read, they last until the end of the program. */
	constructor(file: string | undefined, most: number, failed: (message: string) => void, isReadOnly = false) {
		this.#file = most === 0 ? undefined : file;
		this.#most = most;
		this.#failed = failed;
		this.#isReadOnly = isReadOnly;
	}

	/** What is remembered. A file that cannot be read, or is none of ours, is as good as none. */
	read(): Inputs {
		return parse(this.#text());
	}

	readChoices(): Choices {
		return parseChoices(this.#text());
	}

	#text(): string {
		try {
			return this.#file === undefined ? '' : readFileSync(this.#file, 'utf8');
		} catch {
			return '';
		}
	}

	add(kind: InputKind, text: string): void {
		if (!this.#isKept || text.length > MOST_LENGTH) return;
		this.#own[kind].push(text);
		this.#writeSoon();
	}

	/** A choice that the next start begins with; undefined forgets it. */
	choose(name: string, value: string | undefined): void {
		if (!this.#isKept || name.length + (value?.length ?? 0) > MOST_LENGTH) return;
		this.#ownChoices.set(name, value);
		this.#writeSoon();
	}

	get #isKept(): boolean {
		return this.#file !== undefined && !this.#isReadOnly;
	}

	#writeSoon(): void {
		if (this.#isWaiting) return;
		this.#isWaiting = true;
		this.#writing = this.#writing.then(() => this.#write(this.#file!)).catch((error: Error) => this.#failed(error.message));
	}

	/** Everything is on the disk. */
	get settled(): Promise<void> {
		return this.#writing;
	}

	/** Read again before each write: another dashboard may have added to it. */
	async #write(file: string): Promise<void> {
		this.#isWaiting = false;
		const text = await readFile(file, 'utf8').catch(() => '');
		const before = parse(text);
		const merged = Object.fromEntries(KINDS.map((kind) => [kind, newest([...before[kind], ...this.#own[kind]], this.#most)]));
		const chosen = merge(parseChoices(text), this.#ownChoices);
		for (const kind of KINDS) this.#own[kind].length = 0;
		this.#ownChoices.clear();
		await mkdir(dirname(file), {recursive: true, mode: 0o700});
		const temporary = `${file}.${randomBytes(6).toString('hex')}`;
		const handle = await open(temporary, 'wx', 0o600);
		try {
			await handle.writeFile(`${JSON.stringify({...merged, chosen}, null, '\t')}\n`);
			await handle.close();
			await rename(temporary, file);
		} catch (error) {
			await rm(temporary, {force: true});
			throw error;
		}
	}
}

export const copyInputs = ({search, filter, events}: Inputs): Record<InputKind, string[]> => ({
	search: [...search],
	filter: [...filter],
	events: [...events],
});

/** The last of equal ones counts; at most so many. */
function newest(texts: readonly string[], most: number): string[] {
	const seen = [...new Set([...texts].reverse())].slice(0, most);
	return seen.reverse();
}

function parse(text: string): Inputs {
	const found = text.length > MOST_FILE_BYTES ? {} : asRecord(text);
	const texts = (kind: InputKind): string[] => {
		const list = found[kind];
		return Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string' && item.length <= MOST_LENGTH) : [];
	};
	return {search: texts('search'), filter: texts('filter'), events: texts('events')};
}

function parseChoices(text: string): Choices {
	const {chosen} = text.length > MOST_FILE_BYTES ? {} : asRecord(text);
	if (typeof chosen !== 'object' || chosen === null) return {};
	return Object.fromEntries(Object.entries(chosen).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** The newest choices last. */
function merge(before: Choices, own: ReadonlyMap<string, string | undefined>): Choices {
	const others = Object.entries(before).filter(([name]) => !own.has(name));
	const made = [...own].filter((entry): entry is [string, string] => entry[1] !== undefined);
	return Object.fromEntries([...others, ...made].slice(-MOST_CHOICES));
}

function asRecord(text: string): Readonly<Record<string, unknown>> {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
	} catch {
		return {};
	}
}
