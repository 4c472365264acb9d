#pragma once
// System calls without an event of their own: who called what.
#include "../store/scalars.h"

FILLER(generic_x) {
	struct event e;
	u32 number = syscall_number(regs);
	if (!begin(&e, 1, 2)) return 0;
	put_u16(&e, generic_ids[number & (SYSCALLS - 1)]);
	put_u16(&e, number);
	return submit(&e);
}
