#pragma once
// Calls that reach into other processes or the kernel: signals, ptrace, bpf, modules.
#include "../store/text.h"

FILLER(kill_x) {
	struct event e;
	if (!begin(&e, 129, 3)) return 0;
	put_s64(&e, ret);
	put_s64(&e, (s32)ARG(0));
	put_u8(&e, ARG(1));
	return submit(&e);
}

FILLER(tkill_x) {
	struct event e;
	if (!begin(&e, 131, 3)) return 0;
	put_s64(&e, ret);
	put_s64(&e, (s32)ARG(0));
	put_u8(&e, ARG(1));
	return submit(&e);
}

FILLER(tgkill_x) {
	struct event e;
	if (!begin(&e, 133, 4)) return 0;
	put_s64(&e, ret);
	put_s64(&e, (s32)ARG(0));
	put_s64(&e, (s32)ARG(1));
	put_u8(&e, ARG(2));
	return submit(&e);
}

static __always_inline u16 ptrace_request(u64 request) {
	// TRACEME … SINGLESTEP
	if (request <= 9) return request + 1;
	// SETOPTIONS … SETSIGMASK
	if (request >= 0x4200 && request <= 0x420b) {
		switch (request) {
		case 0x4206: return 20; // SEIZE
		case 0x4207: return 21;
		case 0x4208: return 22;
		case 0x4209: return 23;
		case 0x420a: return 24;
		case 0x420b: return 25;
		default: return request - 0x4200 + 14;
		}
	}
	switch (request) {
	case 12: return 26; // GETREGS
	case 13: return 27;
	case 14: return 28;
	case 15: return 29;
	case 16: return 11; // ATTACH
	case 17: return 12; // DETACH
	case 18: return 30;
	case 19: return 31;
	case 21: return 32;
	case 24: return 13; // SYSCALL
	case 25: return 33;
	case 26: return 34;
	case 30: return 35;
	case 31: return 36;
	case 32: return 37;
	case 33: return 38;
	default: return 0;
	}
}

#define DYN_U64 0
#define DYN_SIGNAL 1

FILLER(ptrace_x) {
	struct event e;
	if (!begin(&e, 169, 5)) return 0;
	u64 request = ARG(0), data = ARG(3), value = 0;
	bool peeks = request >= 1 && request <= 3;
	// CONT, SINGLESTEP, DETACH and SYSCALL deliver a signal.
	bool signals = request == 7 || request == 9 || request == 17 || request == 24;
	put_s64(&e, ret);
	put_dynamic_u64(&e, DYN_U64, ret < 0 ? 0 : ARG(2));
	if (ret < 0) {
		put_dynamic_u64(&e, DYN_U64, 0);
	} else if (signals) {
		put_dynamic_u8(&e, DYN_SIGNAL, data);
	} else {
		if (peeks) bpf_probe_read_user(&value, sizeof(value), (void *)data);
		put_dynamic_u64(&e, DYN_U64, peeks ? value : data);
	}
	put_u16(&e, ptrace_request(request));
	put_s64(&e, (s32)ARG(1));
	return submit(&e);
}

FILLER(bpf_x) {
	struct event e;
	if (!begin(&e, 369, 2)) return 0;
	put_fd(&e, ret);
	put_u32(&e, ARG(0));
	return submit(&e);
}

FILLER(init_module_x) {
	struct event e;
	if (!begin(&e, 411, 4)) return 0;
	put_s64(&e, ret);
	put_user_bytes(&e, ARG(0), ARG(1));
	put_u64(&e, ARG(1));
	put_user_path(&e, ARG(2));
	return submit(&e);
}

FILLER(finit_module_x) {
	struct event e;
	if (!begin(&e, 413, 4)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_user_path(&e, ARG(1));
	put_u32(&e, ARG(2) & 7);
	return submit(&e);
}

FILLER(delete_module_x) {
	struct event e;
	if (!begin(&e, 425, 3)) return 0;
	put_s64(&e, ret);
	put_user_path(&e, ARG(0));
	put_u32(&e, open_flags(ARG(1)) & (1 << 6 | 1 << 8));
	return submit(&e);
}

FILLER(seccomp_x) {
	struct event e;
	if (!begin(&e, 299, 3)) return 0;
	put_s64(&e, ret);
	put_u64(&e, ARG(0));
	put_u64(&e, ARG(1));
	return submit(&e);
}
