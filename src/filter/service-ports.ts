import {readFileSync} from 'node:fs';
import {nearNames} from '../fields/near-names.ts';
import type {ServicePorts} from './constant.ts';

/** Ports by name as /etc/services lists them, read when the first name is asked for. */
export function readServicePorts(file = '/etc/services'): ServicePorts {
	let known: Map<string, number> | undefined;
	const ports = () => {
		known ??= parseServices(readIfThere(file));
		return known;
	};
	return {
		portOf: (name) => ports().get(name),
		near: (name) => nearNames(name, ports().keys(), 1)[0],
	};
}

function readIfThere(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return ''; // No such file on small images: only numbers are known then.
	}
}

/** The first entry of a name wins, as getservbyname without a protocol does. */
export function parseServices(text: string): Map<string, number> {
	const ports = new Map<string, number>();
	for (const line of text.split('\n')) {
		const [name, port, ...aliases] = line.replace(/#.*/, '').trim().split(/\s+/);
		const number = /^(\d+)\//.exec(port ?? '')?.[1];
		if (number === undefined) continue;
		for (const alias of [name, ...aliases]) if (!ports.has(alias)) ports.set(alias, Number(number));
	}
	return ports;
}
