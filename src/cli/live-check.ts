import {missingCapabilities} from '../driver/capabilities.ts';

/** What keeps live events from this machine, each with what to do about it; empty when there can be some. */
export const liveObstacles = (): string[] => missingCapabilities().map(({message, hint}) => `${message} ${hint}`);

/** The same for people to read. */
export const obstaclesText = (obstacles: readonly string[]): string =>
	['Live events are not possible here:', ...obstacles.map((text) => `- ${text}`)].join('\n');
