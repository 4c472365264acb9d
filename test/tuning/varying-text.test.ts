import {describe, expect, it} from 'vitest';
import {maskVarying} from '../../src/tuning/varying-text.ts';

describe('maskVarying', () => {
	it('takes out what differs from run to run', () => {
		expect(maskVarying('/etc/cron.d/certbot-5f0c21ab')).toBe('/etc/cron.d/certbot-*');
		expect(maskVarying('/proc/4242/environ')).toBe('/proc/*/environ');
		expect(maskVarying('/tmp/go-build1744125/b001/exe/main')).toBe('/tmp/go-build*/b001/exe/main');
		expect(maskVarying('go-build1179')).toBe('go-build*');
		expect(maskVarying('/tmp/tmp.aB3dE9fGh1')).toBe('/tmp/tmp.*');
	});

	it('leaves names, versions, sizes and kinds of keys', () => {
		for (const name of ['/usr/bin/python3.11', 'x86_64', 'sha256sum', '/root/.ssh/id_ed25519', 'curve25519', 'ext4', 'libssl3', 'fail2ban'])
			expect(maskVarying(name)).toBe(name);
	});
});
