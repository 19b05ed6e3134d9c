#include "reports/result/result.hpp"

#include <algorithm>
#include <array>

namespace cast::report {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 7> kVerdicts{"passed",       "failed",   "warned",    "skipped",
                                                    "inconclusive", "attested", "not-tested"};
constexpr std::array<std::string_view, 4> kConformances{"conformant", "not-conformant", "inconclusive",
                                                        "not-tested"};
constexpr std::array<std::string_view, 4> kLevels{"SHALL", "SHOULD", "MAY", "informative"};
constexpr std::array<std::string_view, 3> kJudged{"checks", "attestation", "untestable"};
constexpr std::array<std::string_view, 6> kTransports{"http",     "websocket", "sse",
                                                      "callback", "tcp",       "runner"};
constexpr std::array<std::string_view, 3> kDirections{"sent", "received", "note"};

template <class Names, class Value>
bool find(const Names& names, std::string_view name, Value& value) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return false;
  value = static_cast<Value>(found - names.begin());
  return true;
}

template <class Value>
std::size_t place(Value value) {
  return static_cast<std::size_t>(value);
}

}  // namespace

std::uint64_t Counts::of(Verdict verdict) const {
  switch (verdict) {
    case Verdict::kPassed:
      return passed;
    case Verdict::kFailed:
      return failed;
    case Verdict::kWarned:
      return warned;
    case Verdict::kSkipped:
      return skipped;
    case Verdict::kInconclusive:
      return inconclusive;
    case Verdict::kAttested:
    case Verdict::kNotTested:
      break;  // only requirements have these
  }
  return 0;
}

std::string_view nameOf(Verdict verdict) { return kVerdicts.at(place(verdict)); }
std::string_view nameOf(Conformance conformance) { return kConformances.at(place(conformance)); }
std::string_view nameOf(Level level) { return kLevels.at(place(level)); }
std::string_view nameOf(Judged judged) { return kJudged.at(place(judged)); }
std::string_view nameOf(Transport transport) { return kTransports.at(place(transport)); }
std::string_view nameOf(Direction direction) { return kDirections.at(place(direction)); }

bool fromName(std::string_view name, Verdict& value) { return find(kVerdicts, name, value); }
bool fromName(std::string_view name, Conformance& value) { return find(kConformances, name, value); }
bool fromName(std::string_view name, Level& value) { return find(kLevels, name, value); }
bool fromName(std::string_view name, Judged& value) { return find(kJudged, name, value); }
bool fromName(std::string_view name, Transport& value) { return find(kTransports, name, value); }
bool fromName(std::string_view name, Direction& value) { return find(kDirections, name, value); }

}  // namespace cast::report
