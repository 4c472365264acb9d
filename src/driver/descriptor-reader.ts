import type {DescriptorEntry} from '../events/machine.ts';
import {DescriptorScan} from './scan-descriptors.ts';

/** Tables of sockets are long on busy machines: they are read again at most so often. */
const SOCKETS_FOR_MS = 1_000;

/** Looks up single descriptors in /proc, for those that no system call tells about. */
export class DescriptorReader {
	readonly #proc: string;
	#scan: DescriptorScan;
	#scannedAtMs = Number.NEGATIVE_INFINITY;

	constructor(hostRoot = '') {
		this.#proc = `${hostRoot}/proc`;
		this.#scan = new DescriptorScan(this.#proc, 0);
	}

	/** Undefined when it is gone already, or when it is a socket that is in no table. */
	read(pid: number, fd: number, nowMs: number): DescriptorEntry | undefined {
		if (nowMs - this.#scannedAtMs > SOCKETS_FOR_MS) {
			this.#scan = new DescriptorScan(this.#proc, 0);
			this.#scannedAtMs = nowMs;
		}
		return this.#scan.readOne(pid, String(fd));
	}
}
