import {readFileSync} from 'node:fs';
import type {ServicePorts} from './constant.ts';

/** Ports by name as /etc/services lists them, read when the first name is asked for. */
export function readServicePorts(file = '/etc/services'): ServicePorts {
	let ports: Map<string, number> | undefined;
	return (name) => {
		ports ??= parseServices(readIfThere(file));
		return ports.get(name);
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
