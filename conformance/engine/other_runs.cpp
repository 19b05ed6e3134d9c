#include "engine/other_runs.hpp"

#include <nlohmann/json.hpp>
#include <string_view>

#include "engine/json_text.hpp"

namespace cast::conformance {
namespace {

constexpr std::string_view kSessions = "cast-";

/// What the ids of a run's sessions begin with; empty where the id is none of the runner's.
std::string runOf(const std::string& session) {
  return session.starts_with(kSessions) ? session.substr(0, session.find('-', kSessions.size()) + 1) : "";
}

}  // namespace

bool isOfAnotherRun(const std::string& notification, const std::string& session) {
  const std::string run = runOf(session);
  const JsonText read = readJson(notification);
  const Json* named = valueAt(*read.value, "/sessionId");
  if (run.empty() || named == nullptr || !named->is_string()) return false;
  const std::string other = runOf(named->get<std::string>());
  return !other.empty() && other != run;
}

}  // namespace cast::conformance
