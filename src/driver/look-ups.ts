import {performance} from 'node:perf_hooks';
import type {DescriptorEntry} from '../events/machine.ts';
import {DescriptorReader} from './descriptor-reader.ts';
import {isAlive} from './is-alive.ts';

/** What only the running machine can tell, for a system model that follows it. */
export interface LookUps {
	readonly isAlive: (tid: number) => boolean;
	readonly readDescriptor: (tid: number, fd: number) => DescriptorEntry | undefined;
}

export function lookUps(hostRoot = ''): LookUps {
	const reader = new DescriptorReader(hostRoot);
	return {
		isAlive: (tid) => isAlive(tid, hostRoot),
		readDescriptor: (tid, fd) => reader.read(tid, fd, performance.now()),
	};
}
