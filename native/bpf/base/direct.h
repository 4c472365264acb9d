// Loads straight from kernel structures, without a helper's call for each pointer on the way: the kernel knows the type of
// the running task since 5.11, and of pointers that are cast since 6.2. Older kernels take the helpers.
#pragma once
#include "../kernel.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

// Exists in kernels only: the name and value are theirs.
enum bpf_func_id___kernel { BPF_FUNC_get_current_task_btf___kernel = 158 };

extern void *bpf_rdonly_cast(const void *object, u32 type) __ksym __weak;

// Both are constants to the verifier, which never looks at the branch that is not taken.
#define HAS_TYPED_TASK bpf_core_enum_value_exists(enum bpf_func_id___kernel, BPF_FUNC_get_current_task_btf___kernel)
#define HAS_TYPED_CAST (bpf_rdonly_cast != NULL)
#define typed(type, pointer) ((type *)bpf_rdonly_cast(pointer, bpf_core_type_id_kernel(type)))

// Of the running task; from here on plain `->`.
static __always_inline struct task_struct *typed_task(void) {
	return (struct task_struct *)bpf_get_current_task_btf();
}
