#include "engine/console.hpp"

#include <iomanip>
#include <iostream>
#include <map>

#include "engine/profile.hpp"
#include "engine/result.hpp"
#include "engine/subject.hpp"
#include "engine/verdict.hpp"
#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

constexpr std::size_t kLongest = 1200;

std::string requirementsOf(const Check& check) {
  std::string ids;
  for (const auto& id : check.requirements) ids += (ids.empty() ? "" : ", ") + id;
  return ids;
}

}  // namespace

void Console::progress(const Check& check, const CheckOutcome& outcome) {
  ++done_;
  if (outcome.verdict == Verdict::failed) ++failed_;
  if (style_ == Style::progressLine) {
    out_ << "\r\033[K" << done_ << " of " << checks_ << " checks";
    if (failed_ > 0) out_ << ", " << failed_ << " failed";
    out_ << std::flush;
  } else if (style_ == Style::lines) {
    out_ << std::left << std::setw(13) << textOf(outcome.verdict) << check.id << '\n';
  }
}

void Console::verdict(const RunRecord& record, const Subject& subject, const std::string& file) {
  if (style_ == Style::progressLine) out_ << "\r\033[K";
  broken(record);
  left(record);
  const Counts counts = record.counts();
  out_ << overallVerdict(counts, "inconclusive") << ": " << subject.name << ": " << counts.passed
       << " passed, " << counts.failed << " failed, " << counts.warned << " warned, " << counts.skipped
       << " skipped, " << counts.inconclusive << " inconclusive, in " << std::fixed << std::setprecision(1)
       << record.durationMs / 1000 << " s\n";
  if (!file.empty()) out_ << "result: " << file << '\n';
  out_ << std::flush;
}

/// Each failed and each warned check, with what there is to know about it.
void Console::broken(const RunRecord& record) {
  for (std::size_t i = 0; i < record.outcomes.size(); ++i) {
    const CheckOutcome& outcome = record.outcomes[i];
    if (!outcome.failure) continue;
    const Check& check = *record.selection.checks[i];
    out_ << textOf(outcome.verdict) << ": " << check.id << ": " << check.title << " ("
         << requirementsOf(check) << ")\n"
         << "  step:     " << readableUtf8(shortened(outcome.failure->what, kLongest)) << '\n'
         << "  expected: " << readableUtf8(shortened(outcome.failure->expected, kLongest)) << '\n'
         << "  observed: " << readableUtf8(shortened(outcome.failure->observed, kLongest)) << '\n';
    if (!check.hint.empty()) out_ << "  hint:     " << check.hint << '\n';
    out_ << "  repeat:   " << record.repeatCommand(check) << '\n';
  }
}

/// What was not judged, counted by its reason.
void Console::left(const RunRecord& record) {
  std::map<std::pair<Verdict, std::string>, int> reasons;
  for (const auto& outcome : record.outcomes)
    if (!outcome.reason.empty()) ++reasons[{outcome.verdict, outcome.reason}];
  for (const auto& [reason, count] : reasons)
    out_ << textOf(reason.first) << ": " << count << (count == 1 ? " check, " : " checks, ") << reason.second
         << '\n';
}

}  // namespace cast::conformance
