// Facts about files.
#pragma once
#include "task.h"

#define S_IFMT 0170000
#define S_IFSOCK 0140000
#define FMODE_CREATED 0x100000
#define OVERLAYFS_MAGIC 0x794c7630

enum layer { LAYER_NONE, LAYER_UPPER, LAYER_LOWER };

// The current task's file behind a descriptor; NULL for none.
static __always_inline struct file *file_of(s64 fd) {
	if (fd < 0) return NULL;
	struct file *file = NULL, **files = NULL;
	if (HAS_TYPED_TASK) {
		struct files_struct *own = typed_task()->files;
		struct fdtable *table = own ? own->fdt : NULL;
		if (table && (u64)fd < table->max_fds) files = table->fd;
	} else {
		struct fdtable *table = BPF_CORE_READ(current_task(), files, fdt);
		if ((u64)fd < BPF_CORE_READ(table, max_fds)) files = BPF_CORE_READ(table, fd);
	}
	if (!files) return NULL;
	bpf_probe_read_kernel(&file, sizeof(file), files + fd);
	return file;
}

// A device number as user space encodes it.
static __always_inline u32 encoded_device(u32 device) {
	u32 major = device >> 20, minor = device & 0xfffff;
	return (minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12);
}

// On overlayfs: whether the file lies in the upper (written) or a lower layer. The upper dentry follows the inode
// in overlayfs's own structure (`struct ovl_inode`), whose type is known only while the module is loaded.
static __always_inline enum layer layer_of(struct inode *inode) {
	if (BPF_CORE_READ(inode, i_sb, s_magic) != OVERLAYFS_MAGIC) return LAYER_NONE;
	struct dentry *upper = NULL;
	bpf_probe_read_kernel(&upper, sizeof(upper), (void *)inode + bpf_core_type_size(struct inode));
	return upper && BPF_CORE_READ(upper, d_inode) ? LAYER_UPPER : LAYER_LOWER;
}

struct opened {
	u32 device, created;
	u64 inode;
	enum layer layer;
};

static __always_inline void read_opened_typed(struct opened *opened, struct file *file) {
	struct file *of_type = typed(struct file, file);
	struct inode *inode = of_type->f_inode;
	struct super_block *block = inode->i_sb;
	opened->device = encoded_device(block->s_dev);
	opened->inode = inode->i_ino;
	opened->created = of_type->f_mode & FMODE_CREATED;
	if (block->s_magic == OVERLAYFS_MAGIC) opened->layer = layer_of(inode);
}

static __always_inline void read_opened(struct opened *opened, s64 fd) {
	*opened = (struct opened){};
	struct file *file = file_of(fd);
	if (!file) return;
	if (HAS_TYPED_CAST) return read_opened_typed(opened, file);
	struct inode *inode = BPF_CORE_READ(file, f_inode);
	opened->device = encoded_device(BPF_CORE_READ(inode, i_sb, s_dev));
	opened->inode = BPF_CORE_READ(inode, i_ino);
	opened->created = BPF_CORE_READ(file, f_mode) & FMODE_CREATED;
	opened->layer = layer_of(inode);
}

#define NS_PER_S 1000000000ull
// Since 6.13 the upper bit of a change time's nanoseconds says that somebody has read it.
#define NSEC_MASK 0x7fffffff

static __always_inline u64 changed_at(struct inode *inode) {
	struct inode___old *old = (void *)inode;
	struct inode___accessors *accessors = (void *)inode;
	if (bpf_core_field_exists(inode->i_ctime_sec)) return BPF_CORE_READ(inode, i_ctime_sec) * NS_PER_S + (BPF_CORE_READ(inode, i_ctime_nsec) & NSEC_MASK);
	if (bpf_core_field_exists(old->i_ctime)) return BPF_CORE_READ(old, i_ctime.tv_sec) * NS_PER_S + BPF_CORE_READ(old, i_ctime.tv_nsec);
	return BPF_CORE_READ(accessors, __i_ctime.tv_sec) * NS_PER_S + BPF_CORE_READ(accessors, __i_ctime.tv_nsec);
}

static __always_inline u64 modified_at(struct inode *inode) {
	struct inode___old *old = (void *)inode;
	struct inode___accessors *accessors = (void *)inode;
	if (bpf_core_field_exists(inode->i_mtime_sec)) return BPF_CORE_READ(inode, i_mtime_sec) * NS_PER_S + BPF_CORE_READ(inode, i_mtime_nsec);
	if (bpf_core_field_exists(old->i_mtime)) return BPF_CORE_READ(old, i_mtime.tv_sec) * NS_PER_S + BPF_CORE_READ(old, i_mtime.tv_nsec);
	return BPF_CORE_READ(accessors, __i_mtime.tv_sec) * NS_PER_S + BPF_CORE_READ(accessors, __i_mtime.tv_nsec);
}

#define CAP_DAC_OVERRIDE 1
#define CAP_FOWNER 3

#define UID_EXTENTS 5

// Capabilities of a user namespace reach only files of users that are mapped into it.
static __always_inline bool is_mapped(struct user_namespace *ns, u32 uid) {
	if (!BPF_CORE_READ(ns, level)) return true;
	void *extents = (void *)ns + bpf_core_field_offset(struct user_namespace, uid_map.extent);
	u32 count = BPF_CORE_READ(ns, uid_map.nr_extents);
	for (u32 i = 0; i < UID_EXTENTS && i < count; i++) {
		struct uid_gid_extent extent = {};
		bpf_probe_read_kernel(&extent, sizeof(extent), extents + i * sizeof(extent));
		if (uid - extent.lower_first < extent.count) return true;
	}
	return false;
}

// Whether the credentials may write the file, or may give themselves that permission.
__noinline u32 is_writable(u64 inode_address, u64 cred_address) {
	struct inode *inode = (void *)inode_address;
	struct cred *cred = (void *)cred_address;
	u32 mode = BPF_CORE_READ(inode, i_mode), owner = BPF_CORE_READ(inode, i_uid.val);
	u64 caps = BPF_CORE_READ(cred, cap_effective.val);
	struct user_namespace *ns = BPF_CORE_READ(cred, user_ns);
	if (owner == BPF_CORE_READ(cred, fsuid.val)) return true;
	if (caps & (1 << CAP_DAC_OVERRIDE | 1 << CAP_FOWNER) && is_mapped(ns, owner)) return true;
	if (BPF_CORE_READ(inode, i_gid.val) == BPF_CORE_READ(cred, fsgid.val)) return (mode & 0020) != 0;
	return (mode & 0002) != 0;
}

// A file of memfd_create: a root dentry of its own whose name the kernel begins with `memfd:`.
static __always_inline bool is_memfd(struct file *file) {
	struct dentry *dentry = BPF_CORE_READ(file, f_path.dentry);
	if (dentry != BPF_CORE_READ(dentry, d_parent)) return false;
	char name[6] = {};
	const unsigned char *from = BPF_CORE_READ(dentry, d_name.name);
	bpf_probe_read_kernel(name, sizeof(name), from);
	return name[0] == 'm' && name[1] == 'e' && name[2] == 'm' && name[3] == 'f' && name[4] == 'd' && name[5] == ':';
}
