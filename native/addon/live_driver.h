// The class that JavaScript sees. Its arguments were checked in TypeScript.
#pragma once
#include <napi.h>

#include <vector>

#include "../bpf/base/event.h"
#include "ring.h"
#include "waiter.h"

struct falconer_bpf;
struct bpf_link;

namespace falconer {

class NativeDriver : public Napi::ObjectWrap<NativeDriver> {
public:
	static Napi::Function Define(Napi::Env env);
	explicit NativeDriver(const Napi::CallbackInfo& info);
	~NativeDriver() override;

private:
	Napi::Value Attach(const Napi::CallbackInfo& info);
	Napi::Value Data(const Napi::CallbackInfo& info);
	Napi::Value SetSelection(const Napi::CallbackInfo& info);
	Napi::Value Take(const Napi::CallbackInfo& info);
	Napi::Value Release(const Napi::CallbackInfo& info);
	Napi::Value Wait(const Napi::CallbackInfo& info);
	Napi::Value Wake(const Napi::CallbackInfo& info);
	Napi::Value SetClock(const Napi::CallbackInfo& info);
	Napi::Value Statistics(const Napi::CallbackInfo& info);
	Napi::Value Counters(const Napi::CallbackInfo& info);
	Napi::Value DropCounter(const Napi::CallbackInfo& info);
	Napi::Value Close(const Napi::CallbackInfo& info);
	bool Load(Napi::Env env, uint32_t ring_bytes, uint32_t snaplen, const uint8_t* bits);
	bool LoadMissing(Napi::Env env, const uint8_t* bits);
	bool Install(Napi::Env env, falconer_bpf* from, const uint8_t* bits);
	bool IsOpen(Napi::Env env);
	void Shut();

	falconer_bpf* bpf_ = nullptr;
	// Whether the filler of each system call is in its place.
	bool filled_[SYSCALLS] = {};
	Ring ring_;
	Waiter* waiter_ = nullptr;
	std::vector<bpf_link*> links_;
	int cpus_ = 0;
	Napi::Reference<Napi::ArrayBuffer> data_;
};

}  // namespace falconer
