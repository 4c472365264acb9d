import type {ByteString} from '../events/byte-string.ts';
import type {GroupEntry, UserEntry} from '../events/machine.ts';

/** Accounts of the host ('') and of containers, by id. */
export class UserTable {
	readonly #users = new Map<ByteString, Map<number, UserEntry>>();
	readonly #groups = new Map<ByteString, Map<number, GroupEntry>>();

	clear(): void {
		this.#users.clear();
		this.#groups.clear();
	}

	user(uid: number, containerId: ByteString): UserEntry | undefined {
		return this.#users.get(containerId)?.get(uid);
	}

	group(gid: number, containerId: ByteString): GroupEntry | undefined {
		return this.#groups.get(containerId)?.get(gid);
	}

	setUser(user: UserEntry, containerId: ByteString): void {
		inContainer(this.#users, containerId).set(user.uid, user);
	}

	setGroup(group: GroupEntry, containerId: ByteString): void {
		inContainer(this.#groups, containerId).set(group.gid, group);
	}

	deleteUser(uid: number, containerId: ByteString): void {
		this.#users.get(containerId)?.delete(uid);
	}

	deleteGroup(gid: number, containerId: ByteString): void {
		this.#groups.get(containerId)?.delete(gid);
	}

	hostUsers(): UserEntry[] {
		return [...(this.#users.get('')?.values() ?? [])];
	}

	hostGroups(): GroupEntry[] {
		return [...(this.#groups.get('')?.values() ?? [])];
	}
}

function inContainer<T>(tables: Map<ByteString, Map<number, T>>, containerId: ByteString): Map<number, T> {
	let table = tables.get(containerId);
	if (table === undefined) {
		table = new Map();
		tables.set(containerId, table);
	}
	return table;
}
