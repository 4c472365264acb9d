import {encodeEvent} from '../events/encode.ts';
import {eventCode} from '../events/event-types.ts';
import {type ContainerInfo, HOST} from './container-info.ts';
import {printContainerJson} from './container-json.ts';

const ASYNCEVENT = eventCode('ASYNCEVENT_E');
const NO_THREAD = -1;
const NAME = Buffer.from('container\0');
/** Container events of Falco's plugin carry no number of a plugin. */
const PLUGIN_ID = Buffer.alloc(4);

/** One event for each container, in the form of Falco's container plugin: a recording begins with them. Large events. */
export function containerEvents(containers: Iterable<ContainerInfo>, tsNs: bigint): Buffer[] {
	const events: Buffer[] = [];
	for (const info of containers) {
		if (info === HOST) continue;
		const json = Buffer.from(`${printContainerJson(info)}\0`, 'latin1');
		events.push(encodeEvent({tsNs, tid: NO_THREAD, type: ASYNCEVENT, params: [PLUGIN_ID, NAME, json], large: true}));
	}
	return events;
}
