#pragma once
// Sockets: making them, connecting them.
#include "../store/socket.h"

#define EINPROGRESS 115
#define SOCK_TYPE_MASK 0xf

FILLER(socket_x) {
	struct event e;
	if (!begin(&e, 19, 5)) return 0;
	put_fd(&e, ret);
	put_u32(&e, ARG(0));
	put_u32(&e, ARG(1));
	put_u32(&e, ARG(2));
	put_u32(&e, descriptor_flags(ARG(1)));
	return submit(&e);
}

FILLER(socketpair_x) {
	struct event e;
	if (!begin(&e, 43, 8)) return 0;
	s32 ends[2] = {-1, -1};
	struct sock *first = NULL, *peer = NULL;
	if (ret == 0 && !bpf_probe_read_user(ends, sizeof(ends), (void *)ARG(3))) {
		first = sock_of(ends[0]);
		if (first && bpf_core_type_exists(struct unix_sock)) peer = BPF_CORE_READ((struct unix_sock *)first, peer);
	}
	put_s64(&e, ret);
	put_fd(&e, ends[0]);
	put_fd(&e, ends[1]);
	put_u64(&e, (u64)first);
	put_u64(&e, (u64)peer);
	put_u32(&e, ARG(0));
	put_u32(&e, ARG(1));
	put_u32(&e, ARG(2));
	return submit(&e);
}

FILLER(connect_x) {
	struct event e;
	if (!begin(&e, 23, 4)) return 0;
	put_s64(&e, ret);
	if (ret == 0 || ret == -EINPROGRESS) put_tuple(&e, ARG_FD(0), OUTBOUND, ARG(1), (u32)ARG(2));
	else put_empty(&e);
	put_fd(&e, ARG_FD(0));
	put_user_address(&e, ARG(1), (u32)ARG(2));
	return submit(&e);
}

FILLER(bind_x) {
	struct event e;
	if (!begin(&e, 21, 3)) return 0;
	put_s64(&e, ret);
	put_user_address(&e, ARG(1), (u32)ARG(2));
	put_fd(&e, ARG_FD(0));
	return submit(&e);
}

FILLER(listen_x) {
	struct event e;
	if (!begin(&e, 25, 3)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_s32(&e, ARG(1));
	return submit(&e);
}

FILLER(shutdown_x) {
	struct event e;
	if (!begin(&e, 37, 3)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_u8(&e, ARG(1));
	return submit(&e);
}

// The new connection, and how full the listener's queue is.
static __always_inline void put_accepted(struct event *e, long ret, s64 listener) {
	u32 length = 0, most = 0;
	struct sock *sk = sock_of(listener);
	if (sk) {
		length = BPF_CORE_READ(sk, sk_ack_backlog);
		most = BPF_CORE_READ(sk, sk_max_ack_backlog);
	}
	put_fd(e, ret);
	if (ret >= 0) put_tuple(e, ret, INBOUND, 0, 0);
	else put_empty(e);
	put_u8(e, length && most ? (u64)length * 100 / most : 0);
	put_u32(e, length);
	put_u32(e, most);
}

FILLER(accept_x) {
	struct event e;
	if (!begin(&e, 247, 5)) return 0;
	put_accepted(&e, ret, ARG_FD(0));
	return submit(&e);
}

FILLER(accept4_x) {
	struct event e;
	if (!begin(&e, 389, 6)) return 0;
	put_accepted(&e, ret, ARG_FD(0));
	put_s32(&e, descriptor_flags(ARG(3)));
	return submit(&e);
}
