#include "validator/trace.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace cast::validator {

void Trace::doing(std::string_view what) {
  ++record_.steps;
  const std::size_t size = std::min(what.size(), sizeof(record_.doing) - 1);
  std::memcpy(record_.doing, what.data(), size);
  record_.doing[size] = '\0';
  if (pwrite(kTraceDescriptor, &record_, sizeof(record_), 0) != static_cast<ssize_t>(sizeof(record_)))
    throw std::runtime_error("can't write to the validator's memory");
}

void Trace::finish(const std::string& result) const {
  if (pwrite(kResultDescriptor, result.data(), result.size(), 0) != static_cast<ssize_t>(result.size()))
    throw std::runtime_error("can't write the result to the validator's memory");
}

}  // namespace cast::validator
