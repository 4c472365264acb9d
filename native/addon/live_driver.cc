#include "live_driver.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

#include "fillers.h"

// The skeleton names the kernel's types.
using u8 = uint8_t;
using u16 = uint16_t;
using u32 = uint32_t;
using u64 = uint64_t;
#include "../build/falconer.skel.h"

namespace falconer {

namespace {

// What libbpf says while it loads goes into the failure, not to a terminal that the dashboard owns.
thread_local std::string libbpf_log;

constexpr size_t kLogBytes = 16384;

// Keeps the end: the verifier's reason is in its last lines.
int Log(enum libbpf_print_level level, const char* format, va_list arguments) {
	if (level == LIBBPF_DEBUG) return 0;
	va_list again;
	va_copy(again, arguments);
	const int length = vsnprintf(nullptr, 0, format, arguments);
	std::string line(length > 0 ? static_cast<size_t>(length) + 1 : 1, '\0');
	vsnprintf(&line[0], line.size(), format, again);
	va_end(again);
	line.pop_back();
	libbpf_log += line;
	if (libbpf_log.size() > kLogBytes) libbpf_log.erase(0, libbpf_log.size() - kLogBytes);
	return 0;
}

void Throw(Napi::Env env, const char* what, int error) {
	Napi::Error failure = Napi::Error::New(env, std::string(what) + ": " + strerror(error));
	failure.Set("errno", Napi::Number::New(env, error));
	failure.Set("log", Napi::String::New(env, libbpf_log));
	failure.ThrowAsJavaScriptException();
}

uint64_t Now(clockid_t clock) {
	timespec time;
	clock_gettime(clock, &time);
	return static_cast<uint64_t>(time.tv_sec) * 1000000000ull + static_cast<uint64_t>(time.tv_nsec);
}

// Nanoseconds from the boot clock to the epoch: the tightest of a few readings.
uint64_t EpochOffset() {
	uint64_t best = ~0ull, offset = 0;
	for (int i = 0; i < 16; i++) {
		const uint64_t before = Now(CLOCK_BOOTTIME), epoch = Now(CLOCK_REALTIME), after = Now(CLOCK_BOOTTIME);
		if (after - before >= best) continue;
		best = after - before;
		offset = epoch - before - best / 2;
	}
	return offset;
}

// Programs that attach by themselves; what this architecture does not need is not there.
constexpr const char* kAttached[] = {"dispatch", "procexit_e", "exec_child", "fork_child"};

bool IsAttached(const char* program) {
	for (const char* name : kAttached) if (!strcmp(name, program)) return true;
	return false;
}

// The verifier gives up with EAGAIN when its thread has a signal to take, and libbpf tries only five times: a profiler's timer, or
// a storm of SIGWINCH, would make a kernel refuse good programs. Other threads take the signals meanwhile, this one at the end.
class SignalsHeld {
public:
	SignalsHeld() {
		sigset_t all;
		sigfillset(&all);
		pthread_sigmask(SIG_SETMASK, &all, &before_);
	}
	~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
	sigset_t before_;
};

int LoadPrograms(falconer_bpf* bpf) {
	const SignalsHeld held;
	return falconer_bpf::load(bpf);
}

// The program for a system call; calls without an event of their own share one.
const char* ProgramOf(uint32_t number) {
	for (const Filler& filler : kFillers) if (filler.number == static_cast<int>(number)) return filler.program;
	return "generic_x";
}

bool IsWanted(const uint8_t* bits, uint32_t number) {
	return bits[number] & WANT_EVENT;
}

// Every program costs time to load: only those that are wanted, and not yet there, are.
void ChoosePrograms(falconer_bpf* bpf, const uint8_t* bits, const bool* filled, bool attached) {
	bpf_program* program;
	bpf_object__for_each_program(program, bpf->obj) {
		bpf_program__set_autoload(program, attached && IsAttached(bpf_program__name(program)));
	}
	for (uint32_t number = 0; number < SYSCALLS; number++) {
		if (filled[number] || !IsWanted(bits, number)) continue;
		program = bpf_object__find_program_by_name(bpf->obj, ProgramOf(number));
		if (program) bpf_program__set_autoload(program, true);
	}
}

bool HasBits(const Napi::Value& value) {
	return value.IsTypedArray() && value.As<Napi::TypedArray>().ElementLength() >= SYSCALLS;
}

int ShareMaps(falconer_bpf* with, falconer_bpf* from) {
	bpf_map* map;
	bpf_object__for_each_map(map, with->obj) {
		bpf_map* shared = bpf_object__find_map_by_name(from->obj, bpf_map__name(map));
		const int error = shared ? bpf_map__reuse_fd(map, bpf_map__fd(shared)) : -ENOENT;
		if (error) return error;
	}
	return 0;
}

}  // namespace

Napi::Function NativeDriver::Define(Napi::Env env) {
	return DefineClass(env, "NativeDriver", {
		InstanceMethod("attach", &NativeDriver::Attach),
		InstanceMethod("data", &NativeDriver::Data),
		InstanceMethod("setSelection", &NativeDriver::SetSelection),
		InstanceMethod("take", &NativeDriver::Take),
		InstanceMethod("release", &NativeDriver::Release),
		InstanceMethod("wait", &NativeDriver::Wait),
		InstanceMethod("wake", &NativeDriver::Wake),
		InstanceMethod("setClock", &NativeDriver::SetClock),
		InstanceMethod("statistics", &NativeDriver::Statistics),
		InstanceMethod("counters", &NativeDriver::Counters),
		InstanceMethod("dropCounter", &NativeDriver::DropCounter),
		InstanceMethod("close", &NativeDriver::Close),
	});
}

// libbpf looks for kernel types that vmlinux does not have in the modules, which takes CAP_SYS_ADMIN; before 1.3 it gives up
// without it. With a type file named it keeps to that one: CAP_BPF and CAP_PERFMON are enough.
falconer_bpf* OpenPrograms() {
	LIBBPF_OPTS(bpf_object_open_opts, options, .btf_custom_path = "/sys/kernel/btf/vmlinux");
	return falconer_bpf::open(&options);
}

// new NativeDriver(ringBytes, snaplen, bits): loads the programs that `bits` (as in setSelection) ask for; nothing is attached yet.
NativeDriver::NativeDriver(const Napi::CallbackInfo& info) : Napi::ObjectWrap<NativeDriver>(info) {
	Napi::Env env = info.Env();
	if (!HasBits(info[2])) Napi::TypeError::New(env, "bits: an element for each system call").ThrowAsJavaScriptException();
	else if (!Load(env, info[0].As<Napi::Number>().Uint32Value(), info[1].As<Napi::Number>().Uint32Value(), info[2].As<Napi::Uint8Array>().Data())) Shut();
}

NativeDriver::~NativeDriver() {
	Shut();
}

bool NativeDriver::Load(Napi::Env env, uint32_t ring_bytes, uint32_t snaplen, const uint8_t* bits) {
	libbpf_log.clear();
	libbpf_set_print(Log);
	cpus_ = libbpf_num_possible_cpus();
	bpf_ = OpenPrograms();
	if (!bpf_) return Throw(env, "The eBPF object does not open", errno), false;
	bpf_map__set_max_entries(bpf_->maps.ring, ring_bytes);
	bpf_map__set_max_entries(bpf_->maps.scratches, static_cast<uint32_t>(cpus_));
	bpf_->data->snaplen = snaplen;
	bpf_->bss->epoch_offset_ns = EpochOffset();
	ChoosePrograms(bpf_, bits, filled_, true);
	const int error = LoadPrograms(bpf_);
	if (error) return Throw(env, "The kernel refuses the eBPF programs", -error), false;
	if (!Install(env, bpf_, bits)) return false;
	const int ring = bpf_map__fd(bpf_->maps.ring);
	if (!ring_.Map(ring, ring_bytes)) return Throw(env, "The ring buffer cannot be mapped", errno), false;
	waiter_ = Waiter::Create(env, ring, &bpf_->bss->sleeping);
	if (!waiter_) return Throw(env, "The ring buffer cannot be polled", errno), false;
	return true;
}

// Loads programs that were not wanted before, beside the maps of the first ones.
bool NativeDriver::LoadMissing(Napi::Env env, const uint8_t* bits) {
	bool missing = false;
	for (uint32_t number = 0; number < SYSCALLS; number++) missing |= IsWanted(bits, number) && !filled_[number];
	if (!missing) return true;
	libbpf_log.clear();
	falconer_bpf* more = OpenPrograms();
	if (!more) return Throw(env, "The eBPF object does not open", errno), false;
	ChoosePrograms(more, bits, filled_, false);
	int error = ShareMaps(more, bpf_);
	if (!error) error = LoadPrograms(more);
	bool installed = false;
	if (error) Throw(env, "The kernel refuses more eBPF programs", -error);
	else installed = Install(env, more, bits);
	// The table of fillers keeps the programs.
	falconer_bpf::destroy(more);
	return installed;
}

bool NativeDriver::Install(Napi::Env env, falconer_bpf* from, const uint8_t* bits) {
	const int table = bpf_map__fd(bpf_->maps.fillers);
	for (uint32_t number = 0; number < SYSCALLS; number++) {
		if (filled_[number] || !IsWanted(bits, number)) continue;
		bpf_program* program = bpf_object__find_program_by_name(from->obj, ProgramOf(number));
		const int fd = program ? bpf_program__fd(program) : -ENOENT;
		if (fd < 0 || bpf_map_update_elem(table, &number, &fd, BPF_ANY)) return Throw(env, ProgramOf(number), fd < 0 ? ENOENT : errno), false;
		filled_[number] = true;
	}
	return true;
}

bool NativeDriver::IsOpen(Napi::Env env) {
	if (bpf_) return true;
	Napi::Error::New(env, "The driver is closed").ThrowAsJavaScriptException();
	return false;
}

Napi::Value NativeDriver::Attach(const Napi::CallbackInfo& info) {
	Napi::Env env = info.Env();
	if (!IsOpen(env)) return env.Undefined();
	libbpf_log.clear();
	for (const char* name : kAttached) {
		bpf_program* program = bpf_object__find_program_by_name(bpf_->obj, name);
		if (!program) continue;
		bpf_link* link = bpf_program__attach(program);
		if (!link) return Throw(env, name, errno), env.Undefined();
		links_.push_back(link);
	}
	return env.Undefined();
}

// The ring's data, and its beginning once more, as one ArrayBuffer. The pages are read-only: a write to them ends the process.
Napi::Value NativeDriver::Data(const Napi::CallbackInfo& info) {
	Napi::Env env = info.Env();
	if (!IsOpen(env)) return env.Undefined();
	if (data_.IsEmpty()) {
		Napi::ArrayBuffer data = Napi::ArrayBuffer::New(env, ring_.data(), ring_.mapped());
		data_ = Napi::Persistent(data);
	}
	return data_.Value();
}

// setSelection(bits: Uint8Array of SYSCALLS, procexit, genericIds: Uint16Array of SYSCALLS): WANT_* bits and class of each
// system call, and what stands for it in generic events.
Napi::Value NativeDriver::SetSelection(const Napi::CallbackInfo& info) {
	Napi::Env env = info.Env();
	if (!IsOpen(env)) return env.Undefined();
	if (!HasBits(info[0]) || !HasBits(info[2])) {
		Napi::TypeError::New(env, "bits, genericIds: an element for each system call").ThrowAsJavaScriptException();
		return env.Undefined();
	}
	const uint8_t* bits = info[0].As<Napi::Uint8Array>().Data();
	const uint16_t* generic_ids = info[2].As<Napi::Uint16Array>().Data();
	if (!LoadMissing(env, bits)) return env.Undefined();
	for (size_t i = 0; i < SYSCALLS; i++) {
		__atomic_store_n(&bpf_->bss->generic_ids[i], generic_ids[i], __ATOMIC_RELAXED);
		__atomic_store_n(&bpf_->bss->wanted[i], bits[i], __ATOMIC_RELAXED);
	}
	__atomic_store_n(&bpf_->bss->wanted_procexit, static_cast<uint8_t>(info[1].As<Napi::Number>().Uint32Value()), __ATOMIC_RELAXED);
	return env.Undefined();
}

// take(most, range: Float64Array(2)) → number of records; their first and last byte + 1 go into `range`.
Napi::Value NativeDriver::Take(const Napi::CallbackInfo& info) {
	Napi::Env env = info.Env();
	if (!IsOpen(env)) return env.Undefined();
	uint64_t start, end;
	const uint32_t records = ring_.Take(info[0].As<Napi::Number>().Uint32Value(), &start, &end);
	Napi::Float64Array range = info[1].As<Napi::Float64Array>();
	range[0] = static_cast<double>(start);
	range[1] = static_cast<double>(end);
	return Napi::Number::New(env, records);
}

Napi::Value NativeDriver::Release(const Napi::CallbackInfo& info) {
	if (bpf_) ring_.Release();
	return info.Env().Undefined();
}

Napi::Value NativeDriver::Wait(const Napi::CallbackInfo& info) {
	Napi::Env env = info.Env();
	if (!IsOpen(env)) return env.Undefined();
	return waiter_->Wait(env, info[0].As<Napi::Number>().Uint32Value(), info[1].As<Napi::Number>().Uint32Value());
}

Napi::Value NativeDriver::Wake(const Napi::CallbackInfo& info) {
	if (waiter_) waiter_->Wake();
	return info.Env().Undefined();
}

// Follows the system's clock: returns by how many ns it had moved against the boot clock.
Napi::Value NativeDriver::SetClock(const Napi::CallbackInfo& info) {
	Napi::Env env = info.Env();
	if (!IsOpen(env)) return env.Undefined();
	const uint64_t offset = EpochOffset();
	const double moved = static_cast<double>(static_cast<int64_t>(offset - bpf_->bss->epoch_offset_ns));
	__atomic_store_n(&bpf_->bss->epoch_offset_ns, offset, __ATOMIC_RELAXED);
	return Napi::Number::New(env, moved);
}

Napi::Value NativeDriver::Statistics(const Napi::CallbackInfo& info) {
	Napi::Env env = info.Env();
	if (!IsOpen(env)) return env.Undefined();
	cpu_statistics sum = {};
	for (const cpu_statistics& cpu : bpf_->bss->statistics) {
		sum.events += cpu.events;
		sum.ring_full += cpu.ring_full;
		sum.too_large += cpu.too_large;
		sum.compat += cpu.compat;
		sum.no_filler += cpu.no_filler;
		sum.uncounted += cpu.uncounted;
	}
	uint64_t missed = 0;
	for (bpf_program* program : {bpf_->progs.dispatch, bpf_->progs.procexit_e}) {
		bpf_prog_info prog = {};
		uint32_t length = sizeof(prog);
		if (!bpf_obj_get_info_by_fd(bpf_program__fd(program), &prog, &length)) missed += prog.recursion_misses;
	}
	Napi::Object result = Napi::Object::New(env);
	const auto put = [&](const char* name, uint64_t value) { result.Set(name, Napi::Number::New(env, static_cast<double>(value))); };
	put("events", sum.events);
	put("ringFull", sum.ring_full);
	put("tooLarge", sum.too_large);
	put("compat", sum.compat);
	put("noFiller", sum.no_filler);
	put("uncounted", sum.uncounted);
	put("missed", missed);
	put("ringBytes", ring_.Waiting());
	put("ringSizeBytes", ring_.size());
	return result;
}

// A flat Float64Array: hierarchy, cgroup id, and the four counts of each cgroup.
Napi::Value NativeDriver::Counters(const Napi::CallbackInfo& info) {
	Napi::Env env = info.Env();
	if (!IsOpen(env)) return env.Undefined();
	const int map = bpf_map__fd(bpf_->maps.counters);
	std::vector<class_counts> of_cpus(static_cast<size_t>(cpus_));
	std::vector<double> rows;
	uint64_t key, next, *previous = nullptr;
	while (!bpf_map_get_next_key(map, previous, &next)) {
		key = next;
		previous = &key;
		if (bpf_map_lookup_elem(map, &key, of_cpus.data())) continue;
		class_counts sum = {};
		for (const class_counts& cpu : of_cpus) for (int i = 0; i < CLASSES; i++) sum.of[i] += cpu.of[i];
		rows.push_back(static_cast<double>(key >> HIERARCHY_SHIFT));
		rows.push_back(static_cast<double>(key & ((1ull << HIERARCHY_SHIFT) - 1)));
		for (int i = 0; i < CLASSES; i++) rows.push_back(static_cast<double>(sum.of[i]));
	}
	Napi::Float64Array result = Napi::Float64Array::New(env, rows.size());
	if (!rows.empty()) memcpy(result.Data(), rows.data(), rows.size() * sizeof(double));
	return result;
}

// dropCounter(hierarchy, id): the cgroup is gone.
Napi::Value NativeDriver::DropCounter(const Napi::CallbackInfo& info) {
	Napi::Env env = info.Env();
	if (!IsOpen(env)) return env.Undefined();
	const uint64_t key = static_cast<uint64_t>(info[0].As<Napi::Number>().Int64Value()) << HIERARCHY_SHIFT |
		static_cast<uint64_t>(info[1].As<Napi::Number>().Int64Value());
	bpf_map_delete_elem(bpf_map__fd(bpf_->maps.counters), &key);
	return env.Undefined();
}

Napi::Value NativeDriver::Close(const Napi::CallbackInfo& info) {
	if (!data_.IsEmpty()) {
		// Views of the data become empty before the pages go away.
		data_.Value().Detach();
		data_.Reset();
	}
	Shut();
	return info.Env().Undefined();
}

void NativeDriver::Shut() {
	if (waiter_) waiter_->Close();
	waiter_ = nullptr;
	ring_.Unmap();
	for (bpf_link* link : links_) bpf_link__destroy(link);
	links_.clear();
	if (bpf_) falconer_bpf::destroy(bpf_);
	bpf_ = nullptr;
}

}  // namespace falconer
