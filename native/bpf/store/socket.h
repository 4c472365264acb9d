// Socket addresses and tuples.
#pragma once
#include "../extract/file.h"
#include "text.h"

#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define UNIX_PATH 108
#define swap16(value) ((u16)__builtin_bswap16(value))

enum direction { OUTBOUND, INBOUND };

struct address {
	u16 family;
	u8 bytes[126];
};

struct address_in {
	u16 family;
	u16 port;
	u32 address;
};

struct address_in6 {
	u16 family;
	u16 port;
	u32 flow;
	u8 address[16];
};

static __always_inline struct sock *sock_of(s64 fd) {
	struct file *file = file_of(fd);
	if (!file || (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) != S_IFSOCK) return NULL;
	struct socket *socket = BPF_CORE_READ(file, private_data);
	return BPF_CORE_READ(socket, sk);
}

// The path of a UNIX socket, of at most `size` bytes; an abstract name loses its leading NUL. At least the ending NUL.
static __always_inline u32 copy_unix_path(struct event *e, u32 position, const void *path, u64 size, bool user) {
	u8 *to = &e->scratch->event[bounded(position)];
	u8 first = 0;
	long length = 0;
	if (path && size) {
		if (user) bpf_probe_read_user(&first, 1, path);
		else bpf_probe_read_kernel(&first, 1, path);
		if (!first) {
			path++;
			size--;
		}
		// Names need not end with a NUL.
		if (size > UNIX_PATH) size = UNIX_PATH;
		size++;
		asm volatile("%0 &= 0x7f" : "+r"(size));
		length = user ? bpf_probe_read_user_str(to, size, path) : bpf_probe_read_kernel_str(to, size, path);
	}
	if (length > 0) return length & 0xff;
	*to = 0;
	return 1;
}

// A socket address of the calling program.
static __always_inline void put_user_address(struct event *e, u64 pointer, u64 size) {
	u16 family = 0;
	u64 at = bounded(e->position);
	if (!pointer || size < sizeof(family) || bpf_probe_read_user(&family, sizeof(family), (void *)pointer)) return put_empty(e);
	e->scratch->event[at] = family;
	if (family == AF_INET) {
		struct address_in in;
		if (size < sizeof(in) || bpf_probe_read_user(&in, sizeof(in), (void *)pointer)) return put_empty(e);
		*(u32 *)&e->scratch->event[at + 1] = in.address;
		*(u16 *)&e->scratch->event[at + 5] = swap16(in.port);
		return advance(e, 7);
	}
	if (family == AF_INET6) {
		struct address_in6 in6;
		if (size < sizeof(in6) || bpf_probe_read_user(&in6, sizeof(in6), (void *)pointer)) return put_empty(e);
		__builtin_memcpy(&e->scratch->event[at + 1], in6.address, 16);
		*(u16 *)&e->scratch->event[at + 17] = swap16(in6.port);
		return advance(e, 19);
	}
	if (family == AF_UNIX) {
		const void *path = (void *)(pointer + sizeof(family));
		return advance(e, 1 + copy_unix_path(e, e->position + 1, path, size - sizeof(family), true));
	}
	put_empty(e);
}

static __always_inline void put_inet_tuple(struct event *e, struct sock *sk, enum direction direction, u64 user) {
	struct inet_sock *inet = (void *)sk;
	u32 local = BPF_CORE_READ(inet, inet_saddr), remote = BPF_CORE_READ(sk, __sk_common.skc_daddr);
	u16 local_port = swap16(BPF_CORE_READ(inet, inet_sport)), remote_port = swap16(BPF_CORE_READ(sk, __sk_common.skc_dport));
	struct address_in in = {};
	// An unconnected socket: the other side is the address of this call.
	if (!remote_port && user && !bpf_probe_read_user(&in, sizeof(in), (void *)user) && in.family == AF_INET) {
		remote = in.address;
		remote_port = swap16(in.port);
	}
	u8 *to = &e->scratch->event[bounded(e->position)];
	to[0] = AF_INET;
	*(u32 *)&to[1] = direction == OUTBOUND ? local : remote;
	*(u16 *)&to[5] = direction == OUTBOUND ? local_port : remote_port;
	*(u32 *)&to[7] = direction == OUTBOUND ? remote : local;
	*(u16 *)&to[11] = direction == OUTBOUND ? remote_port : local_port;
	advance(e, 13);
}

