import {readFileSync} from 'node:fs';

let known: ReadonlyMap<string, readonly string[]> | undefined;

/** Names of an address in `/etc/hosts`, read once; a machine without the file knows none. */
export function hostNamesOf(address: string): readonly string[] {
	known ??= parseHosts(readHosts());
	return known.get(address) ?? [];
}

function readHosts(): string {
	try {
		return readFileSync('/etc/hosts', 'utf8');
	} catch {
		return '';
	}
}

/** The names of each address of a hosts file. */
export function parseHosts(text: string): ReadonlyMap<string, readonly string[]> {
	const names = new Map<string, string[]>();
	for (const line of text.split('\n')) {
		const [address, ...more] = line.replace(/#.*/, '').trim().split(/\s+/);
		if (address !== '') names.set(address, [...(names.get(address) ?? []), ...more]);
	}
	return names;
}
