import type {RulesFile} from '../rules/ruleset.ts';
import {nextExpiryMs} from '../tuning/expiry.ts';
import {expiredTexts} from './expired-exceptions.ts';

export interface ExpiryWatch {
	/** These are in force from here on: what is over already is told at once, the rest when its time comes. */
	take(files: readonly RulesFile[]): void;
	close(): void;
}

/** A timer takes 24 days at most; a clock that is set must not make it sleep through an end. */
const LONGEST_WAIT_MS = 3_600_000;

/** Tells when the time of an exception is over that the rules go on holding, as Falco knows no ends; each one once. */
export function watchExpiries(tell: (text: string) => void, nowMs: () => number = Date.now): ExpiryWatch {
	let timer: NodeJS.Timeout | undefined;
	let told = new Set<string>();
	const look = (files: readonly RulesFile[]): void => {
		const now = nowMs();
		for (const text of expiredTexts(files, now)) {
			if (!told.has(text)) tell(text);
			told.add(text);
		}
		const next = Math.min(...files.map((file) => nextExpiryMs(file.text, now) ?? Number.POSITIVE_INFINITY));
		if (next === Number.POSITIVE_INFINITY) return;
		timer = setTimeout(() => look(files), Math.min(next - now, LONGEST_WAIT_MS));
		timer.unref();
	};
	return {
		take(files) {
			clearTimeout(timer);
			told = new Set();
			look(files);
		},
		close: () => clearTimeout(timer),
	};
}
