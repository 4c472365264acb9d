// The module: the driver's class, and the table of the system calls it knows.
#include <napi.h>

#include "fillers.h"
#include "live_driver.h"

namespace {

Napi::Object Init(Napi::Env env, Napi::Object exports) {
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
	exports.Set("NativeDriver", falconer::NativeDriver::Define(env));
	return exports;
}

}  // namespace

NODE_API_MODULE(falconer, Init)
