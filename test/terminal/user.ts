import {Terminal, type TerminalOptions} from './terminal.ts';

type Wanted = string | RegExp | ((screen: string) => boolean);

/**
 * Somebody at a terminal: presses keys, looks, goes on. Steps are done one after the other, each key when the program has
 * dealt with the one before and painted what came of it; `await` waits for the last of them. Nothing waits for time.
 */
export class User implements PromiseLike<void> {
	#steps: Promise<void> = Promise.resolve();

	constructor(readonly terminal: Terminal) {}

	static start(args: readonly string[], options?: TerminalOptions): User {
		return new User(new Terminal(args, options));
	}

	/** Presses keys by name, one at a time; anything that is no name is typed. */
	press(...keys: readonly string[]): this {
		return this.#then(async () => {
			for (const key of keys) {
				// Behind a lone Esc nothing may come until the program took it for one.
				if (key === 'Esc') this.terminal.press(key);
				else await this.terminal.idle(key);
			}
		});
	}

	/** Waits until the screen shows all of them at once. */
	sees(...wanted: readonly Wanted[]): this {
		return this.#then(async () => {
			await this.terminal.until((screen) => wanted.every((one) => fits(one, screen)));
		});
	}

	/** Waits until none of them is on the screen. */
	seesNo(...unwanted: readonly Wanted[]): this {
		return this.#then(async () => {
			await this.terminal.until((screen) => !unwanted.some((one) => fits(one, screen)));
		});
	}

	/** Looks at the screen as it is once the program has nothing more to do. */
	looks(look: (lines: readonly string[], terminal: Terminal) => void | Promise<void>): this {
		return this.#then(async () => {
			await this.terminal.idle();
			await look(this.terminal.lines, this.terminal);
		});
	}

	/** Something happens elsewhere meanwhile. */
	meanwhile(happens: () => void | Promise<void>): this {
		return this.#then(async () => happens());
	}

	/** Clicks on the first place that shows the text. */
	clicks(text: string): this {
		return this.#then(async () => {
			const row = this.terminal.lines.findIndex((line) => line.includes(text));
			if (row < 0) throw new Error(`nothing to click on: ${text}\n${this.terminal.text}`);
			const column = this.terminal.lines[row].indexOf(text);
			await this.terminal.idle(`\x1b[<0;${column + 1};${row + 1}M\x1b[<0;${column + 1};${row + 1}m`);
		});
	}

	/** Leaves whatever lies over the view and goes to the first one, at its first row. */
	home(): this {
		return this.press('Escape', 'Escape', 'Escape', 'Escape', '1', 'g');
	}

	// biome-ignore lint/suspicious/noThenProperty: steps are awaited as one
	then<A, B>(
		done?: ((value: undefined) => A | PromiseLike<A>) | null,
		failed?: ((reason: unknown) => B | PromiseLike<B>) | null,
	): PromiseLike<A | B> {
		// Who waits takes the steps so far; what fails among them is told once.
		const steps = this.#steps;
		this.#steps = Promise.resolve();
		return steps.then(() => (done === null || done === undefined ? (undefined as A) : done(undefined)), failed);
	}

	async close(): Promise<void> {
		await this.#steps.catch(() => undefined);
		await this.terminal.close();
	}

	#then(step: () => Promise<void>): this {
		this.#steps = this.#steps.then(step);
		// The failure is told where somebody waits for the steps.
		this.#steps.catch(() => undefined);
		return this;
	}
}

const fits = (wanted: Wanted, screen: string): boolean =>
	typeof wanted === 'function' ? wanted(screen) : typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen);
