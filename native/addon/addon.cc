// The module: the driver's class, the table of the system calls it knows, whether the kernel takes programs at all, and what
// keeps the memory of malloc small.
#include <linux/bpf.h>
#include <malloc.h>
#include <napi.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "fillers.h"
#include "live_driver.h"

namespace {

constexpr int kLargeBytes = 1 << 20;

// Where something large was freed once, glibc keeps up to 64 MB of free memory for each thread: not here.
void KeepLittle() {
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, kLargeBytes);
	mallopt(M_TRIM_THRESHOLD, kLargeBytes);
#endif
}

// trim(): whole pages that were freed, in any thread, go back to the system.
void Trim(const Napi::CallbackInfo&) {
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}

// refusal(): 0 where the kernel takes a program that does nothing, else the errno it refuses it with. Capabilities do not tell:
// seccomp and sandboxes refuse bpf(2) itself.
Napi::Value Refusal(const Napi::CallbackInfo& info) {
	const bpf_insn program[] = {
	    {BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, 0},
	    {BPF_JMP | BPF_EXIT, 0, 0, 0, 0},
	};
	bpf_attr attributes;
	memset(&attributes, 0, sizeof attributes);
	attributes.prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT;
	attributes.insns = reinterpret_cast<uintptr_t>(program);
	attributes.insn_cnt = sizeof program / sizeof *program;
	attributes.license = reinterpret_cast<uintptr_t>("GPL");
	// The verifier gives up with EAGAIN where a signal is pending.
	long fd;
	do fd = syscall(SYS_bpf, BPF_PROG_LOAD, &attributes, sizeof attributes);
	while (fd < 0 && (errno == EAGAIN || errno == EINTR));
	const int refusal = fd < 0 ? errno : 0;
	if (fd >= 0) close(static_cast<int>(fd));
	return Napi::Number::New(info.Env(), refusal);
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
	KeepLittle();
	Napi::Array fillers = Napi::Array::New(env);
	uint32_t row = 0;
	for (const Filler& filler : kFillers) {
		Napi::Object entry = Napi::Object::New(env);
		entry.Set("syscall", filler.syscall);
		entry.Set("number", filler.number);
		entry.Set("event", filler.event);
		entry.Set("eventClass", static_cast<int>(filler.cls));
		fillers.Set(row++, entry);
	}
	exports.Set("fillers", fillers);
	exports.Set("syscalls", SYSCALLS);
	exports.Set("refusal", Napi::Function::New(env, Refusal, "refusal"));
	exports.Set("trim", Napi::Function::New(env, Trim, "trim"));
	exports.Set("NativeDriver", falconer::NativeDriver::Define(env));
	return exports;
}

}  // namespace

NODE_API_MODULE(falconer, Init)
