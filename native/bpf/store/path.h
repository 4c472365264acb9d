// Paths that are found from their end: of files (dentries and mounts) and of cgroups (kernfs nodes).
//
// The components are written from the back of the scratch's path area to its front, then copied into the event.
#pragma once
#include "../extract/file.h"
#include "text.h"

#define PATH_END 4095
#define NAME_BYTES 255
#define COMPONENTS 64
#define CGROUP_DEPTH 24

// Puts `/name` in front; false where it does not fit. Few branches and masks that forget: see `forget`.
static __always_inline bool prepend(struct scratch *s, u64 *start, const void *name, u64 length) {
	length &= NAME_BYTES;
	if (*start <= length) return false;
	u64 at = *start - length - 1;
	asm volatile("%0 &= 0xfff" : "+r"(at));
	s->path[at] = '/';
	bpf_probe_read_kernel(&s->path[at + 1], length, name);
	*start = at;
	return true;
}

// Makes the verifier forget what it knows of a position, so that all rounds of a loop look alike to it.
#define forget(start) asm volatile("%0 &= 0xfff" : "+r"(start))

// Copies the path that starts at `start` to the event's position, `/` where it is empty; returns its length with NUL.
static __always_inline u64 copy_path(struct scratch *s, u64 position, u64 start) {
	if (start >= PATH_END) {
		s->path[PATH_END - 1] = '/';
		start = PATH_END - 1;
	}
	s->path[PATH_END] = 0;
	forget(start);
	long length = bpf_probe_read_kernel_str(&s->event[bounded(position)], PATH_BYTES, &s->path[start]);
	return length > 0 ? length : 0;
}

// The absolute path of a file in its mount namespace, symbolic links resolved: what the kernel itself opened.
// A file without a place in any mount (memfd) has its own name, as /proc shows it.
__noinline u32 write_file_path(u64 file, u64 position) {
	struct scratch *s = this_cpu_scratch();
	u64 start = PATH_END;
	if (!s) return 0;
	struct dentry *dentry = BPF_CORE_READ((struct file *)file, f_path.dentry);
	struct mount *mount = (void *)BPF_CORE_READ((struct file *)file, f_path.mnt) - bpf_core_field_offset(struct mount, mnt);
	struct dentry *root = BPF_CORE_READ(mount, mnt.mnt_root);
	if (dentry == BPF_CORE_READ(dentry, d_parent) && dentry != root) {
		prepend(s, &start, BPF_CORE_READ(dentry, d_name.name), BPF_CORE_READ(dentry, d_name.len));
		return copy_path(s, position, start);
	}
	for (int i = 0; i < COMPONENTS; i++) {
		forget(start);
		struct dentry *parent = BPF_CORE_READ(dentry, d_parent);
		if (dentry == root || dentry == parent) {
			struct mount *above = BPF_CORE_READ(mount, mnt_parent);
			if (dentry != root || above == mount) break;
			dentry = BPF_CORE_READ(mount, mnt_mountpoint);
			mount = above;
			root = BPF_CORE_READ(mount, mnt.mnt_root);
			continue;
		}
		if (!prepend(s, &start, BPF_CORE_READ(dentry, d_name.name), BPF_CORE_READ(dentry, d_name.len))) break;
		dentry = parent;
	}
	return copy_path(s, position, start);
}

static __always_inline void put_file_path(struct event *e, struct file *file) {
	advance(e, length_of(write_file_path((u64)file, e->position), 0x1fff));
}

static __always_inline struct kernfs_node *kernfs_parent(struct kernfs_node *node) {
	struct kernfs_node___old *old = (void *)node;
	if (bpf_core_field_exists(node->__parent)) return BPF_CORE_READ(node, __parent);
	return BPF_CORE_READ(old, parent);
}

__noinline u32 write_cgroup_path(u64 kernfs_node, u64 position) {
	struct scratch *s = this_cpu_scratch();
	struct kernfs_node *node = (void *)kernfs_node;
	u64 start = PATH_END;
	if (!s) return 0;
	for (int i = 0; i < CGROUP_DEPTH && node; i++) {
		forget(start);
		struct kernfs_node *parent = kernfs_parent(node);
		// The root has no name.
		if (!parent) break;
		const char *name = BPF_CORE_READ(node, name);
		long length = bpf_probe_read_kernel_str(s->name, sizeof(s->name), name);
		if (length < 2 || !prepend(s, &start, s->name, length - 1)) break;
		node = parent;
	}
	return copy_path(s, position, start);
}

#define WRITE_CGROUP(subsystem, prefix) \
	do { \
		if (!bpf_core_enum_value_exists(enum cgroup_subsys_id, subsystem)) break; \
		u64 at = position + length; \
		__builtin_memcpy(&s->event[bounded(at)], prefix, sizeof(prefix) - 1); \
		length += sizeof(prefix) - 1; \
		struct cgroup_subsys_state *css = NULL; \
		bpf_probe_read_kernel(&css, sizeof(css), subsystems + bpf_core_enum_value(enum cgroup_subsys_id, subsystem)); \
		length += length_of(write_cgroup_path((u64)BPF_CORE_READ(css, cgroup, kn), position + length), 0x1fff); \
	} while (0)

// `subsystem=path`, each with its NUL; the order is Falco's.
__noinline u32 write_cgroups(u64 task, u64 position) {
	struct scratch *s = this_cpu_scratch();
	u64 length = 0;
	if (!s) return 0;
	void *css_set = BPF_CORE_READ((struct task_struct *)task, cgroups);
	struct cgroup_subsys_state **subsystems = css_set + bpf_core_field_offset(struct css_set, subsys);
	WRITE_CGROUP(cpuset_cgrp_id, "cpuset=");
	WRITE_CGROUP(cpu_cgrp_id, "cpu=");
	WRITE_CGROUP(cpuacct_cgrp_id, "cpuacct=");
	WRITE_CGROUP(io_cgrp_id, "io=");
	WRITE_CGROUP(memory_cgrp_id, "memory=");
	return length;
}

static __always_inline void put_cgroups(struct event *e, struct task_struct *task) {
	advance(e, length_of(write_cgroups((u64)task, e->position), 0xffff));
}
