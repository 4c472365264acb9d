import {expect, test} from 'vitest';
import {engineOptions, sourceSpec} from '../../src/cli/engine-options.ts';
import {loadConfig} from '../../src/config/load.ts';

const config = (...overrides: string[]) => loadConfig({file: '/dev/null', overrides, env: {}});
const MB = 1024 * 1024;

test('a replay needs a capture file, and runs as fast as it can', () => {
	expect(sourceSpec(config('engine.kind=replay'))).toContain('engine.replay.capture_file');
	expect(sourceSpec(config('engine.kind=replay', 'engine.replay.capture_file=/a.scap'))).toEqual({
		kind: 'capture',
		file: '/a.scap',
		speed: 0,
	});
});

test('the ring grows with the preset, and is a power of two that the driver takes', () => {
	const ring = (...overrides: string[]) => {
		const source = sourceSpec(config(...overrides));
		return typeof source === 'object' && source.kind === 'live' ? (source.ringBytes ?? 0) : 0;
	};
	expect(ring('engine.modern_ebpf.buf_size_preset=5')).toBe(2 * ring('engine.modern_ebpf.buf_size_preset=4'));
	expect(ring()).toBeGreaterThanOrEqual(16 * MB);
	for (let preset = 1; preset <= 10; preset++) {
		const bytes = ring(`engine.modern_ebpf.buf_size_preset=${preset}`, 'engine.modern_ebpf.cpus_for_each_buffer=1');
		expect([Number.isInteger(Math.log2(bytes)), bytes <= 1024 * MB]).toEqual([true, true]);
	}
});

test('priorities by name, in any case, become levels', () => {
	const level = (name: string) =>
		engineOptions({config: config(`priority=${name}`), rules: [], source: {kind: 'live'}, snapshots: false}).minimumPriority;
	expect(['EMERGENCY', 'warning', 'info', 'Informational', 'debug'].map(level)).toEqual([0, 4, 6, 6, 7]);
});

test('without a driver there is a reason', () => {
	expect(sourceSpec(config('engine.kind=nodriver'))).toContain('nodriver');
});
