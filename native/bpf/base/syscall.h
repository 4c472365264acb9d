// System calls: their number and arguments as they were at entry.
#pragma once
#include "builder.h"

// Numbers and flags that differ between architectures or that uapi headers do not share.
#define AT_FDCWD -100

#if defined(__TARGET_ARCH_x86)
#define TS_COMPAT 2
#define ARGUMENT_0(regs) ((regs)->di)
#define ARGUMENT_1(regs) ((regs)->si)
#define ARGUMENT_2(regs) ((regs)->dx)
#define ARGUMENT_3(regs) ((regs)->r10)
#define ARGUMENT_4(regs) ((regs)->r8)
#define ARGUMENT_5(regs) ((regs)->r9)
static __always_inline u32 syscall_number(struct pt_regs *regs) {
	return regs->orig_ax;
}
#else
#define TIF_32BIT 22
#define ARGUMENT_0(regs) ((regs)->orig_x0)
#define ARGUMENT_1(regs) ((regs)->regs[1])
#define ARGUMENT_2(regs) ((regs)->regs[2])
#define ARGUMENT_3(regs) ((regs)->regs[3])
#define ARGUMENT_4(regs) ((regs)->regs[4])
#define ARGUMENT_5(regs) ((regs)->regs[5])
static __always_inline u32 syscall_number(struct pt_regs *regs) {
	return regs->syscallno;
}
#endif

// The arguments by number, as the kernel's types have them.
#define ARG(n) ((u64)ARGUMENT_##n(regs))
#define ARG_FD(n) ((s64)(s32)ARG(n))

// A program that fills in the event of one system call; the dispatcher jumps to it.
#define FILLER(name) SEC("tp_btf/sys_exit") int BPF_PROG(name, struct pt_regs *regs, long ret)
