#pragma once
// Messages over sockets: sendto, sendmsg, sendmmsg, recvfrom, recvmsg, recvmmsg. Data is cut at snaplen.
#include "../store/socket.h"
#include "../store/vectors.h"

#define CONTROL_BYTES 1024
#define MESSAGES 16

struct user_message {
	u64 name;
	u32 name_length;
	u64 vectors, vector_count;
	u64 control, control_length;
	u32 flags;
};

struct user_message_and_length {
	struct user_message message;
	u32 length;
};

static __always_inline void put_control(struct event *e, const struct user_message *message) {
	u64 control = message->control_length;
	if (control > CONTROL_BYTES) control = CONTROL_BYTES;
	asm volatile("%0 &= 0x7ff" : "+r"(control));
	if (!control || bpf_probe_read_user(&e->scratch->event[bounded(e->position)], control, (void *)message->control)) control = 0;
	advance(e, control);
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
	put_user_vectors(&e, message.vectors, message.vector_count, ret > 0 ? (u64)ret : BLOCK_BYTES);
	put_fd(&e, ARG_FD(0));
	put_u32(&e, size_of_vectors(message.vectors, message.vector_count));
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
	put_user_vectors(&e, message.vectors, message.vector_count, ret > 0 ? ret : 0);
	if (ret >= 0) put_tuple(&e, ARG_FD(0), INBOUND, message.name, 0);
	else put_empty(&e);
	if (ret >= 0) put_control(&e, &message);
	else put_empty(&e);
	put_fd(&e, ARG_FD(0));
	return submit(&e);
}

// One event for each message that was sent, as if each were a call of its own; the verifier checks it once.
__noinline u32 report_sent(u64 messages, u32 index, s64 fd) {
	struct event e;
	struct user_message_and_length sent = {};
	if (bpf_probe_read_user(&sent, sizeof(sent), (void *)(messages + index * sizeof(sent))) || !begin(&e, 51, 5)) return 0;
	put_s64(&e, sent.length);
	put_fd(&e, fd);
	put_u32(&e, size_of_vectors(sent.message.vectors, sent.message.vector_count));
	put_user_vectors(&e, sent.message.vectors, sent.message.vector_count, sent.length ? sent.length : BLOCK_BYTES);
	put_tuple(&e, fd, OUTBOUND, sent.message.name, sent.message.name_length);
	submit(&e);
	return 0;
}

__noinline u32 report_received(u64 messages, u32 index, s64 fd) {
	struct event e;
	struct user_message_and_length received = {};
	if (bpf_probe_read_user(&received, sizeof(received), (void *)(messages + index * sizeof(received))) || !begin(&e, 55, 6)) return 0;
	put_s64(&e, received.length);
	put_fd(&e, fd);
	put_u32(&e, received.length);
	put_user_vectors(&e, received.message.vectors, received.message.vector_count, received.length);
	put_tuple(&e, fd, INBOUND, received.message.name, 0);
	put_control(&e, &received.message);
	submit(&e);
	return 0;
}

// What a call without messages tells: its result and the descriptor.
static __always_inline int report_no_messages(u16 type, u32 params, long ret, s64 fd) {
	struct event e;
	if (!begin(&e, type, params)) return 0;
	put_s64(&e, ret);
	put_fd(&e, fd);
	put_u32(&e, 0);
	put_empty(&e);
	put_empty(&e);
	if (params > 5) put_empty(&e);
	return submit(&e);
}

FILLER(sendmmsg_x) {
	if (ret <= 0) return report_no_messages(51, 5, ret, ARG_FD(0));
	for (u32 i = 0; i < MESSAGES && i < ret; i++) report_sent(ARG(1), i, ARG_FD(0));
	if (ret > MESSAGES) this_cpu_statistics(bpf_get_smp_processor_id())->too_large += ret - MESSAGES;
	return 0;
}

FILLER(recvmmsg_x) {
	if (ret <= 0) return report_no_messages(55, 6, ret, ARG_FD(0));
	for (u32 i = 0; i < MESSAGES && i < ret; i++) report_received(ARG(1), i, ARG_FD(0));
	if (ret > MESSAGES) this_cpu_statistics(bpf_get_smp_processor_id())->too_large += ret - MESSAGES;
	return 0;
}
