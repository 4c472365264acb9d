import type {Dashboard} from '../dashboard.ts';
import {Prompt} from '../frame/prompt.ts';
import {parseSeek} from '../store/parse-seek.ts';

/** Why a command of replays cannot be used now. */
export function whyNoReplay({replay}: Dashboard): string | undefined {
	return replay.isReplay ? undefined : 'live events have one pace: this is for replays';
}

/** Asks where to go. */
export function goTo(dashboard: Dashboard): void {
	const {tick} = dashboard.store;
	const positionNs = tick?.eventTsNs ?? 0n;
	const range = {positionNs, startNs: tick?.replay?.startNs ?? positionNs};
	dashboard.prompt = new Prompt({
		label: 'go to',
		history: [],
		check: (value) => {
			if (value.trim() === '' || parseSeek(value, range) !== undefined) return undefined;
			return {message: 'not a time of the recording', hint: '+30s, -1m30s, or 2:05 from its beginning'};
		},
		note: () => (dashboard.prompt?.input.value.trim() === '' ? '+30s, -1m30s, or 2:05 from the beginning' : ''),
		accept: (value) => {
			const toNs = parseSeek(value, range);
			if (toNs !== undefined) dashboard.replay.seekTo(toNs);
		},
	});
}
