// Strings and bytes.
#pragma once
#include "scalars.h"

#define PATH_BYTES 4096
// The most of one block of bytes, so that the event stays below 64 KB.
#define BLOCK_BYTES 0xe000

// A NUL-terminated string of the calling program; empty parameter where it cannot be read.
static __always_inline void put_user_text(struct event *e, u64 address, u32 most) {
	long length = 0;
	if (address) length = bpf_probe_read_user_str(&e->scratch->event[bounded(e->position)], most, (void *)address);
	advance(e, length > 0 ? length & 0x1fff : 0);
}

static __always_inline void put_user_path(struct event *e, u64 address) {
	put_user_text(e, address, PATH_BYTES);
}

static __always_inline void put_kernel_text(struct event *e, const void *address, u32 most) {
	long length = 0;
	if (address) length = bpf_probe_read_kernel_str(&e->scratch->event[bounded(e->position)], most, address);
	advance(e, length > 0 ? length & 0x1fff : 0);
}

// Bytes of the calling program; empty where they cannot be read.
static __always_inline void put_user_block(struct event *e, u64 address, u64 size) {
	if (size > BLOCK_BYTES) size = BLOCK_BYTES;
	asm volatile("%0 &= 0xffff" : "+r"(size));
	if (!address || !size || bpf_probe_read_user(&e->scratch->event[bounded(e->position)], size, (void *)address)) size = 0;
	advance(e, size);
}

// Data of the calling program: at most `size` and snaplen bytes.
static __always_inline void put_user_bytes(struct event *e, u64 address, u64 size) {
	u64 most = snaplen;
	put_user_block(e, address, size < most ? size : most);
}
