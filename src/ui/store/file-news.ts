import {readLocalRules} from '../../tuning/save.ts';

const EVERY_MS = 2000;

/** A rules file as it is on the disk, read now and then. */
export class FileNews {
	private nextMs = 0;
	private fault = '';
	private isWriting = false;
	private writes = 0;

	/** Undefined while it is not time, or there is no file. Throws once for each reason why it cannot be read. */
	async read(path: string, nowMs: number): Promise<string | undefined> {
		if (nowMs < this.nextMs || this.isWriting) return undefined;
		this.nextMs = Number.POSITIVE_INFINITY;
		const {writes} = this;
		try {
			const {text, exists} = await readLocalRules(path);
			this.fault = '';
			// What was read while we wrote may be ours.
			return exists && writes === this.writes ? text : undefined;
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			if (message === this.fault) return undefined;
			this.fault = message;
			throw error;
		} finally {
			this.nextMs = nowMs + EVERY_MS;
		}
	}

	async whileWriting<Result>(write: () => Promise<Result>): Promise<Result> {
		this.isWriting = true;
		this.writes++;
		try {
			return await write();
		} finally {
			this.isWriting = false;
		}
	}
}
