// The class that JavaScript sees. Its arguments were checked in TypeScript.
#pragma once
#include <napi.h>

#include "ring.h"
#include "waiter.h"

struct falconer_bpf;

namespace falconer {

class NativeDriver : public Napi::ObjectWrap<NativeDriver> {
public:
	static Napi::Function Define(Napi::Env env);
	explicit NativeDriver(const Napi::CallbackInfo& info);
	~NativeDriver() override;

private:
	Napi::Value Attach(const Napi::CallbackInfo& info);
	Napi::Value Data(const Napi::CallbackInfo& info);
	Napi::Value Wanted(const Napi::CallbackInfo& info);
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
	bool Load(Napi::Env env, uint32_t ring_bytes, uint32_t snaplen);
	bool IsOpen(Napi::Env env);
	void Shut();

	falconer_bpf* bpf_ = nullptr;
	Ring ring_;
	Waiter* waiter_ = nullptr;
	int cpus_ = 0;
	Napi::Reference<Napi::ArrayBuffer> data_;
};

}  // namespace falconer
