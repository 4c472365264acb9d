// Parameters of a fixed size.
#pragma once
#include "../extract/flags.h"

#define DEFINE_PUT(suffix, type) \
	static __always_inline void put_##suffix(struct event *e, type value) { \
		*(type *)&e->scratch->event[bounded(e->position)] = value; \
		advance(e, sizeof(type)); \
	}

DEFINE_PUT(u8, u8)
DEFINE_PUT(u16, u16)
DEFINE_PUT(u32, u32)
DEFINE_PUT(s32, s32)
DEFINE_PUT(u64, u64)
DEFINE_PUT(s64, s64)

static __always_inline void put_empty(struct event *e) {
	advance(e, 0);
}

static __always_inline void put_fd(struct event *e, s64 fd) {
	put_s64(e, fd);
}

// A value of a type that is known only by its selector.
static __always_inline void put_dynamic_u64(struct event *e, u8 selector, u64 value) {
	u64 at = bounded(e->position);
	e->scratch->event[at] = selector;
	*(u64 *)&e->scratch->event[at + 1] = value;
	advance(e, 9);
}

static __always_inline void put_dynamic_u8(struct event *e, u8 selector, u8 value) {
	u64 at = bounded(e->position);
	e->scratch->event[at] = selector;
	e->scratch->event[at + 1] = value;
	advance(e, 2);
}
