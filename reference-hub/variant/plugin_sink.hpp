// Where a plugin writes to while a call runs (cast/plugin.h, cast_sink).
#pragma once

#include <cast/plugin.h>

#include <string>

namespace cast::hub {

/// Takes at most `limit` bytes. Used by one thread, for one call.
class PluginSink {
 public:
  explicit PluginSink(std::size_t limit) : sink_{this, &PluginSink::write}, limit_(limit) {}
  PluginSink(const PluginSink&) = delete;
  PluginSink& operator=(const PluginSink&) = delete;

  /// For the plugin, as long as this object lives.
  const cast_sink* sink() const { return &sink_; }

  std::string& text() { return text_; }
  /// The plugin wrote more than the limit, and the text lacks it.
  bool isOver() const { return over_; }

 private:
  // No exception crosses the boundary, in this direction either.
  static std::int32_t write(void* context, const char* data, std::uint64_t size) noexcept;

  cast_sink sink_;
  std::size_t limit_;
  std::string text_;
  bool over_ = false;
};

}  // namespace cast::hub
