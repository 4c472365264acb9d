import {expect, test} from 'vitest';
import {parseServices, readServicePorts} from '../../src/filter/service-ports.ts';

test('names and aliases have ports, the first entry wins', () => {
	const ports = parseServices('# comment\nhttp\t80/tcp\twww # web\nhttp 8080/udp\n\nbroken\ndomain 53/tcp\n');
	expect([...ports]).toEqual([
		['http', 80],
		['www', 80],
		['domain', 53],
	]);
});

test('without the file no name is known', () => {
	expect(readServicePorts('/nonexistent/services').portOf('http')).toBeUndefined();
	expect(readServicePorts('/nonexistent/services').near('http')).toBeUndefined();
});
