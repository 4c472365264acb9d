// Lets JavaScript wait until the ring has events, on the event loop of its own thread: no thread, no callback per event.
#pragma once
#include <napi.h>
#include <uv.h>

#include <cstdint>
#include <vector>

namespace falconer {

class Waiter {
public:
	// `sleeping` lies in memory that the kernel's side reads: it wakes the reader with the next event.
	static Waiter* Create(Napi::Env env, int fd, uint32_t* sleeping);
	// A promise that resolves when an event has come and `linger` ms for more of them are over, or after `timeout` ms.
	Napi::Value Wait(Napi::Env env, uint64_t timeout, uint64_t linger);
	void Wake();
	void Close();

private:
	Waiter(Napi::Env env, uint32_t* sleeping) : env_(env), sleeping_(sleeping) {}
	void Resolve();
	static void OnReadable(uv_poll_t* handle, int status, int events);
	static void OnTimer(uv_timer_t* handle);
	static void OnClosed(uv_handle_t* handle);
	static void OnCleanup(napi_async_cleanup_hook_handle hook, void* self);

	Napi::Env env_;
	uint32_t* sleeping_;
	uv_poll_t poll_;
	uv_timer_t timer_;
	uint64_t linger_ = 0;
	int open_handles_ = 2;
	bool closing_ = false;
	napi_deferred deferred_ = nullptr;
	napi_async_cleanup_hook_handle hook_ = nullptr;
};

}  // namespace falconer
