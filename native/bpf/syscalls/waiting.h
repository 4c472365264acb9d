#pragma once
// Calls that wait: for descriptors, time, or a lock.
#include "../store/text.h"

#define POLLED 16

struct user_poll {
	s32 fd;
	s16 events, returned;
};

struct user_time {
	s64 seconds, nanoseconds;
};

static __always_inline u16 poll_events(u16 kernel) {
	// POLLIN, POLLPRI and POLLOUT keep their values; ERR to WRBAND move by one; POLLRDHUP takes the place between.
	return (kernel & 0x7) | (kernel & 0x2000 ? 1 << 3 : 0) | (kernel & 0x3f8) << 1;
}

// A count, then descriptor and events that came of each.
__noinline u32 write_polled(u64 descriptors, u32 count, u64 position) {
	struct scratch *s = this_cpu_scratch();
	u64 length = 2;
	if (!s) return 0;
	u32 most = count > POLLED ? POLLED : count;
	for (u32 i = 0; i < POLLED; i++) {
		struct user_poll polled;
		asm volatile("%0 &= 0xff" : "+r"(length));
		if (i >= most) break;
		if (bpf_probe_read_user(&polled, sizeof(polled), (void *)(descriptors + i * sizeof(polled)))) {
			most = i;
			break;
		}
		u64 at = bounded(position + length);
		*(s64 *)&s->event[at] = polled.fd;
		*(u16 *)&s->event[at + 8] = poll_events(polled.returned);
		length += 10;
	}
	*(u16 *)&s->event[bounded(position)] = most;
	return length;
}

static __always_inline void put_polled(struct event *e, u64 descriptors, u32 count) {
	advance(e, length_of(write_polled(descriptors, count, e->position), 0xff));
}

static __always_inline void put_user_time(struct event *e, u64 address) {
	struct user_time time = {};
	bpf_probe_read_user(&time, sizeof(time), (void *)address);
	put_u64(e, time.seconds * 1000000000ull + time.nanoseconds);
}

FILLER(poll_x) {
	struct event e;
	if (!begin(&e, 81, 3)) return 0;
	put_s64(&e, ret);
	put_polled(&e, ARG(0), ARG(1));
	put_s64(&e, (s32)ARG(2));
	return submit(&e);
}

FILLER(ppoll_x) {
	struct event e;
	u64 signals = 0;
	if (!begin(&e, 255, 4)) return 0;
	bpf_probe_read_user(&signals, sizeof(signals), (void *)ARG(3));
	put_s64(&e, ret);
	put_polled(&e, ARG(0), ARG(1));
	put_user_time(&e, ARG(2));
	put_u32(&e, signals);
	return submit(&e);
}

FILLER(select_x) {
	struct event e;
	if (!begin(&e, 83, 1)) return 0;
	put_s64(&e, ret);
	return submit(&e);
}

FILLER(epoll_wait_x) {
	struct event e;
	if (!begin(&e, 79, 2)) return 0;
	put_s64(&e, ret);
	put_s64(&e, (s32)ARG(2));
	return submit(&e);
}

FILLER(nanosleep_x) {
	struct event e;
	if (!begin(&e, 135, 2)) return 0;
	put_s64(&e, ret);
	put_user_time(&e, ARG(0));
	return submit(&e);
}

#define FUTEX_COMMANDS 12
#define FUTEX_COMMAND_MASK 127
#define FUTEX_FLAGS 0x180

FILLER(futex_x) {
	struct event e;
	u32 command = ARG(1) & FUTEX_COMMAND_MASK;
	if (!begin(&e, 65, 4)) return 0;
	put_s64(&e, ret);
	put_u64(&e, ARG(0));
	put_u16(&e, (command <= FUTEX_COMMANDS ? command : 0) | (ARG(1) & FUTEX_FLAGS));
	put_u64(&e, ARG(2));
	return submit(&e);
}
