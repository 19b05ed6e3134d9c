#include "variant/plugin_sink.hpp"

#include <new>

namespace cast::hub {

std::int32_t PluginSink::write(void* context, const char* data, std::uint64_t size) noexcept {
  auto& sink = *static_cast<PluginSink*>(context);
  if (size == 0) return sink.over_ ? 0 : 1;
  if (sink.over_ || data == nullptr || size > sink.limit_ - sink.text_.size()) {
    sink.over_ = true;
    return 0;
  }
  try {
    sink.text_.append(data, static_cast<std::size_t>(size));
    return 1;
  } catch (const std::bad_alloc&) {
    sink.over_ = true;
    return 0;
  }
}

}  // namespace cast::hub
