// The reader's side of a BPF ring buffer. The kernel offers its data twice in a row, so that every record is contiguous; of the
// second time only the beginning is mapped, for all mapped pages count as memory of the process:
//
//   consumer page (written by the reader) | producer page | data | the beginning of the data again
//
// A record is a header of 8 bytes (length and flags, page offset), its bytes, and padding to 8.
#pragma once
#include <cstddef>
#include <cstdint>

namespace falconer {

class Ring {
public:
	// Maps the ring of `fd`; false and errno where the kernel refuses.
	bool Map(int fd, size_t size);
	void Unmap();
	// Finds the records that are complete, at most about `most` bytes of them. Returns how many; `start` and `end` are
	// positions in the data area, `end` beyond the ring's size where the last record wraps around.
	uint32_t Take(size_t most, uint64_t* start, uint64_t* end);
	// Gives the taken records back to the kernel.
	void Release();
	uint64_t Waiting() const;
	uint8_t* data() const { return data_; }
	size_t size() const { return size_; }
	// Of the data and what of it is mapped again.
	size_t mapped() const { return size_ + again_; }

private:
	uint64_t* consumer_ = nullptr;
	uint64_t* producer_ = nullptr;
	uint8_t* data_ = nullptr;
	size_t size_ = 0;
	size_t again_ = 0;
	size_t page_ = 0;
	uint64_t taken_ = 0;
};

}  // namespace falconer
