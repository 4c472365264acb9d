import {appendFileSync, writeFileSync} from 'node:fs';
import {COMMANDS, type Command, type CommandId, isIn} from '../../../../src/ui/keys/commands.ts';
import {keyName} from '../../../../src/ui/keys/key-names.ts';
import {KEYS} from '../../../terminal/keys.ts';
import type {Terminal} from '../../../terminal/terminal.ts';
import {World} from '../world.ts';
import {type Place, ROWS, type Step} from './places.ts';

/** The screen at a moment. */
export interface Look {
	readonly text: string;
	readonly lines: readonly string[];
	/** Colours and weights, cell by cell. */
	readonly styles: string;
	/** What was written to the terminal since the key. */
	readonly raw: string;
}

/** Where the recording is held: two processes live there. */
const HELD = /‖ .* 0:37 \/ 1:\d\d/;
export const BACK_TO_HELD: readonly Step[] = ['T', /go to/, '0:37', 'Enter', HELD];

/** Exceptions that nothing needs: every one of them can be removed. */
const exceptions = (macro: string): string => `
- macro: ${macro}
  condition: (proc.name = never-one) or (proc.name = never-one and fd.name = /never) or (proc.name = never-three)
  override: {condition: replace}
`;

/** A change of the rules that silences nothing, so that there is something to save and to undo. */
export const MAKE_CHANGE: readonly Step[] = ['5', 'G', 'a', /(Disable|Enable) the rule/, 'Enter', /trial .*(disable|enable)/];

/** Names of keys as the program calls them, to those of the terminal. */
const NAMES = new Map(Object.keys(KEYS).map((name) => [name.toLowerCase(), name]));

/** Somebody who presses one key at a time and looks what came of it. */
export class Hand {
	constructor(
		readonly world: World,
		readonly terminal: Terminal,
	) {}

	static async start(source: Place['source']): Promise<Hand> {
		const world = new World();
		const macro = source === 'tail' ? 'user_known_reads' : 'user_known_read_sensitive_files_activities';
		appendFileSync(world.at('local.yaml'), exceptions(macro));
		// Nobody sorts or saves between two keys of a person who takes this long.
		writeFileSync(world.at('settings.yaml'), 'theme: dark\n');
		const options = {cols: 118, rows: ROWS};
		const args = ['--settings', world.at('settings.yaml')];
		const {terminal} = source === 'tail' ? world.tail(args, options) : world.replay(args, options);
		const hand = new Hand(world, terminal);
		if (source === 'tail') await hand.does([/▸ +12 /, /thief/]);
		else await hand.does([/▶ [\s\S]*backup-agent/, '7', /^▸/m, 'p', ...BACK_TO_HELD, '4', /^▸ +\d/m]);
		await hand.does([...MAKE_CHANGE, '1', ...new Array<string>(12).fill('F')]);
		return hand;
	}

	/** Keys up to where something is waited for are pressed at once. */
	async does(steps: readonly Step[]): Promise<void> {
		let keys: string[] = [];
		for (const step of steps) {
			if (typeof step === 'string') {
				keys.push(NAMES.get(step) ?? NAMES.get(step.toLowerCase()) ?? step);
				continue;
			}
			if (keys.length > 0) await this.terminal.idle(...keys);
			keys = [];
			await this.terminal.until(step);
		}
		if (keys.length > 0) await this.terminal.idle(...keys);
	}

	/** The first row of the alerts, with nothing over it. */
	async home(): Promise<void> {
		await this.terminal.idle(...new Array<string>(6).fill('Escape'), '1', 'Escape', 'g');
		if (/^ +TIME[▾▴]? +P /m.test(this.terminal.text)) await this.does(['r']);
		await this.terminal.until(/^ +COUNT/m);
	}

	async goTo(place: Place): Promise<void> {
		const rows = place.rows ?? ROWS;
		if (this.terminal.lines.length !== rows) this.terminal.resize(118, rows);
		await this.home();
		if (!this.terminal.lines[0].includes('● ')) {
			await this.does(MAKE_CHANGE);
			await this.home();
		}
		if (place.view === 'events') await this.findEvents();
		await this.does(place.keys);
		await this.terminal.until(place.shows);
	}

	/** Events come only while the recording runs. */
	private async findEvents(): Promise<void> {
		await this.does(['7']);
		if (!/^▸/m.test(this.terminal.text)) await this.does(['p', /^▸/m, 'p', /‖/]);
		await this.does(['1']);
	}

	look(sinceRaw = this.terminal.rawLength): Look {
		const {lines, text, styles} = this.terminal;
		return {text, lines, styles, raw: this.terminal.rawSince(sinceRaw)};
	}

	/** Where the footer offers a command, in cells from the left. */
	offers(id: CommandId, {mode, view}: Pick<Place, 'mode' | 'view'>): number | undefined {
		const command: Command | undefined = COMMANDS.find((one) => one.id === id && isIn(one, mode, view));
		const [key] = command?.keys ?? [];
		if (key === undefined || command?.label === undefined) return undefined;
		const column = this.terminal.lines.at(-1)!.search(new RegExp(`(?<=^| {2}| )${escaped(keyName(key))} ${footerLabel(command)}`));
		return column < 0 ? undefined : column;
	}

	/** Clicks on a cell, and waits as for a key. */
	async click(column: number, row: number, isSeen: (now: Look, before: Look) => boolean): Promise<void> {
		const at = `${column + 1};${row + 1}`;
		await this.press(`\x1b[<0;${at}M\x1b[<0;${at}m`, isSeen);
	}

	/** Presses a key and waits until the screen is what it should be. */
	async press(key: string, isSeen: (now: Look, before: Look) => boolean): Promise<void> {
		const before = this.look();
		const from = this.terminal.rawLength;
		await this.does([key]);
		const now = this.look(from);
		if (isSeen(now, before)) return;
		await this.terminal
			.until(() => isSeen(this.look(from), before), 8_000)
			.catch(() => Promise.reject(new Error(`${key} did not do it. Before:\n${before.text}\nbehind:\n${now.text}`)));
	}

	async close(): Promise<void> {
		await this.world.close();
	}
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Words of the footer that depend on what there is: groups or single alerts, what Esc would leave. */
const footerLabel = ({id, label}: Command): string =>
	({raw: '(Raw|Groups)', pause: '(Pause|Continue)', clear: '\\S'})[id] ?? escaped(label!);
