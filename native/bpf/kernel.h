// The kernel structures the driver reads, by hand: only the fields it uses, at whatever offset the running kernel has
// them (CO-RE). Written so that the driver builds on machines without BTF. `___old` marks the layout of older kernels.
#pragma once
#include <linux/bpf.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s8 s8;
typedef __s16 s16;
typedef __s32 s32;
typedef __s64 s64;
typedef _Bool bool;
#define true 1
#define false 0
#define NULL ((void *)0)

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

#if defined(__TARGET_ARCH_x86)
struct pt_regs {
	unsigned long r10, r9, r8, ax, dx, si, di, orig_ax;
};
#elif defined(__TARGET_ARCH_arm64)
struct pt_regs {
	unsigned long regs[31];
	unsigned long orig_x0;
	int syscallno;
};
#else
#error "falconer supports x86-64 and arm64"
#endif

typedef struct {
	u32 val;
} kuid_t;
typedef struct {
	u32 val;
} kgid_t;
// Two u32 until 6.2, one u64 since: the same 8 bytes on a little-endian machine.
typedef struct {
	u64 val;
} kernel_cap_t;

struct list_head {
	struct list_head *next;
};

struct qstr {
	u32 len;
	const unsigned char *name;
};

struct super_block {
	u32 s_dev;
	unsigned long s_magic;
};

struct inode {
	u16 i_mode;
	kuid_t i_uid;
	kgid_t i_gid;
	struct super_block *i_sb;
	unsigned long i_ino;
	// since 6.11
	s64 i_mtime_sec;
	s64 i_ctime_sec;
	u32 i_mtime_nsec;
	u32 i_ctime_nsec;
};
struct timespec64 {
	s64 tv_sec;
	long tv_nsec;
};
// until 6.5
struct inode___old {
	struct timespec64 i_mtime;
	struct timespec64 i_ctime;
};
// 6.6 to 6.10
struct inode___accessors {
	struct timespec64 __i_mtime;
	struct timespec64 __i_ctime;
	struct timespec64 i_mtime;
};

struct dentry {
	struct dentry *d_parent;
	struct qstr d_name;
	struct inode *d_inode;
	struct super_block *d_sb;
};
struct vfsmount {
	struct dentry *mnt_root;
};
struct mount {
	struct mount *mnt_parent;
	struct dentry *mnt_mountpoint;
	struct vfsmount mnt;
};
struct path {
	struct vfsmount *mnt;
	struct dentry *dentry;
};
struct file {
	u32 f_mode;
	struct inode *f_inode;
	struct path f_path;
	void *private_data;
};
struct fdtable {
	unsigned int max_fds;
	struct file **fd;
};
struct files_struct {
	struct fdtable *fdt;
};

struct percpu_counter {
	s64 count;
};
struct mm_struct {
	unsigned long total_vm, arg_start, arg_end, env_start, env_end;
	struct file *exe_file;
	// since 6.2
	struct percpu_counter rss_stat[4];
};
struct mm_rss_stat___old {
	long count[4];
};
struct mm_struct___old {
	struct mm_rss_stat___old rss_stat;
};

struct pid_namespace {
	unsigned int level;
	struct task_struct *child_reaper;
};
struct upid {
	int nr;
	struct pid_namespace *ns;
};
struct pid {
	unsigned int level;
	struct upid numbers[1];
};
struct nsproxy {
	struct pid_namespace *pid_ns_for_children;
};

struct tty_driver {
	int major, minor_start;
};
struct tty_struct {
	int index;
	struct tty_driver *driver;
};
struct rlimit {
	unsigned long rlim_cur;
};
struct signal_struct {
	struct list_head thread_head;
	unsigned int flags;
	unsigned int is_child_subreaper : 1;
	unsigned int has_child_subreaper : 1;
	struct pid *pids[4];
	struct tty_struct *tty;
	struct rlimit rlim[16];
};
struct uid_gid_extent {
	u32 first, lower_first, count;
};
struct uid_gid_map {
	struct uid_gid_extent extent[5];
	u32 nr_extents;
};
struct user_namespace {
	struct uid_gid_map uid_map;
	int level;
};
struct cred {
	kuid_t uid;
	kgid_t gid;
	kuid_t euid;
	kgid_t egid;
	kuid_t fsuid;
	kgid_t fsgid;
	kernel_cap_t cap_inheritable, cap_permitted, cap_effective;
	struct user_namespace *user_ns;
};

struct kernfs_node {
	// since 6.15
	struct kernfs_node *__parent;
	const char *name;
	u64 id;
};
struct kernfs_node___old {
	struct kernfs_node *parent;
};
struct cgroup {
	int level;
	struct kernfs_node *kn;
};
struct cgroup_subsys_state {
	struct cgroup *cgroup;
};
struct css_set {
	struct cgroup_subsys_state *subsys[16];
	struct cgroup *dfl_cgrp;
};
// Only the names count: their values are those of the running kernel.
enum cgroup_subsys_id {
	cpuset_cgrp_id,
	cpu_cgrp_id,
	cpuacct_cgrp_id,
	io_cgrp_id,
	memory_cgrp_id,
	pids_cgrp_id,
};

struct thread_info {
	unsigned long flags;
	u32 status;
};
struct task_struct {
	struct thread_info thread_info;
	struct mm_struct *mm;
	u32 flags;
	int exit_code;
	int pid, tgid;
	struct task_struct *real_parent;
	struct task_struct *group_leader;
	struct list_head children;
	struct list_head thread_node;
	struct pid *thread_pid;
	u64 start_time;
	unsigned long min_flt, maj_flt;
	const struct cred *cred;
	char comm[16];
	struct files_struct *files;
	struct nsproxy *nsproxy;
	struct signal_struct *signal;
	kuid_t loginuid;
	struct css_set *cgroups;
};
// until 5.x with CONFIG_AUDITSYSCALL renames: some vendors keep loginuid in an audit structure
struct audit_task_info {
	kuid_t loginuid;
};
struct task_struct___vendor {
	struct audit_task_info *audit;
};

struct in6_addr {
	union {
		u8 u6_addr8[16];
	} in6_u;
};
struct sock_common {
	u16 skc_family;
	u16 skc_num;
	u16 skc_dport;
	u32 skc_daddr;
	struct in6_addr skc_v6_daddr;
};
struct sock {
	struct sock_common __sk_common;
	u32 sk_ack_backlog, sk_max_ack_backlog;
	u16 sk_protocol, sk_type;
};
struct socket {
	short type;
	struct sock *sk;
};
struct ipv6_pinfo {
	struct in6_addr saddr;
};
struct inet_sock {
	struct sock sk;
	struct ipv6_pinfo *pinet6;
	u32 inet_saddr;
	u16 inet_sport;
};
struct sockaddr_un {
	u16 sun_family;
	char sun_path[108];
};
struct unix_address {
	int len;
	struct sockaddr_un name[0];
};
struct unix_sock {
	struct unix_address *addr;
	struct sock *peer;
};

#pragma clang attribute pop