static __always_inline void put_inet6_tuple(struct event *e, struct sock *sk, enum direction direction, u64 user) {
	struct inet_sock *inet = (void *)sk;
	// A kernel without IPv6 does not know the types.
	if (!bpf_core_field_exists(inet->pinet6) || !bpf_core_type_exists(struct ipv6_pinfo)) return put_empty(e);
	struct ipv6_pinfo *info = BPF_CORE_READ(inet, pinet6);
	u16 local_port = swap16(BPF_CORE_READ(inet, inet_sport)), remote_port = swap16(BPF_CORE_READ(sk, __sk_common.skc_dport));
	u8 local[16] = {}, remote[16] = {};
	bpf_probe_read_kernel(local, sizeof(local), (void *)info + bpf_core_field_offset(struct ipv6_pinfo, saddr));
	bpf_probe_read_kernel(remote, sizeof(remote), (void *)sk + bpf_core_field_offset(struct sock, __sk_common.skc_v6_daddr));
	struct address_in6 in6 = {};
	if (!remote_port && user && !bpf_probe_read_user(&in6, sizeof(in6), (void *)user) && in6.family == AF_INET6) {
		__builtin_memcpy(remote, in6.address, 16);
		remote_port = swap16(in6.port);
	}
	u8 *to = &e->scratch->event[bounded(e->position)];
	to[0] = AF_INET6;
	__builtin_memcpy(&to[1], direction == OUTBOUND ? local : remote, 16);
	*(u16 *)&to[17] = direction == OUTBOUND ? local_port : remote_port;
	__builtin_memcpy(&to[19], direction == OUTBOUND ? remote : local, 16);
	*(u16 *)&to[35] = direction == OUTBOUND ? remote_port : local_port;
	advance(e, 37);
}

static __always_inline u32 copy_bound_path(struct event *e, u32 position, struct sock *sk) {
	struct unix_address *address = sk ? BPF_CORE_READ((struct unix_sock *)sk, addr) : NULL;
	u64 size = address ? BPF_CORE_READ(address, len) : 0;
	const void *name = (void *)address + bpf_core_field_offset(struct unix_address, name);
	return copy_unix_path(e, position, name + bpf_core_field_offset(struct sockaddr_un, sun_path), size > 2 ? size - 2 : 0, false);
}

// Kernel addresses of receiver and sender, in Falco's order, and the path of the receiving side.
static __always_inline void put_unix_tuple(struct event *e, struct sock *sk, enum direction direction, u64 user, u64 user_size) {
	if (!bpf_core_type_exists(struct unix_sock)) return put_empty(e);
	struct sock *peer = BPF_CORE_READ((struct unix_sock *)sk, peer);
	u64 at = bounded(e->position);
	e->scratch->event[at] = AF_UNIX;
	*(u64 *)&e->scratch->event[at + 1] = (u64)(direction == OUTBOUND ? peer : sk);
	*(u64 *)&e->scratch->event[at + 9] = (u64)(direction == OUTBOUND ? sk : peer);
	u32 length;
	if (direction == OUTBOUND && user && user_size > 2) length = copy_unix_path(e, e->position + 17, (void *)(user + 2), user_size - 2, true);
	else length = copy_bound_path(e, e->position + 17, direction == OUTBOUND ? peer : sk);
	advance(e, 17 + length);
}

// Both ends of a socket, with the address of this call where there is one: the local side is the source of outbound traffic, the other side of inbound.
static __always_inline void put_tuple(struct event *e, s64 fd, enum direction direction, u64 user, u64 user_size) {
	struct sock *sk = sock_of(fd);
	u16 family = sk ? BPF_CORE_READ(sk, __sk_common.skc_family) : 0;
	if (family == AF_INET) put_inet_tuple(e, sk, direction, user);
	else if (family == AF_INET6) put_inet6_tuple(e, sk, direction, user);
	else if (family == AF_UNIX) put_unix_tuple(e, sk, direction, user, user_size);
	else put_empty(e);
}
