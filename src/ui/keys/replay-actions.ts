import type {Dashboard} from '../dashboard.ts';
import {Prompt} from '../frame/prompt.ts';
import {parseSeek} from '../store/parse-seek.ts';

/** Why a command of replays cannot be used now. */
export function whyNoReplay({replay}: Dashboard): string | undefined {
	return replay.isReplay ? undefined : 'live events have one pace: this is for replays';
}

/** The same of what went by. */
export function whyNotBack(dashboard: Dashboard): string | undefined {
	return whyNoReplay(dashboard) ?? (dashboard.replay.canGoBack ? undefined : NOT_AGAIN);
}

const NOT_AGAIN = 'a pipe cannot be read again: this replay only goes forward';

/** Asks where to go. */
export function goTo(dashboard: Dashboard): void {
	const {replay, store} = dashboard;
	const {tick} = store;
	const positionNs = tick?.eventTsNs ?? 0n;
	const range = {positionNs, startNs: tick?.replay?.startNs ?? positionNs};
	dashboard.prompt = new Prompt({
		label: 'go to',
		history: [],
		check: (value) => {
			if (value.trim() === '') return undefined;
			const toNs = parseSeek(value, range);
			if (toNs !== undefined) return toNs < positionNs && !replay.canGoBack ? {message: NOT_AGAIN, hint: '+30s'} : undefined;
			return {message: 'not a time of the recording', hint: '+30s, -1m30s, or 2:05 from its beginning'};
		},
		note: () => (dashboard.prompt?.input.value.trim() === '' ? '+30s, -1m30s, or 2:05 from the beginning' : ''),
		accept: (value) => {
			const toNs = parseSeek(value, range);
			if (toNs !== undefined) replay.seekTo(toNs);
		},
	});
}
