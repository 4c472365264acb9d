#pragma once
// Messages over sockets: sendto, sendmsg, recvfrom, recvmsg. Data is cut at snaplen.
#include "../store/socket.h"

#define MESSAGE_VECTORS 32
#define CONTROL_BYTES 1024

struct user_vector {
	u64 base, length;
};

struct user_message {
	u64 name;
	u32 name_length;
	u64 vectors, vector_count;
	u64 control, control_length;
	u32 flags;
};

// The first `most` bytes of a message in pieces; the sum of all pieces' sizes.
static __always_inline u64 put_user_vectors(struct event *e, const struct user_message *message, u64 most) {
	u64 size = 0, length = 0;
	if (most > snaplen) most = snaplen;
	if (most > 0xf000) most = 0xf000;
	for (u32 i = 0; i < MESSAGE_VECTORS; i++) {
		struct user_vector vector;
		// Forgetting what is known of the numbers lets the verifier see that all rounds are alike.
		asm volatile("%0 &= 0xffff" : "+r"(length));
		asm volatile("" : "+r"(size), "+r"(most));
		if (i >= message->vector_count || bpf_probe_read_user(&vector, sizeof(vector), (void *)(message->vectors + i * sizeof(vector)))) break;
		size += vector.length;
		u64 part = most > length ? most - length : 0;
		if (vector.length < part) part = vector.length;
		asm volatile("%0 &= 0xffff" : "+r"(part));
		if (bpf_probe_read_user(&e->scratch->event[bounded(e->position + length)], part, (void *)vector.base)) break;
		length += part;
	}
	advance(e, length);
	return size;
}

FILLER(sendto_x) {
	struct event e;
	if (!begin(&e, 31, 5)) return 0;
	put_s64(&e, ret);
	put_user_bytes(&e, ARG(1), ret > 0 ? (u64)ret : ARG(2));
	put_fd(&e, ARG_FD(0));
	put_u32(&e, ARG(2));
	put_tuple(&e, ARG_FD(0), OUTBOUND, ARG(4), (u32)ARG(5));
	return submit(&e);
}

FILLER(recvfrom_x) {
	struct event e;
	if (!begin(&e, 35, 5)) return 0;
	put_s64(&e, ret);
	put_user_bytes(&e, ARG(1), ret > 0 ? ret : 0);
	if (ret >= 0) put_tuple(&e, ARG_FD(0), INBOUND, ARG(4), 0);
	else put_empty(&e);
	put_fd(&e, ARG_FD(0));
	put_u32(&e, ARG(2));
	return submit(&e);
}

FILLER(sendmsg_x) {
	struct event e;
	if (!begin(&e, 49, 5)) return 0;
	struct user_message message = {};
	bpf_probe_read_user(&message, sizeof(message), (void *)ARG(1));
	put_s64(&e, ret);
	u64 size = put_user_vectors(&e, &message, ret > 0 ? (u64)ret : 0xf000);
	put_fd(&e, ARG_FD(0));
	put_u32(&e, size);
	put_tuple(&e, ARG_FD(0), OUTBOUND, message.name, message.name_length);
	return submit(&e);
}

FILLER(recvmsg_x) {
	struct event e;
	if (!begin(&e, 53, 6)) return 0;
	struct user_message message = {};
	bpf_probe_read_user(&message, sizeof(message), (void *)ARG(1));
	put_s64(&e, ret);
	put_u32(&e, ret > 0 ? ret : 0);
	put_user_vectors(&e, &message, ret > 0 ? ret : 0);
	if (ret >= 0) put_tuple(&e, ARG_FD(0), INBOUND, message.name, 0);
	else put_empty(&e);
	u64 control = ret >= 0 ? message.control_length : 0;
	if (control > CONTROL_BYTES) control = CONTROL_BYTES;
	asm volatile("%0 &= 0x7ff" : "+r"(control));
	if (!control || bpf_probe_read_user(&e.scratch->event[bounded(e.position)], control, (void *)message.control)) control = 0;
	advance(&e, control);
	put_fd(&e, ARG_FD(0));
	return submit(&e);
}
