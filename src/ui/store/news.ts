import type {EngineTick} from '../../engine/engine-tick.ts';
import type {EngineMessage} from '../../engine/protocol.ts';

/** What there is to show: something to read, figures that moved, or only that time went by. */
export type News = 'something' | 'figures' | 'nothing';

/** With what a message says, where `before` is the last tick. */
export function newsWith(news: News, message: EngineMessage, before: EngineTick | undefined): News {
	if (message.kind !== 'tick' || news === 'something') return 'something';
	return hasMoved(before, message.tick) ? 'figures' : news;
}

/** Whether events came between two ticks, or a replay arrived where it was sent: all else that a tick tells follows from them. */
const hasMoved = (before: EngineTick | undefined, tick: EngineTick): boolean =>
	before?.events !== tick.events || before.replay?.isSeeking !== tick.replay?.isSeeking;
