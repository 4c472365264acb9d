import {missingCapabilities} from '../driver/capabilities.ts';

/** Why there are no live events on this machine and what to do about it; undefined when there can be. */
export function liveIsImpossible(): string | undefined {
	const missing = missingCapabilities();
	if (missing.length === 0) return undefined;
	return ['Live events are not possible here:', ...missing.map(({message, hint}) => `- ${message} ${hint}`)].join('\n');
}
