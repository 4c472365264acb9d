import type {ReloadNews} from '../options.ts';

/** Falcos that run, have not loaded what was saved, and would on a signal: nobody need decide at once. */
export class UnloadedFalcos {
	private readonly byPid = new Map<number, ReloadNews>();

	/** The one that was found first. */
	get first(): ReloadNews | undefined {
		const [first] = this.byPid.values();
		return first;
	}

	get count(): number {
		return this.byPid.size;
	}

	take(news: ReloadNews): void {
		if (news.canSignal && news.outcome !== 'reloaded') this.byPid.set(news.pid, news);
		else this.byPid.delete(news.pid);
	}

	/** It was decided about. */
	leave(pid: number): void {
		this.byPid.delete(pid);
	}

	/** Something else is being saved: what they have loaded is found anew. */
	clear(): void {
		this.byPid.clear();
	}
}
