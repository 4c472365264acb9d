#pragma once
// keyctl, and fsconfig: calls whose arguments mean what their command says.
#include "../store/text.h"

#define KEY_UINT64 0
#define KEY_CHARBUF 1

// Which of arguments 2 to 5 a command has, and which of them are strings: bits 0 to 3, and 4 to 7.
static __always_inline u8 key_arguments(u32 command) {
	switch (command) {
	case 1: return 0x11; // JOIN_SESSION_KEYRING: name
	case 3: case 7: case 14: case 16: case 21: return 0x01;
	case 0: case 5: case 8: case 9: case 15: case 22: case 31: return 0x03;
	case 2: case 4: case 6: case 11: case 13: case 17: case 32: return 0x07;
	case 29: return 0x67; // RESTRICT_KEYRING: type, restriction
	case 24: return 0x47; // PKEY_QUERY: info
	case 10: return 0x6f; // SEARCH: type, description
	case 12: case 19: case 20: case 23: case 30: return 0x0f;
	case 25: case 26: case 27: case 28: return 0x2f; // PKEY_ENCRYPT to PKEY_VERIFY: info
	default: return 0;
	}
}

static __always_inline void put_key_argument(struct event *e, u8 arguments, u32 index, u64 value) {
	u64 at = bounded(e->position);
	if (!(arguments & 0x10 << index)) return put_dynamic_u64(e, KEY_UINT64, arguments & 1 << index ? value : 0);
	e->scratch->event[at] = KEY_CHARBUF;
	long length = bpf_probe_read_user_str(&e->scratch->event[at + 1], PATH_BYTES, (void *)value);
	advance(e, 1 + (length > 0 ? length & 0x1fff : 0));
}

FILLER(keyctl_x) {
	struct event e;
	u32 command = ARG(0);
	u8 arguments = key_arguments(command);
	if (!begin(&e, 453, 6)) return 0;
	put_s64(&e, ret);
	put_u32(&e, command);
	put_key_argument(&e, arguments, 0, ARG(1));
	put_key_argument(&e, arguments, 1, ARG(2));
	put_key_argument(&e, arguments, 2, ARG(3));
	put_key_argument(&e, arguments, 3, ARG(4));
	return submit(&e);
}

enum fsconfig_command { FSCONFIG_SET_STRING = 1, FSCONFIG_SET_BINARY = 2, FSCONFIG_SET_PATH = 3, FSCONFIG_SET_PATH_EMPTY = 4 };

FILLER(fsconfig_x) {
	struct event e;
	u32 command = ARG(1);
	bool text = command == FSCONFIG_SET_STRING || command == FSCONFIG_SET_PATH || command == FSCONFIG_SET_PATH_EMPTY;
	if (!begin(&e, 373, 7)) return 0;
	put_s64(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_u32(&e, command);
	put_user_path(&e, ARG(2));
	put_user_block(&e, ret >= 0 && command == FSCONFIG_SET_BINARY ? ARG(3) : 0, (u32)ARG(4));
	put_user_path(&e, ret >= 0 && text ? ARG(3) : 0);
	put_s32(&e, ARG(4));
	return submit(&e);
}
