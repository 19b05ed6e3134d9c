#include "engine/known_failures.hpp"

#include <nlohmann/json.hpp>

#include "engine/data_fault.hpp"
#include "engine/nearest.hpp"
#include "engine/suite.hpp"

namespace cast::conformance {
std::vector<std::string> KnownFailures::stale(const Suite& suite, const Selection& selection,
                                              const std::vector<CheckOutcome>& outcomes) const {
  std::vector<std::string> sentences;
  for (const auto& [id, known] : byCheck)
    if (suite.check(id) == nullptr)
      sentences.push_back(id + ": there is no such check" + hintFor(id, suite.checkIds()));
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const std::string& id = selection.checks[i]->id;
    if (byCheck.contains(id) && outcomes[i].verdict == Verdict::passed)
      sentences.push_back(id + ": it passes now, take its entry out");
  }
  return sentences;
}

bool KnownFailures::coverAll(const Selection& selection, const std::vector<CheckOutcome>& outcomes) const {
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    if (outcomes[i].verdict == Verdict::failed && !byCheck.contains(selection.checks[i]->id)) return false;
  return true;
}

KnownFailures readKnownFailures(const Suite& suite, const std::filesystem::path& file) {
  const Document document = readDocument(file);
  validateDocument(document, suite.knownFailuresSchema());
  KnownFailures known{document.file, document.sha256, {}};
  const Json& entries = document.value->at("knownFailures");
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Json& json = entries[i];
    KnownFailure failure{json.at("check"), json.at("owner"), json.at("reason"), json.value("link", "")};
    const std::string check = failure.check;
    if (!known.byCheck.emplace(check, std::move(failure)).second)
      throw DataFault(document.file, pointerTo("/knownFailures", i) + "/check",
                      "'" + check + "' has an entry already");
  }
  return known;
}

}  // namespace cast::conformance
