#pragma once
// Limits of resources.
#include "../store/scalars.h"

#define RESOURCES 16
#define UNKNOWN_RESOURCE 255

struct user_limit {
	s64 current, most;
};

static __always_inline u8 resource(u64 kernel) {
	return (u32)kernel < RESOURCES ? kernel : UNKNOWN_RESOURCE;
}

static __always_inline void put_user_limit(struct event *e, u64 address) {
	struct user_limit limit = {};
	bpf_probe_read_user(&limit, sizeof(limit), (void *)address);
	put_s64(e, limit.current);
	put_s64(e, limit.most);
}

FILLER(setrlimit_x) {
	struct event e;
	if (!begin(&e, 143, 4)) return 0;
	put_s64(&e, ret);
	put_user_limit(&e, ARG(1));
	put_u8(&e, resource(ARG(0)));
	return submit(&e);
}

FILLER(getrlimit_x) {
	struct event e;
	if (!begin(&e, 141, 4)) return 0;
	put_s64(&e, ret);
	if (ret == 0) {
		put_user_limit(&e, ARG(1));
	} else {
		put_s64(&e, -1);
		put_s64(&e, -1);
	}
	put_u8(&e, resource(ARG(0)));
	return submit(&e);
}

FILLER(prlimit64_x) {
	struct event e;
	if (!begin(&e, 145, 7)) return 0;
	put_s64(&e, ret);
	put_user_limit(&e, ARG(2));
	put_user_limit(&e, ret == 0 ? ARG(3) : 0);
	put_s64(&e, (s32)ARG(0));
	put_u8(&e, resource(ARG(1)));
	return submit(&e);
}
