import {EVENT_FLAGS, EVENT_TYPES, EventFlags, type EventType} from '../events/event-types.ts';

export type ListFormat = 'text' | 'markdown' | 'json';

/** Event types that sources send today; odd codes leave a call, even ones enter it. */
function listed(): readonly EventType[] {
	return EVENT_TYPES.filter(({code, name}) => (EVENT_FLAGS[code] & (EventFlags.OLD_VERSION | EventFlags.UNUSED)) === 0 && name !== 'NA');
}

const direction = ({ppme}: EventType): string => (ppme.endsWith('_X') ? '<' : '>');
const parameters = ({params}: EventType): string => params.map(({type, name}) => `${type} ${name}`).join(', ');

/** `--list-events`. */
export function listEvents(format: ListFormat): string {
	const types = listed();
	switch (format) {
		case 'json':
			return JSON.stringify(
				types.map((type) => ({
					name: type.name,
					dir: direction(type),
					params: type.params.map(({name, type: kind}) => ({name, type: kind})),
					...(type.syscalls && {syscalls: type.syscalls}),
				})),
			);
		case 'markdown':
			return [
				'Dir | Event | Parameters',
				':---|:-----|:-----',
				...types.map((type) => `\`${direction(type)}\` | \`${type.name}\` | ${parameters(type)}`),
			].join('\n');
		case 'text':
			return types.map((type) => `${direction(type)} ${type.name}(${parameters(type)})`).join('\n');
	}
}
