// The kernel's flags as the portable values of Falco's events.
#pragma once
#include "../base/syscall.h"

#define PPM_O_F_CREATED (1 << 14)
#define PPM_FD_UPPER_LAYER (1 << 15)
#define PPM_FD_LOWER_LAYER (1 << 16)

#if defined(__TARGET_ARCH_arm64)
#define O_DIRECTORY 040000
#define O_DIRECT 0200000
#define O_LARGEFILE 0400000
#else
#define O_DIRECT 040000
#define O_LARGEFILE 0100000
#define O_DIRECTORY 0200000
#endif
#define O_CREAT 0100
#define O_EXCL 0200
#define O_TRUNC 01000
#define O_APPEND 02000
#define O_NONBLOCK 04000
#define O_DSYNC 010000
#define O_CLOEXEC 02000000
#define O_SYNC 04010000
#define O_TMPFILE (020000000 | O_DIRECTORY)

static __always_inline u32 open_flags(u64 flags) {
	u32 portable = (flags & 3) == 0 ? 1 : (flags & 3) == 1 ? 2 : 3;
	if (flags & O_CREAT) portable |= 1 << 2;
	if (flags & O_APPEND) portable |= 1 << 3;
	if (flags & O_DSYNC) portable |= 1 << 4;
	if (flags & O_EXCL) portable |= 1 << 5;
	if (flags & O_NONBLOCK) portable |= 1 << 6;
	if ((flags & O_SYNC) == O_SYNC) portable |= 1 << 7;
	if (flags & O_TRUNC) portable |= 1 << 8;
	if (flags & O_DIRECT) portable |= 1 << 9;
	if (flags & O_DIRECTORY) portable |= 1 << 10;
	if (flags & O_LARGEFILE) portable |= 1 << 11;
	if (flags & O_CLOEXEC) portable |= 1 << 12;
	if ((flags & O_TMPFILE) == O_TMPFILE) portable |= 1 << 13;
	return portable;
}

// The mode of an open means something only where it can create a file.
static __always_inline u32 open_mode(u64 flags, u64 mode) {
	return flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE ? mode & 07777 : 0;
}

// O_CLOEXEC and O_NONBLOCK, which SOCK_, EFD_, PIPE_ and IN_ flags share.
static __always_inline u32 descriptor_flags(u64 flags) {
	return (flags & O_CLOEXEC ? 1 << 12 : 0) | (flags & O_NONBLOCK ? 1 << 6 : 0);
}

static __always_inline u32 clone_flags(u64 flags) {
	u32 portable = 0;
	if (flags & 0x00000400) portable |= 1 << 0; // FILES
	if (flags & 0x00000200) portable |= 1 << 1; // FS
	if (flags & 0x80000000) portable |= 1 << 2; // IO
	if (flags & 0x08000000) portable |= 1 << 3; // NEWIPC
	if (flags & 0x40000000) portable |= 1 << 4; // NEWNET
	if (flags & 0x00020000) portable |= 1 << 5; // NEWNS
	if (flags & 0x20000000) portable |= 1 << 6; // NEWPID
	if (flags & 0x04000000) portable |= 1 << 7; // NEWUTS
	if (flags & 0x00008000) portable |= 1 << 8; // PARENT
	if (flags & 0x00100000) portable |= 1 << 9; // PARENT_SETTID
	if (flags & 0x00002000) portable |= 1 << 10; // PTRACE
	if (flags & 0x00000800) portable |= 1 << 11; // SIGHAND
	if (flags & 0x00040000) portable |= 1 << 12; // SYSVSEM
	if (flags & 0x00010000) portable |= 1 << 13; // THREAD
	if (flags & 0x00800000) portable |= 1 << 14; // UNTRACED
	if (flags & 0x00000100) portable |= 1 << 15; // VM
	if (flags & 0x10000000) portable |= 1 << 20; // NEWUSER
	if (flags & 0x00200000) portable |= 1 << 23; // CHILD_CLEARTID
	if (flags & 0x01000000) portable |= 1 << 24; // CHILD_SETTID
	if (flags & 0x00080000) portable |= 1 << 25; // SETTLS
	if (flags & 0x00004000) portable |= 1 << 27; // VFORK
	if (flags & 0x02000000) portable |= 1 << 28; // NEWCGROUP
	return portable;
}

static __always_inline u32 resolve_flags(u64 flags) {
	u32 portable = 0;
	if (flags & 0x08) portable |= 1 << 0; // BENEATH
	if (flags & 0x10) portable |= 1 << 1; // IN_ROOT
	if (flags & 0x02) portable |= 1 << 2; // NO_MAGICLINKS
	if (flags & 0x04) portable |= 1 << 3; // NO_SYMLINKS
	if (flags & 0x01) portable |= 1 << 4; // NO_XDEV
	if (flags & 0x20) portable |= 1 << 5; // CACHED
	return portable;
}
