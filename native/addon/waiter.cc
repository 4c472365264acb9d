#include "waiter.h"

namespace falconer {

Waiter* Waiter::Create(Napi::Env env, int fd, uint32_t* sleeping) {
	uv_loop_t* loop = nullptr;
	if (napi_get_uv_event_loop(env, &loop) != napi_ok) return nullptr;
	Waiter* waiter = new Waiter(env, sleeping);
	waiter->poll_.data = waiter->timer_.data = waiter;
	uv_timer_init(loop, &waiter->timer_);
	if (uv_poll_init(loop, &waiter->poll_, fd) != 0) {
		waiter->open_handles_ = 1;
		uv_close(reinterpret_cast<uv_handle_t*>(&waiter->timer_), OnClosed);
		return nullptr;
	}
	napi_add_async_cleanup_hook(env, OnCleanup, waiter, &waiter->hook_);
	return waiter;
}

Napi::Value Waiter::Wait(Napi::Env env, uint64_t timeout, uint64_t linger) {
	napi_value promise;
	if (deferred_) Resolve();
	napi_create_promise(env, &deferred_, &promise);
	linger_ = linger;
	__atomic_store_n(sleeping_, 1u, __ATOMIC_SEQ_CST);
	// Level triggered: events that came before `sleeping` was set are seen at once.
	uv_poll_start(&poll_, UV_READABLE, OnReadable);
	uv_timer_start(&timer_, OnTimer, timeout, 0);
	return Napi::Value(env, promise);
}

void Waiter::OnReadable(uv_poll_t* handle, int, int) {
	Waiter* waiter = static_cast<Waiter*>(handle->data);
	uv_poll_stop(handle);
	__atomic_store_n(waiter->sleeping_, 0u, __ATOMIC_SEQ_CST);
	if (waiter->linger_ > 0) uv_timer_start(&waiter->timer_, OnTimer, waiter->linger_, 0);
	else waiter->Resolve();
}

void Waiter::OnTimer(uv_timer_t* handle) {
	static_cast<Waiter*>(handle->data)->Resolve();
}

void Waiter::Resolve() {
	uv_poll_stop(&poll_);
	uv_timer_stop(&timer_);
	__atomic_store_n(sleeping_, 0u, __ATOMIC_SEQ_CST);
	if (!deferred_) return;
	napi_deferred deferred = deferred_;
	deferred_ = nullptr;
	Napi::HandleScope scope(env_);
	// Runs the promise's jobs too, as any callback from the loop must.
	Napi::AsyncContext context(env_, "falconer:wait");
	Napi::CallbackScope callbacks(env_, context);
	napi_resolve_deferred(env_, deferred, env_.Undefined());
}

void Waiter::Wake() {
	if (deferred_) Resolve();
}

void Waiter::Close() {
	if (closing_) return;
	closing_ = true;
	Wake();
	uv_close(reinterpret_cast<uv_handle_t*>(&poll_), OnClosed);
	uv_close(reinterpret_cast<uv_handle_t*>(&timer_), OnClosed);
}

void Waiter::OnClosed(uv_handle_t* handle) {
	Waiter* waiter = static_cast<Waiter*>(handle->data);
	if (--waiter->open_handles_ > 0) return;
	if (waiter->hook_) napi_remove_async_cleanup_hook(waiter->hook_);
	delete waiter;
}

// The environment ends: a promise nobody can wait for any more is dropped.
void Waiter::OnCleanup(napi_async_cleanup_hook_handle, void* self) {
	Waiter* waiter = static_cast<Waiter*>(self);
	waiter->deferred_ = nullptr;
	waiter->Close();
}

}  // namespace falconer
