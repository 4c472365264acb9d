#pragma once
// io_uring.
#include "../store/scalars.h"

struct user_uring {
	u32 sq_entries, cq_entries, flags, sq_thread_cpu, sq_thread_idle, features;
};

static __always_inline u32 uring_flags(u32 kernel) {
	// Falco takes IORING_SQ_NEED_WAKEUP (4) for a flag of this call; its bit is that of IORING_SETUP_IOPOLL.
	u32 portable = (kernel & 1 ? 1 | 4 : 0) | (kernel & 2);
	// SQ_AFF, CQSIZE, CLAMP, ATTACH_WQ, R_DISABLED
	return portable | (kernel & 0x7c) << 1;
}

FILLER(io_uring_setup_x) {
	struct event e;
	struct user_uring ring = {};
	if (!begin(&e, 339, 8)) return 0;
	bpf_probe_read_user(&ring, sizeof(ring), (void *)ARG(1));
	put_s64(&e, ret);
	put_u32(&e, ARG(0));
	put_u32(&e, ring.sq_entries);
	put_u32(&e, ring.cq_entries);
	put_u32(&e, uring_flags(ring.flags));
	put_u32(&e, ring.sq_thread_cpu);
	put_u32(&e, ring.sq_thread_idle);
	// SINGLE_MMAP to RSRC_TAGS keep their values.
	put_u32(&e, ring.features & 0x7ff);
	return submit(&e);
}

FILLER(io_uring_enter_x) {
	struct event e;
	if (!begin(&e, 341, 6)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_u32(&e, ARG(1));
	put_u32(&e, ARG(2));
	put_u32(&e, ARG(3) & 15);
	// The lower half of a pointer, as in Falco's events.
	put_u32(&e, ARG(4));
	return submit(&e);
}

FILLER(io_uring_register_x) {
	struct event e;
	if (!begin(&e, 343, 5)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_u16(&e, ARG(1));
	put_u64(&e, ARG(2));
	put_u32(&e, ARG(3));
	return submit(&e);
}
