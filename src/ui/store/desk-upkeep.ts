import {addChange, type ChangeSet} from '../../tuning/change-set.ts';
import {expiredExceptions, nextExpiryMs, withoutExpired} from '../../tuning/expiry.ts';
import {showBytes, showText} from '../terminal/sanitize.ts';
import type {ActionLog} from './action-log.ts';
import type {FileNews} from './file-news.ts';
import type {Refusal} from './refusal.ts';
import type {Remade} from './remake-changes.ts';

/** What looking after the local rules needs of the desk that changes them. */
export interface KeptUpDesk {
	readonly busy: boolean;
	readonly changes: ChangeSet;
	readonly text: string;
	readonly unsaved: number;
	readonly localPath: string;
	readonly nowMs: () => number;
	readonly disk: FileNews;
	readonly apply: (next: ChangeSet) => Promise<Refusal | undefined>;
	readonly takeOver: (text: string) => Promise<Refusal | Remade>;
}

type Outcome = Refusal | {readonly summary: string} | undefined;

/** What becomes of the local rules without a key: exceptions end, and somebody else edits the file. */
export class DeskUpkeep {
	/** When the next exception of these changes ends. */
	private ends: {readonly of: ChangeSet | undefined; readonly atMs: number} = {of: undefined, atMs: 0};
	private toldOfDisk = '';

	constructor(private readonly desk: KeptUpDesk) {}

	/** Both, told in the log. */
	keepUp(log: ActionLog): void {
		const failed = (error: Error): void => log.add('bad', showText(error.message));
		// Exceptions whose time is over stop silencing; the change can be undone like any other.
		this.expire().then((outcome) => {
			if (outcome !== undefined) log.add('info', 'message' in outcome ? outcome.message : showBytes(outcome.summary));
		}, failed);
		// Rules that somebody writes in an editor meanwhile, as a running Falco takes them over too.
		this.follow().then((outcome) => {
			if (outcome === undefined) return;
			const isTaken = 'summary' in outcome;
			log.add(isTaken ? 'info' : 'bad', showText(isTaken ? outcome.summary : outcome.message));
		}, failed);
	}

	/** Takes the exceptions out of force whose time is over; undefined where there are none. */
	async expire(): Promise<Outcome> {
		const {desk, ends} = this;
		const nowMs = desk.nowMs();
		if (desk.busy || (ends.of === desk.changes && nowMs < ends.atMs)) return undefined;
		const text = withoutExpired(desk.text, nowMs);
		const over = expiredExceptions(desk.text, nowMs).map(({condition}) => condition);
		this.ends = {of: desk.changes, atMs: nextExpiryMs(text, nowMs) ?? Number.POSITIVE_INFINITY};
		if (text === desk.text) return undefined;
		const summary = `ended: ${over.join('; ')}`;
		return (await desk.apply(addChange(desk.changes, text, summary))) ?? {summary};
	}

	/** Takes over an edit of the file by somebody else as soon as it loads; what is unsaved here stays, and is told of. */
	async follow(): Promise<Outcome> {
		const {desk} = this;
		if (desk.busy) return undefined;
		const path = desk.localPath;
		const text = await desk.disk.read(path, desk.nowMs());
		if (text === undefined || desk.busy || path !== desk.localPath) return undefined;
		if (text === desk.changes.savedText) {
			this.toldOfDisk = '';
			return undefined;
		}
		const news = `${desk.unsaved > 0}${text}`;
		if (news === this.toldOfDisk) return undefined;
		this.toldOfDisk = news;
		if (desk.unsaved > 0) return {message: `${path} was changed by somebody else: your unsaved changes stand, saving asks about it`};
		const outcome = await desk.takeOver(text);
		if ('message' in outcome) return {message: `${path} was changed by somebody else and is not loaded: ${outcome.message}`};
		const lost = outcome.dropped.length === 0 ? '' : `; not in force any more: ${outcome.dropped.join('; ')}`;
		return {summary: `${path} was changed by somebody else: it is loaded${lost}`};
	}
}
