// Data in pieces: what an array of `struct iovec` points at.
#pragma once
#include "text.h"

#define VECTORS 32

struct user_vector {
	u64 base, length;
};

// The first bytes of all pieces together, at most `most`; returns how many.
__noinline u32 write_user_vectors(u64 vectors, u64 count, u64 position, u64 most) {
	struct scratch *s = this_cpu_scratch();
	u64 length = 0;
	if (!s) return 0;
	if (most > BLOCK_BYTES) most = BLOCK_BYTES;
	for (u32 i = 0; i < VECTORS; i++) {
		struct user_vector vector;
		// Forgetting what is known of the numbers lets the verifier see that all rounds are alike.
		asm volatile("%0 &= 0xffff" : "+r"(length));
		asm volatile("" : "+r"(most));
		if (i >= count || length >= most || bpf_probe_read_user(&vector, sizeof(vector), (void *)(vectors + i * sizeof(vector)))) break;
		u64 part = most - length;
		if (vector.length < part) part = vector.length;
		asm volatile("%0 &= 0xffff" : "+r"(part));
		if (bpf_probe_read_user(&s->event[bounded(position + length)], part, (void *)vector.base)) break;
		length += part;
	}
	return length;
}

static __always_inline void put_user_vectors(struct event *e, u64 vectors, u64 count, u64 size) {
	u64 most = snaplen;
	advance(e, length_of(write_user_vectors(vectors, count, e->position, size < most ? size : most), 0xffff));
}

// The sizes of all pieces together.
__noinline u32 size_of_vectors(u64 vectors, u64 count) {
	u32 size = 0;
	for (u32 i = 0; i < VECTORS; i++) {
		struct user_vector vector;
		asm volatile("" : "+r"(size));
		if (i >= count || bpf_probe_read_user(&vector, sizeof(vector), (void *)(vectors + i * sizeof(vector)))) break;
		size += vector.length;
	}
	return size;
}
