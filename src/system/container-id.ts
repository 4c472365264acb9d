import type {ByteString} from '../events/byte-string.ts';

/** Digits that runtimes and Falco show of an id of 64 hex digits. */
const SHOWN_DIGITS = 12;

const HEX_ID = /^[0-9a-f]{64}$/;
/** A path element that ends in an id: bare (Docker, kubepods), `docker-<id>.scope`, `libpod-<id>`, `….slice:cri-containerd:<id>`. */
const LONG_ID = /^(?:(.*[-:]))?([0-9a-f]{64})(?:\.scope)?$/;
/** Elements that hold a container's supervisor, not the container. */
const SUPERVISOR = /conmon-$/;
/** Runtimes that name their containers freely. */
const NAMED = [/^lxc\.payload\.(.+)$/, /^(buildah-buildah[0-9]+)$/, /^machine-(.+)\.scope$/];
/** Folders whose elements are names of containers: LXC of old, and containerd's default namespace for `ctr`. */
const FOLDERS: ReadonlySet<ByteString> = new Set(['lxc', 'lxc.payload']);
const CONTAINERD_DEFAULT = /^\/default\/([^/]+)$/;

/** An id as Falco shows it: 12 of 64 hex digits, a name whole. */
export const shownContainerId = (fullId: ByteString): ByteString => (HEX_ID.test(fullId) ? fullId.slice(0, SHOWN_DIGITS) : fullId);

/** The whole id or name of the container a cgroup path belongs to; '' for none. The innermost one, where they nest. */
export function containerIdOfPath(path: ByteString): ByteString {
	if (path.length < 2) return '';
	const elements = path.split('/');
	for (let i = elements.length - 1; i > 0; i--) {
		const id = idOfElement(elements[i], elements[i - 1]);
		if (id !== '') return id;
	}
	return CONTAINERD_DEFAULT.exec(path)?.[1] ?? '';
}

function idOfElement(element: ByteString, folder: ByteString): ByteString {
	const long = LONG_ID.exec(element);
	if (long !== null) return SUPERVISOR.test(long[1] ?? '') ? '' : long[2];
	for (const pattern of NAMED) {
		const name = pattern.exec(element)?.[1];
		if (name !== undefined) return unescapeUnit(name);
	}
	return FOLDERS.has(folder) ? element : '';
}

/** systemd writes bytes of a unit's name that it does not allow as `\x2d`. */
const unescapeUnit = (name: ByteString): ByteString =>
	name.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
