// The plugin: its schemas and examples come from the data files, its conversions and rules from here.
#include <cast/json.hpp>

#include "navi_payload.hpp"

namespace cast::navicast {
namespace {

/// Longest payload that is looked at, in bytes: `data` has at most 1 MiB, and what is beside it is short.
/// Reading a longer one would hold up other people's events.
constexpr std::size_t kMaxPayload = 4U << 20U;

Json read(std::string_view payload) {
  if (payload.size() > kMaxPayload)
    throw plugin::Fault("expected at most 4 MiB; found " + std::to_string(payload.size()) + " bytes");
  return plugin::readPayload(payload);
}

class NaviCast : public plugin::Plugin {
 public:
  std::string convert(const plugin::Conversion& conversion, std::string_view payload) const override {
    if (conversion.from == kNavi && conversion.to == kOpenIgtLink)
      return plugin::writePayload(toOpenIgtLink(conversion.eventType, read(payload)));
    if (conversion.from == kOpenIgtLink && conversion.to == kNavi)
      return plugin::writePayload(toNavi(conversion.eventType, read(payload)));
    return Plugin::convert(conversion, payload);
  }

  void judge(std::string_view eventType, std::string_view payload) const override {
    judgePayload(eventType, read(payload));
  }
};

}  // namespace
}  // namespace cast::navicast

using NaviCast = cast::navicast::NaviCast;
CAST_PLUGIN(NaviCast)
