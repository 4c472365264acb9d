import {expect, test} from 'vitest';
import {capabilityFailure, type Machine, missingCapabilities} from '../../src/driver/capabilities.ts';
import {DriverFailure} from '../../src/driver/failure.ts';

const ABLE: Machine = {
	platform: 'linux',
	architecture: 'x64',
	kernelRelease: '6.1.0-13-amd64',
	hasBtf: true,
	capabilities: 1n << 21n,
	inFirstUserNamespace: true,
	hasAddon: true,
	refusal: () => undefined,
};
const codes = (machine: Partial<Machine>) => missingCapabilities({...ABLE, ...machine}).map(({code}) => code);

test('nothing is missing on a machine that can', () => {
	expect(codes({})).toEqual([]);
});

test('another system needs no further reasons', () => {
	expect(codes({platform: 'darwin', hasBtf: false, capabilities: 0n})).toEqual(['NOT_LINUX']);
});

test('every reason is told, with what to do', () => {
	const machine = {...ABLE, kernelRelease: '5.4.0', hasBtf: false, capabilities: 0n, hasAddon: false, architecture: 'ia32'};
	const missing = missingCapabilities(machine);
	expect(missing.map(({code}) => code)).toEqual([
		'UNSUPPORTED_ARCHITECTURE',
		'KERNEL_TOO_OLD',
		'NO_BTF',
		'NO_PERMISSION',
		'ADDON_NOT_BUILT',
	]);
	for (const {hint, message} of missing) expect(`${message} ${hint}`.length).toBeGreaterThan(40);
});

test('kernels are compared by number', () => {
	expect(codes({kernelRelease: '5.7.19'})).toEqual(['KERNEL_TOO_OLD']);
	expect(codes({kernelRelease: '5.8.0'})).toEqual([]);
	expect(codes({kernelRelease: '5.10.0'})).toEqual([]);
	expect(codes({kernelRelease: '10.1'})).toEqual([]);
});

test('CAP_BPF with CAP_PERFMON do as well as CAP_SYS_ADMIN; one alone does not', () => {
	expect(codes({capabilities: (1n << 39n) | (1n << 38n)})).toEqual([]);
	expect(codes({capabilities: 1n << 39n})).toEqual(['NO_PERMISSION']);
});

test('capabilities of a rootless container do not count, and are not what to ask for', () => {
	const [missing, ...others] = missingCapabilities({...ABLE, inFirstUserNamespace: false});
	expect(others).toEqual([]);
	expect(missing).toMatchObject({code: 'NO_PERMISSION', hint: expect.not.stringContaining('CAP_BPF') as string});
});

test('whether the kernel takes a program is asked where nothing else is missing', () => {
	const refusal = () => new DriverFailure('LOAD_REFUSED', 'no', {hint: 'none'});
	expect(codes({refusal})).toEqual(['LOAD_REFUSED']);
	expect(codes({refusal, hasAddon: false})).toEqual(['ADDON_NOT_BUILT']);
});

test('the failure of the driver names all that is missing at once', () => {
	expect(capabilityFailure(ABLE)).toBeUndefined();
	const failure = capabilityFailure({...ABLE, capabilities: 0n, hasAddon: false});
	expect(failure?.code).toBe('NO_PERMISSION');
	expect(failure?.message).toBe('This user may not load eBPF programs. The driver is not built.');
	expect(failure?.hint).toContain('CAP_BPF');
	expect(failure?.hint).toContain('npm run setup');
});
