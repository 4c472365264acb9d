#pragma once
// quotactl: eighteen parameters, most of them 0 in most calls.
#include "../store/text.h"

enum quota_command { QUOTA_ON = 1, QUOTA_GETFMT = 4, QUOTA_GETINFO = 8, QUOTA_SETINFO = 16, QUOTA_GET = 32, QUOTA_SET = 64, QUOTA_XGET = 1024, QUOTA_XSET = 2048 };
enum quota_valid { VALID_BLIMITS = 1, VALID_SPACE = 2, VALID_ILIMITS = 4, VALID_BTIME = 16, VALID_ITIME = 32 };
enum info_valid { VALID_BGRACE = 1, VALID_IGRACE = 2, VALID_FLAGS = 4 };
#define NO_QUOTA_FORMAT 1

struct user_quota {
	u64 bhardlimit, bsoftlimit, curspace, ihardlimit, isoftlimit, curinodes, btime, itime;
	u32 valid;
};

struct user_quota_info {
	u64 bgrace, igrace;
	u32 flags, valid;
};

static __always_inline u16 quota_command(u32 kernel) {
	switch (kernel >> 8) {
	case 0x800001: return 128; // Q_SYNC
	case 0x800002: return QUOTA_ON;
	case 0x800003: return 2; // Q_QUOTAOFF
	case 0x800004: return QUOTA_GETFMT;
	case 0x800005: return QUOTA_GETINFO;
	case 0x800006: return QUOTA_SETINFO;
	case 0x800007: return QUOTA_GET;
	case 0x800008: return QUOTA_SET;
	case 0x5801: return 256; // Q_XQUOTAON
	case 0x5802: return 512;
	case 0x5803: return QUOTA_XGET;
	case 0x5804: return QUOTA_XSET;
	case 0x5805: return 4096; // Q_XGETQSTAT
	case 0x5806: return 8192;
	case 0x5807: return 16384;
	default: return 0;
	}
}

static __always_inline u8 quota_format(u32 kernel) {
	return kernel == 1 ? 2 : kernel == 2 ? 4 : kernel == 4 ? 8 : NO_QUOTA_FORMAT;
}

#define WHERE_VALID(structure, bit, field) ((structure).valid & (bit) ? (structure).field : 0)

static __always_inline void put_quota(struct event *e, u16 command, u64 address) {
	struct user_quota quota = {};
	if (command == QUOTA_GET || command == QUOTA_SET) bpf_probe_read_user(&quota, sizeof(quota), (void *)address);
	put_u64(e, WHERE_VALID(quota, VALID_BLIMITS, bhardlimit));
	put_u64(e, WHERE_VALID(quota, VALID_BLIMITS, bsoftlimit));
	put_u64(e, WHERE_VALID(quota, VALID_SPACE, curspace));
	put_u64(e, WHERE_VALID(quota, VALID_ILIMITS, ihardlimit));
	put_u64(e, WHERE_VALID(quota, VALID_ILIMITS, isoftlimit));
	put_u64(e, WHERE_VALID(quota, VALID_BTIME, btime));
	put_u64(e, WHERE_VALID(quota, VALID_ITIME, itime));
}

static __always_inline void put_quota_info(struct event *e, u16 command, u64 address) {
	struct user_quota_info info = {};
	if (command == QUOTA_GETINFO || command == QUOTA_SETINFO) bpf_probe_read_user(&info, sizeof(info), (void *)address);
	put_u64(e, WHERE_VALID(info, VALID_BGRACE, bgrace));
	put_u64(e, WHERE_VALID(info, VALID_IGRACE, igrace));
	put_u8(e, WHERE_VALID(info, VALID_FLAGS, flags));
}

FILLER(quotactl_x) {
	struct event e;
	u32 id = ARG(2), format = 0, type = ARG(0) & 0xff;
	u16 command = quota_command(ARG(0));
	if (!begin(&e, 191, 18)) return 0;
	put_s64(&e, ret);
	put_user_path(&e, ARG(1));
	put_user_path(&e, command == QUOTA_ON ? ARG(3) : 0);
	put_quota(&e, command, ARG(3));
	put_quota_info(&e, command, ARG(3));
	if (command == QUOTA_GETFMT) bpf_probe_read_user(&format, sizeof(format), (void *)ARG(3));
	put_u8(&e, quota_format(format));
	put_u16(&e, command);
	put_u8(&e, type == 0 ? 1 : type == 1 ? 2 : 0);
	// Elsewhere the third argument is not the id of a user or group.
	put_u32(&e, command & (QUOTA_GET | QUOTA_SET | QUOTA_XGET | QUOTA_XSET) ? id : 0);
	put_u8(&e, command == QUOTA_ON ? quota_format(id) : NO_QUOTA_FORMAT);
	return submit(&e);
}
