import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
import {type Instance, render} from 'ink';
import type {ReactElement} from 'react';
import {App} from './app.tsx';
import {type ChromeModel, chromeHeight, type DialogModel} from './model.ts';

/** The stream Ink draws into: in its debug mode each frame arrives here as one text, without control codes of its own. */
class FrameStream extends EventEmitter {
	columns = 80;
	rows = 24;
	frame = '';

	write(text: string): boolean {
		this.frame = text;
		return true;
	}
}

interface Drawn {
	readonly model: ChromeModel;
	readonly lines: readonly string[];
}

/** Models whose lines are kept: who goes from view to view and back waits for Ink once. */
const MOST_DRAWN = 16;

/** Ink's part of the screen. Drawn anew only for a model that was not drawn lately. */
export class Chrome {
	private readonly stream = new FrameStream();
	private instance: Instance | undefined;
	/** The latest first. */
	private drawn: readonly Drawn[] = [];

	constructor(private readonly crash: (error: unknown) => void) {}

	draw(model: ChromeModel): readonly string[] {
		const [latest] = this.drawn;
		if (latest !== undefined && isSame(latest.model, model)) return latest.lines;
		const known = this.drawn.find((drawn) => isSame(drawn.model, model)) ?? this.render(model);
		this.drawn = [known, ...this.drawn.filter((drawn) => drawn !== known)].slice(0, MOST_DRAWN);
		return known.lines;
	}

	private render(model: ChromeModel): Drawn {
		this.stream.columns = model.columns;
		this.stream.rows = chromeHeight(model);
		const app = <App model={model} />;
		if (this.instance === undefined) this.instance = this.mount(app);
		else this.instance.rerender(app);
		return {model, lines: this.stream.frame.split('\n')};
	}

	close(): void {
		this.instance?.unmount();
		this.instance = undefined;
	}

	private mount(app: ReactElement): Instance {
		const stdout = this.stream as unknown as NodeJS.WriteStream;
		const stdin = new PassThrough() as unknown as NodeJS.ReadStream;
		const instance = render(app, {stdout, stdin, stderr: stdout, debug: true, patchConsole: false, exitOnCtrlC: false});
		instance.waitUntilExit().catch(this.crash);
		return instance;
	}
}

/** Asked for every frame: nothing is made for it. */
function isSame(a: ChromeModel, b: ChromeModel): boolean {
	if (a.columns !== b.columns || a.theme !== b.theme || a.title !== b.title || a.subtitle !== b.subtitle) return false;
	if (a.liveWidth !== b.liveWidth || a.filter !== b.filter) return false;
	return areSame(a.tabs, b.tabs) && areSame(a.footer, b.footer) && isSameDialog(a.dialog, b.dialog);
}

/** Lists of plain values under the same names. */
function areSame<Item extends object>(a: readonly Item[], b: readonly Item[]): boolean {
	if (a === b) return true;
	if (a.length !== b.length) return false;
	return a.every((item, at) => {
		const other = b[at];
		for (const name in item) if (item[name] !== other[name]) return false;
		return true;
	});
}

function isSameDialog(a: DialogModel | undefined, b: DialogModel | undefined): boolean {
	if (a === undefined || b === undefined) return a === b;
	return a.title === b.title && a.lines.join('\n') === b.lines.join('\n') && areSame(a.items, b.items);
}
