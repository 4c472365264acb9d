#include "ring.h"

#include <linux/bpf.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

namespace falconer {

// More than a record has: an event is at most 64 KB.
constexpr size_t kAgain = 128 << 10;

bool Ring::Map(int fd, size_t size) {
	page_ = static_cast<size_t>(sysconf(_SC_PAGESIZE));
	size_ = size;
	again_ = std::min(size, kAgain);
	void* consumer = mmap(nullptr, page_, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (consumer == MAP_FAILED) return false;
	void* producer = mmap(nullptr, page_ + mapped(), PROT_READ, MAP_SHARED, fd, static_cast<off_t>(page_));
	if (producer == MAP_FAILED) {
		munmap(consumer, page_);
		return false;
	}
	consumer_ = static_cast<uint64_t*>(consumer);
	producer_ = static_cast<uint64_t*>(producer);
	data_ = static_cast<uint8_t*>(producer) + page_;
	taken_ = __atomic_load_n(consumer_, __ATOMIC_ACQUIRE);
	return true;
}

void Ring::Unmap() {
	if (!consumer_) return;
	munmap(consumer_, page_);
	munmap(producer_, page_ + mapped());
	consumer_ = producer_ = nullptr;
	data_ = nullptr;
}

uint32_t Ring::Take(size_t most, uint64_t* start, uint64_t* end) {
	const uint64_t consumer = *consumer_;
	const uint64_t producer = __atomic_load_n(producer_, __ATOMIC_ACQUIRE);
	uint64_t position = consumer;
	uint32_t records = 0;
	// Not beyond the end of the data, but for the record that lies across it.
	const uint64_t last = consumer + std::min<uint64_t>(most, size_ - (consumer & (size_ - 1)));
	while (position < producer && position < last) {
		const uint32_t* header = reinterpret_cast<uint32_t*>(data_ + (position & (size_ - 1)));
		const uint32_t length = __atomic_load_n(header, __ATOMIC_ACQUIRE);
		if (length & BPF_RINGBUF_BUSY_BIT) break;
		const uint32_t bytes = length & ~(BPF_RINGBUF_BUSY_BIT | BPF_RINGBUF_DISCARD_BIT);
		position += (bytes + BPF_RINGBUF_HDR_SZ + 7) & ~7ull;
		records++;
	}
	taken_ = position;
	*start = consumer & (size_ - 1);
	*end = *start + (position - consumer);
	return records;
}

void Ring::Release() {
	__atomic_store_n(consumer_, taken_, __ATOMIC_RELEASE);
}

uint64_t Ring::Waiting() const {
	return __atomic_load_n(producer_, __ATOMIC_ACQUIRE) - *consumer_;
}

}  // namespace falconer
