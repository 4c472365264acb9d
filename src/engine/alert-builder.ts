import type {Alert} from '../alerts/alert.ts';
import {EVENT_TYPES} from '../events/event-types.ts';
import type {FieldValue} from '../fields/field.ts';
import type {EventContext} from '../system/context.ts';
import type {ActiveRule} from './active-rules.ts';
import {ancestryOf} from './ancestry.ts';

export interface AlertBuilderOptions {
	readonly hostname: string;
	/** Whether alerts carry a snapshot and an ancestry. */
	readonly snapshots: boolean;
}

/** Makes alerts of matches; it alone reads an event's fields beyond those a condition asked for. */
export class AlertBuilder {
	readonly #options: AlertBuilderOptions;
	#seq = 0;

	constructor(options: AlertBuilderOptions) {
		this.#options = options;
	}

	build(rule: ActiveRule, event: EventContext): Alert {
		const {cursor, thread} = event;
		const {hostname, snapshots} = this.#options;
		const fields = rule.output.values(event);
		return {
			seq: ++this.#seq,
			tsNs: cursor.tsNs,
			rule: rule.name,
			priority: rule.priority,
			source: rule.source,
			tags: rule.tags,
			hostname,
			message: rule.output.render(event),
			fields,
			doubles: rule.output.doubles,
			snapshot: snapshots ? snapshotOf(rule, event) : {},
			ancestry: snapshots ? ancestryOf(event.system, thread) : [],
			evtNum: cursor.num,
			evtType: EVENT_TYPES[cursor.type].name,
			tid: cursor.tid,
			pid: thread === undefined ? cursor.tid : thread.pid,
			containerId: thread === undefined ? '' : thread.containerId,
		};
	}
}

function snapshotOf(rule: ActiveRule, event: EventContext): Readonly<Record<string, FieldValue>> {
	const snapshot: Record<string, FieldValue> = {};
	for (const field of rule.snapshot) {
		const value = field.extract(event);
		if (value !== undefined || rule.asked.has(field)) snapshot[field.text] = value;
	}
	return snapshot;
}
