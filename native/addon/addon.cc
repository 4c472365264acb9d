// The module: the driver's class, the table of the system calls it knows, and what keeps the memory of malloc small.
#include <malloc.h>
#include <napi.h>

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
	exports.Set("trim", Napi::Function::New(env, Trim, "trim"));
	exports.Set("NativeDriver", falconer::NativeDriver::Define(env));
	return exports;
}

}  // namespace

NODE_API_MODULE(falconer, Init)
