import {expect, test} from 'vitest';
import {loadFailure, type NativeFailure} from '../../src/driver/load-failure.ts';

const refused = (errno: number, log = ''): NativeFailure =>
	Object.assign(new Error('The kernel refuses the eBPF programs: no'), {errno, log});

const VERIFIER = `libbpf: prog 'openat_x': BPF program load failed: Permission denied
libbpf: prog 'openat_x': -- BEGIN PROG LOAD LOG --
0: R1=ctx() R10=fp0
1: (79) r8 = *(u64 *)(r1 +120)
R2 unbounded memory access, make sure to bounds check any such access
processed 77 insns (limit 1000000) max_states_per_insn 0 total_states 3 peak_states 3 mark_read 0
-- END PROG LOAD LOG --
libbpf: prog 'openat_x': failed to load: -13
libbpf: failed to load object 'falconer_bpf'
libbpf: failed to load BPF skeleton 'falconer_bpf': -13
`;

test('the verifier is quoted with its last words, and its program is named', () => {
	const failure = loadFailure(refused(13, VERIFIER), 'none');
	expect(failure.code).toBe('LOAD_REFUSED');
	expect(failure.hint).toMatch(/^The kernel's verifier does not accept .*R2 unbounded memory access/);
	expect(failure.hint).not.toContain('processed 77 insns');
	expect(failure.hint).not.toContain('skeleton');
	expect(failure.hint).toContain('`openat_x`');
	expect(failure.hint).toContain('uname -r');
});

test.each([
	[1, 'CAP_BPF'],
	[13, 'CAP_BPF'],
	[38, 'CONFIG_BPF_SYSCALL'],
	[12, 'smaller ring buffer'],
	[22, 'CONFIG_DEBUG_INFO_BTF'],
	[524, 'CONFIG_BPF_EVENTS'],
	[3, 'type information'],
	[99, 'uname -r'],
])('error %i has a hint of its own', (errno, hint) => {
	expect(loadFailure(refused(errno), 'none').hint).toContain(hint);
});

test('lockdown is named where it is what forbids reading', () => {
	expect(loadFailure(refused(1), 'confidentiality').hint).toContain('lockdown=integrity');
	expect(loadFailure(refused(1), 'integrity').hint).toContain('CAP_BPF');
});

test('a failure without a log keeps its message', () => {
	expect(loadFailure(refused(1), 'none').message).toBe('The kernel refuses the eBPF programs: no');
});
