import type {EventCursor} from '../events/cursor.ts';

export interface FieldOptions {
	/** `static_fields` of the configuration: key `k` becomes `static.k`. */
	readonly staticFields?: Readonly<Record<string, string>>;
	/** What `evt.hostname` shows. */
	readonly hostname?: string;
	/** Whether outputs show byte buffers of `evt.arg` and `evt.args` in base64. */
	readonly bufferBase64?: boolean;
	/** What `evt.source` shows. */
	readonly source?: string;
	/** Names of addresses, for `fd.sip.name` and its like; never waits. Default: `/etc/hosts`. */
	readonly namesOf?: (address: string) => readonly string[];
}

/** What the fields of one catalogue remember from event to event. */
export class FieldState {
	readonly options: FieldOptions;
	firstSeconds = -1;
	firstNanos = 0;

	constructor(options: FieldOptions) {
		this.options = options;
	}

	/** Notes the first event's time: `evt.reltime` counts from it. */
	observe(cursor: EventCursor): void {
		if (this.firstSeconds >= 0) return;
		this.firstSeconds = cursor.tsSeconds;
		this.firstNanos = cursor.tsNanos;
	}
}
