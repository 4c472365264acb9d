import type {ByteString} from '../events/byte-string.ts';
import {type ContainerInfo, HOST} from './container-info.ts';

/** Recordings that never say that a container is gone cannot fill the memory. */
const MAX_CONTAINERS = 16_384;

/** What is known of containers beyond the ids that threads have: from container events, or from runtimes that were asked. */
export class ContainerTable {
	/** Records that were let go to make room. */
	dropped = 0;
	/** Container events that could not be read. */
	unreadable = 0;
	readonly #byId = new Map<ByteString, ContainerInfo>();

	/** By the id of `Thread.containerId`; '' is the host. undefined while nobody has said anything. */
	get(id: ByteString): ContainerInfo | undefined {
		return id === '' ? HOST : this.#byId.get(id);
	}

	set(info: ContainerInfo): void {
		this.#byId.delete(info.id);
		this.#byId.set(info.id, info);
		if (this.#byId.size <= MAX_CONTAINERS) return;
		for (const oldest of this.#byId.keys()) {
			this.#byId.delete(oldest);
			this.dropped++;
			return;
		}
	}

	delete(id: ByteString): void {
		this.#byId.delete(id);
	}

	clear(): void {
		this.#byId.clear();
	}

	/** All containers, the host left out. */
	values(): IterableIterator<ContainerInfo> {
		return this.#byId.values();
	}
}
