#pragma once
// Memory: mappings, protection, locks, and that of other processes.
#include "../extract/task.h"
#include "../store/vectors.h"

static __always_inline u32 protection(u64 kernel) {
	// PROT_READ, WRITE, EXEC and SEM keep their values.
	return (kernel & 15) | (kernel & 0x01000000 ? 16 : 0) | (kernel & 0x02000000 ? 32 : 0);
}

static __always_inline u32 map_flags(u64 kernel) {
	// MAP_SHARED and MAP_PRIVATE keep their values.
	u32 portable = kernel & 3;
	if (kernel & 0x10) portable |= 1 << 2; // FIXED
	if (kernel & 0x20) portable |= 1 << 3; // ANONYMOUS
#if defined(__TARGET_ARCH_x86)
	if (kernel & 0x40) portable |= 1 << 4; // 32BIT
#endif
	if (kernel & 0x4000) portable |= 1 << 6; // NORESERVE
	if (kernel & 0x8000) portable |= 1 << 7; // POPULATE
	if (kernel & 0x10000) portable |= 1 << 8; // NONBLOCK
	if (kernel & 0x100) portable |= 1 << 9; // GROWSDOWN
	if (kernel & 0x800) portable |= 1 << 10; // DENYWRITE
	if (kernel & 0x1000) portable |= 1 << 11; // EXECUTABLE
	if (kernel & 0x2000) portable |= 1 << 14; // LOCKED
	return portable;
}

// vm_size, vm_rss, vm_swap of the caller.
static __always_inline void put_memory(struct event *e) {
	struct memory memory;
	read_memory(&memory, BPF_CORE_READ(current_task(), mm));
	put_u32(e, memory.size_kb);
	put_u32(e, memory.rss_kb);
	put_u32(e, memory.swap_kb);
}

FILLER(mmap_x) {
	struct event e;
	if (!begin(&e, 161, 10)) return 0;
	put_s64(&e, ret);
	put_memory(&e);
	put_u64(&e, ARG(0));
	put_u64(&e, ARG(1));
	put_u32(&e, protection(ARG(2)));
	put_u32(&e, map_flags(ARG(3)));
	put_fd(&e, ARG_FD(4));
	put_u64(&e, ARG(5));
	return submit(&e);
}

FILLER(munmap_x) {
	struct event e;
	if (!begin(&e, 165, 6)) return 0;
	put_s64(&e, ret);
	put_memory(&e);
	put_u64(&e, ARG(0));
	put_u64(&e, ARG(1));
	return submit(&e);
}

FILLER(mprotect_x) {
	struct event e;
	if (!begin(&e, 329, 4)) return 0;
	put_s64(&e, ret);
	put_u64(&e, ARG(0));
	put_u64(&e, ARG(1));
	put_u32(&e, protection(ARG(2)));
	return submit(&e);
}

FILLER(brk_x) {
	struct event e;
	if (!begin(&e, 159, 5)) return 0;
	put_s64(&e, ret);
	put_memory(&e);
	put_u64(&e, ARG(0));
	return submit(&e);
}

#define RANGE_FILLER(name, code) \
	FILLER(name) { \
		struct event e; \
		if (!begin(&e, code, 3)) return 0; \
		put_s64(&e, ret); \
		put_u64(&e, ARG(0)); \
		put_u64(&e, ARG(1)); \
		return submit(&e); \
	}

RANGE_FILLER(mlock_x, 345)
RANGE_FILLER(munlock_x, 347)

FILLER(mlock2_x) {
	struct event e;
	if (!begin(&e, 371, 4)) return 0;
	put_s64(&e, ret);
	put_u64(&e, ARG(0));
	put_u64(&e, ARG(1));
	put_u32(&e, ARG(2) & 1);
	return submit(&e);
}

FILLER(mlockall_x) {
	struct event e;
	if (!begin(&e, 349, 2)) return 0;
	put_s64(&e, ret);
	put_u32(&e, ARG(0) & 7);
	return submit(&e);
}

FILLER(munlockall_x) {
	struct event e;
	if (!begin(&e, 351, 1)) return 0;
	put_s64(&e, ret);
	return submit(&e);
}

// The data as it lies in the caller's own memory.
#define OTHER_MEMORY_FILLER(name, code) \
	FILLER(name) { \
		struct event e; \
		if (!begin(&e, code, 3)) return 0; \
		put_s64(&e, ret); \
		put_s64(&e, (s32)ARG(0)); \
		put_user_vectors(&e, ARG(1), ARG(2), ret > 0 ? ret : 0); \
		return submit(&e); \
	}

OTHER_MEMORY_FILLER(process_vm_readv_x, 421)
OTHER_MEMORY_FILLER(process_vm_writev_x, 423)
