#pragma once
// Options and names of sockets.
#include "../store/text.h"

#define SOL_SOCKET 1
#define SOL_TCP 6
#define SO_ERROR 4
#define SO_LINGER 13
#define SO_PEERCRED 17
#define SO_RCVTIMEO 20
#define SO_SNDTIMEO 21
#define SO_ATTACH_FILTER 26
#define SO_PEERNAME 28
#define SO_INCOMING_CPU 49
#define SO_ATTACH_BPF 50
#define SO_MEMINFO 55
#define SO_COOKIE 57
#define SO_PEERGROUPS 59
#define SO_RCVTIMEO_NEW 66
#define SO_SNDTIMEO_NEW 67
#define OPTION_BYTES 4096

// What the first byte of an option's value says about the rest.
enum option_kind { OPTION_BYTEBUF, OPTION_ERRNO, OPTION_UINT32, OPTION_UINT64, OPTION_TIME };

struct user_timeval {
	s64 seconds, microseconds;
};

static __always_inline u8 option_name(u32 level, u32 name) {
	if (level != SOL_SOCKET) return 0;
	switch (name) {
	case SO_PEERGROUPS: return 51;
	case SO_MEMINFO: return 52;
	case SO_COOKIE: return 53;
	case SO_RCVTIMEO_NEW: return 20;
	case SO_SNDTIMEO_NEW: return 21;
	default: return name <= SO_ATTACH_BPF ? name : 0;
	}
}

static __always_inline enum option_kind option_kind(u32 level, u32 name) {
	if (level != SOL_SOCKET) return OPTION_BYTEBUF;
	switch (name) {
	case SO_ERROR: return OPTION_ERRNO;
	case SO_RCVTIMEO: case SO_SNDTIMEO: case SO_RCVTIMEO_NEW: case SO_SNDTIMEO_NEW: return OPTION_TIME;
	case SO_COOKIE: return OPTION_UINT64;
	case SO_LINGER: case SO_PEERCRED: case SO_ATTACH_FILTER: case SO_PEERNAME: return OPTION_BYTEBUF;
	default: return name >= 1 && name <= SO_INCOMING_CPU ? OPTION_UINT32 : OPTION_BYTEBUF;
	}
}

static __always_inline void put_option_bytes(struct event *e, u64 address, u64 size) {
	u64 at = bounded(e->position);
	e->scratch->event[at] = OPTION_BYTEBUF;
	if (size > OPTION_BYTES) size = OPTION_BYTES;
	asm volatile("%0 &= 0x1fff" : "+r"(size));
	if (!address || !size || bpf_probe_read_user(&e->scratch->event[at + 1], size, (void *)address)) size = 0;
	advance(e, 1 + size);
}

static __always_inline void put_option_u32(struct event *e, u32 value) {
	u64 at = bounded(e->position);
	e->scratch->event[at] = OPTION_UINT32;
	*(u32 *)&e->scratch->event[at + 1] = value;
	advance(e, 5);
}

static __always_inline void put_option(struct event *e, u32 level, u32 name, u64 address, u32 size) {
	s32 number = 0;
	u64 wide = 0;
	struct user_timeval time = {};
	switch (option_kind(level, name)) {
	case OPTION_ERRNO:
		bpf_probe_read_user(&number, sizeof(number), (void *)address);
		return put_dynamic_u64(e, OPTION_ERRNO, -(s64)number);
	case OPTION_UINT32:
		bpf_probe_read_user(&number, sizeof(number), (void *)address);
		return put_option_u32(e, number);
	case OPTION_UINT64:
		bpf_probe_read_user(&wide, sizeof(wide), (void *)address);
		return put_dynamic_u64(e, OPTION_UINT64, wide);
	case OPTION_TIME:
		bpf_probe_read_user(&time, sizeof(time), (void *)address);
		return put_dynamic_u64(e, OPTION_TIME, time.seconds * 1000000000ull + time.microseconds * 1000ull);
	default:
		return put_option_bytes(e, address, (u16)size);
	}
}

static __always_inline void put_socket_option(struct event *e, struct pt_regs *regs, long ret, u32 size) {
	u32 level = ARG(1), name = ARG(2);
	put_s64(e, ret);
	put_fd(e, ARG_FD(0));
	put_u8(e, level == SOL_SOCKET ? 1 : level == SOL_TCP ? 2 : 0);
	put_u8(e, option_name(level, name));
	put_option(e, level, name, ARG(3), size);
	put_u32(e, size);
}

FILLER(setsockopt_x) {
	struct event e;
	if (!begin(&e, 45, 6)) return 0;
	put_socket_option(&e, regs, ret, ARG(4));
	return submit(&e);
}

FILLER(getsockopt_x) {
	struct event e;
	u32 size = 0;
	if (!begin(&e, 47, 6)) return 0;
	bpf_probe_read_user(&size, sizeof(size), (void *)ARG(4));
	put_socket_option(&e, regs, ret, size);
	return submit(&e);
}

// Events without parameters.
#define BARE_FILLER(name, code) \
	FILLER(name) { \
		struct event e; \
		if (!begin(&e, code, 0)) return 0; \
		return submit(&e); \
	}

BARE_FILLER(getsockname_x, 39)
BARE_FILLER(getpeername_x, 41)
