#pragma once
#include <cstddef>
#include <string_view>

namespace cast::conformance {

/// What one attempt to read or write achieved: bytes (> 0), or what has to be waited for, or the end.
struct Attempt {
  enum class State { done, wantsRead, wantsWrite, closed };
  State state = State::closed;
  std::size_t bytes = 0;
};

/// One attempt on a socket without TLS that does not block.
Attempt receivePlain(int socket, char* buffer, std::size_t size);
Attempt sendPlain(int socket, std::string_view bytes);

}  // namespace cast::conformance
