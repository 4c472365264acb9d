#pragma once
// execve, execveat: everything about the process that runs the new program, or that failed to. open_by_handle_at.
#include "../store/process.h"
#include "open.h"

#define EXE_WRITABLE 1
#define EXE_UPPER_LAYER 2
#define EXE_FROM_MEMFD 4
#define EXE_LOWER_LAYER 8

// Parameters 1 to 30, the same in both calls; `arguments` and `environment` are those of a call that failed.
static __always_inline void put_execve(struct event *e, long ret, u64 arguments, u64 environment) {
	struct task_struct *task = current_task();
	struct mm_struct *mm = BPF_CORE_READ(task, mm);
	const struct cred *cred = BPF_CORE_READ(task, cred);
	struct file *exe = BPF_CORE_READ(mm, exe_file);
	struct inode *inode = BPF_CORE_READ(exe, f_inode);
	put_s64(e, ret);
	if (ret == 0) {
		put_exe_and_args(e, mm);
	} else {
		u64 first = 0;
		if (arguments) bpf_probe_read_user(&first, sizeof(first), (void *)arguments);
		put_user_text(e, first, ARGUMENTS_BYTES);
		put_user_strings(e, first ? arguments : 0, 1);
	}
	put_process_numbers(e, task, mm);
	if (ret == 0) put_user_range(e, BPF_CORE_READ(mm, env_start), BPF_CORE_READ(mm, env_end));
	else put_user_strings(e, environment, 0);
	put_u32(e, controlling_terminal(task));
	put_s64(e, virtual_group(task));
	put_u32(e, login_uid(task));
	enum layer layer = layer_of(inode);
	u32 flags = is_writable((u64)inode, (u64)cred) ? EXE_WRITABLE : 0;
	if (layer == LAYER_UPPER) flags |= EXE_UPPER_LAYER;
	if (layer == LAYER_LOWER) flags |= EXE_LOWER_LAYER;
	if (is_memfd(exe)) flags |= EXE_FROM_MEMFD;
	put_u32(e, flags);
	put_u64(e, BPF_CORE_READ(cred, cap_inheritable.val));
	put_u64(e, BPF_CORE_READ(cred, cap_permitted.val));
	put_u64(e, BPF_CORE_READ(cred, cap_effective.val));
	put_u64(e, BPF_CORE_READ(inode, i_ino));
	put_u64(e, changed_at(inode));
	put_u64(e, modified_at(inode));
	put_u32(e, BPF_CORE_READ(cred, euid.val));
	put_file_path(e, exe);
	put_s64(e, process_group(task));
	put_u32(e, BPF_CORE_READ(cred, egid.val));
}

// The name the program was started by: the kernel leaves it behind the environment of a new program.
static __always_inline void put_filename(struct event *e, long ret, u64 argument) {
	struct mm_struct *mm = BPF_CORE_READ(current_task(), mm);
	put_user_path(e, ret == 0 ? BPF_CORE_READ(mm, env_end) : argument);
}

static __always_inline int report_execve(struct pt_regs *regs, long ret) {
	struct event e;
	if (!begin(&e, 293, 31)) return 0;
	put_execve(&e, ret, ARG(1), ARG(2));
	put_filename(&e, ret, ARG(0));
	return submit(&e);
}

static __always_inline int report_execveat(struct pt_regs *regs, long ret) {
	struct event e;
	if (!begin(&e, 331, 30)) return 0;
	put_execve(&e, ret, ARG(2), ARG(3));
	return submit(&e);
}

// A handle has no name: the path is the kernel's own.
static __always_inline int report_open_by_handle(struct pt_regs *regs, long ret) {
	struct event e;
	struct opened opened;
	struct file *file = file_of(ret);
	if (!begin(&e, 337, 6)) return 0;
	read_opened(&opened, ret);
	put_fd(&e, ret);
	put_fd(&e, ARG_FD(0));
	put_u32(&e, open_flags(ARG(2)) | opened_flags(&opened));
	if (file) put_file_path(&e, file);
	else put_empty(&e);
	put_u32(&e, opened.device);
	put_u64(&e, opened.inode);
	return submit(&e);
}

#if defined(__TARGET_ARCH_x86)
#define NR_EXECVEAT 322
#define NR_OPEN_BY_HANDLE_AT 304
#else
#define NR_EXECVEAT 281
#define NR_OPEN_BY_HANDLE_AT 265
#endif

// Calls that tell the kernel's own path of a file share a program: the verifier takes longer for it than for all others.
FILLER(path_x) {
	u32 number = syscall_number(regs);
	if (number == NR_EXECVEAT) return report_execveat(regs, ret);
	if (number == NR_OPEN_BY_HANDLE_AT) return report_open_by_handle(regs, ret);
	return report_execve(regs, ret);
}
