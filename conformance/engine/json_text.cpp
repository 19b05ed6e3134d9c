#include "engine/json_text.hpp"

#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

constexpr int kDeepest = 512;

/// Watches the parse for what nlohmann::json lets pass.
class StrictWatch {
 public:
  bool operator()(int depth, Json::parse_event_t event, const Json& parsed) {
    using Event = Json::parse_event_t;
    if (depth > kDeepest && defect_.empty())
      defect_ = "it is nested deeper than " + std::to_string(kDeepest) + " levels";
    if (event == Event::object_start) members_.emplace_back();
    if (event == Event::object_end) members_.pop_back();
    if (event == Event::key && !members_.back().insert(parsed.get<std::string>()).second && defect_.empty())
      defect_ = "the member " + parsed.dump() + " occurs twice in one object";
    return true;
  }
  const std::string& defect() const { return defect_; }

 private:
  std::vector<std::set<std::string>> members_;
  std::string defect_;
};

std::string withoutPrefix(const std::string& message) {
  const std::size_t end = message.find("] ");
  return end == std::string::npos ? message : message.substr(end + 2);
}

JsonText defective(std::string defect) { return {std::make_shared<const Json>(), std::move(defect)}; }

}  // namespace

JsonText readJson(std::string_view text) {
  const std::size_t invalid = invalidUtf8(text);
  if (invalid != std::string_view::npos)
    return defective("it is not UTF-8: byte " + std::to_string(invalid) + " is not part of a character");
  StrictWatch watch;
  try {
    Json value = Json::parse(text, [&](int depth, Json::parse_event_t event, Json& parsed) {
      return watch(depth, event, parsed);
    });
    if (!watch.defect().empty()) return defective(watch.defect());
    return {std::make_shared<const Json>(std::move(value)), {}};
  } catch (const Json::exception& failure) {
    return defective("it is not JSON: " + withoutPrefix(failure.what()));
  }
}

}  // namespace cast::conformance
