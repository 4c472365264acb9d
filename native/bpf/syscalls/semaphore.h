#pragma once
// System V semaphores.
#include "../store/scalars.h"

#define SETVAL 16

struct user_operation {
	u16 number;
	s16 operation, flags;
};

// IPC_NOWAIT and SEM_UNDO.
static __always_inline u16 operation_flags(u16 kernel) {
	return (kernel & 04000 ? 1 : 0) | (kernel & 0x1000 ? 2 : 0);
}

static __always_inline void put_operation(struct event *e, const struct user_operation *operation) {
	put_u16(e, operation->number);
	put_u16(e, operation->operation);
	put_u16(e, operation_flags(operation->flags));
}

FILLER(semop_x) {
	struct event e;
	struct user_operation first = {}, second = {};
	u32 count = ARG(2);
	if (!begin(&e, 251, 9)) return 0;
	if (ret == 0 && count > 0) bpf_probe_read_user(&first, sizeof(first), (void *)ARG(1));
	if (ret == 0 && count > 1) bpf_probe_read_user(&second, sizeof(second), (void *)(ARG(1) + sizeof(first)));
	put_s64(&e, ret);
	put_u32(&e, count);
	put_operation(&e, &first);
	put_operation(&e, &second);
	put_s32(&e, ARG(0));
	return submit(&e);
}

static __always_inline u16 semctl_command(u16 kernel) {
	switch (kernel) {
	case 0: return 4; // IPC_RMID
	case 1: return 2; // IPC_SET
	case 2: return 1; // IPC_STAT
	case 3: return 8; // IPC_INFO
	case 11: return 256; // GETPID
	case 12: return 512; // GETVAL
	case 13: return 64; // GETALL
	case 14: return 128; // GETNCNT
	case 15: return 1024; // GETZCNT
	case 16: return 4096; // SETVAL
	case 17: return 2048; // SETALL
	case 18: return 32; // SEM_STAT
	case 19: return 16; // SEM_INFO
	default: return 0;
	}
}

FILLER(semctl_x) {
	struct event e;
	u16 command = ARG(2);
	if (!begin(&e, 253, 5)) return 0;
	put_s64(&e, ret);
	put_s32(&e, ARG(0));
	put_s32(&e, ARG(1));
	put_u16(&e, semctl_command(command));
	put_s32(&e, command == SETVAL ? ARG(3) : 0);
	return submit(&e);
}

FILLER(semget_x) {
	struct event e;
	if (!begin(&e, 263, 4)) return 0;
	put_s64(&e, ret);
	put_s32(&e, ARG(0));
	put_s32(&e, ARG(1));
	put_u32(&e, (ARG(2) & 01000 ? 1 << 13 : 0) | (ARG(2) & 02000 ? 1 << 14 : 0));
	return submit(&e);
}
