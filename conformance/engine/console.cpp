#include "engine/console.hpp"

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "engine/profile.hpp"
#include "engine/result.hpp"
#include "engine/root_cause.hpp"
#include "engine/subject.hpp"
#include "engine/verdict.hpp"
#include "wire/utf8.hpp"

namespace cast::conformance {
namespace {

constexpr std::size_t kLongest = 1200;
constexpr std::size_t kAlikeShown = 12;
constexpr std::size_t kFew = 3;  ///< so few checks are looked at one by one

/// On one line, and no longer than a person reads.
std::string line(const std::string& text) {
  std::string flat = readableUtf8(shortened(text, kLongest));
  std::replace_if(
      flat.begin(), flat.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
  return flat;
}

/// A requirement that binds nobody: its check's failure is worth a line, not a paragraph.
bool isAdvice(const Check& check) { return check.level == Level::may || check.level == Level::informative; }

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

void Console::verdict(const RunRecord& record, const Subject& subject, const Json& result,
                      const std::string& file) {
  if (style_ == Style::progressLine) out_ << "\r\033[K";
  broken(record);
  left(record);
  unasked(result);
  notes(record);
  const Counts counts = record.counts();
  out_ << overallVerdict(counts, "inconclusive") << ": " << subject.name << ": " << counts.passed
       << " passed, " << counts.failed << " failed, " << counts.warned << " warned, " << counts.skipped
       << " skipped, " << counts.inconclusive << " inconclusive, in " << std::fixed << std::setprecision(1)
       << record.durationMs / 1000 << " s\n";
  if (!file.empty()) out_ << "result: " << file << '\n';
  out_ << std::flush;
}

/// Each failed and each warned check, with what there is to know about it; what looks like a consequence of
/// the same defect is named below the first.
void Console::broken(const RunRecord& record) {
  std::string advice;
  const bool few = record.outcomes.size() <= kFew;
  for (const auto& cause : rootCauses(record.selection, record.outcomes)) {
    if (isAdvice(*record.selection.checks[cause.root]) && !few) {
      advice += (advice.empty() ? "" : ", ") + record.selection.checks[cause.root]->id;
      for (const std::size_t place : cause.dependents) advice += ", " + record.selection.checks[place]->id;
      continue;
    }
    brokenCheck(record, cause.root);
    std::string alike;
    for (std::size_t i = 0; i < std::min(cause.dependents.size(), kAlikeShown); ++i)
      alike += (alike.empty() ? "" : ", ") + record.selection.checks[cause.dependents[i]]->id;
    if (cause.dependents.size() > kAlikeShown) alike += ", ...";
    if (!alike.empty())
      out_ << "  alike:    " << cause.dependents.size() << " more broke with the same symptom: " << alike
           << '\n';
  }
  if (!advice.empty()) out_ << "warned, of what no specification requires: " << advice << '\n';
}

void Console::brokenCheck(const RunRecord& record, std::size_t place) {
  const Check& check = *record.selection.checks[place];
  const CheckOutcome& outcome = record.outcomes[place];
  out_ << textOf(outcome.verdict) << ": " << check.id << ": " << check.title << " (" << requirementsOf(check)
       << ")\n"
       << "  step:     " << line(outcome.failure->what) << '\n'
       << "  expected: " << line(outcome.failure->expected) << '\n'
       << "  observed: " << line(outcome.failure->observed) << '\n';
  if (record.repeat > 1) out_ << "  run:      " << outcome.run << " of " << record.repeat << '\n';
  const std::string& hint = outcome.failure->hint.empty() ? check.hint : outcome.failure->hint;
  if (!hint.empty()) out_ << "  hint:     " << hint << '\n';
  if (record.known && record.known->byCheck.contains(check.id)) {
    const KnownFailure& known = record.known->byCheck.at(check.id);
    out_ << "  known:    " << known.reason << " (" << known.owner << (known.link.empty() ? "" : ", ")
         << known.link << ")\n";
  }
  out_ << "  repeat:   " << record.repeatCommand(check) << '\n';
}

/// What is worth a line beside the verdicts.
void Console::notes(const RunRecord& record) {
  for (const auto& capability : record.unclaimed)
    out_ << "note: the hub answers " << capability << ", which it does not claim\n";
  for (const auto& sentence : record.doubtful) out_ << "note: " << sentence << '\n';
  for (const auto& entry : record.stale) out_ << "known failure of no use: " << entry << '\n';
  if (record.runningWhenGone.empty()) return;
  std::string running;
  for (const auto& id : record.runningWhenGone) running += (running.empty() ? "" : ", ") + id;
  out_ << "the subject was gone before the end; being carried out then: " << running << '\n';
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

/// Conformant says a subject of what was asked. What it SHALL do and was not asked belongs beside it.
void Console::unasked(const Json& result) {
  int count = 0;
  std::string ids;
  for (const auto& requirement : result.at("requirements")) {
    if (requirement.at("level") != "SHALL" || requirement.at("verdict") != "skipped") continue;
    ids += (count++ == 0 ? "" : ", ") + requirement.at("id").get<std::string>();
  }
  if (count > 0)
    out_ << "not judged, though each SHALL hold: " << count
         << (count == 1 ? " requirement, " : " requirements, ") << ids << '\n';
}

}  // namespace cast::conformance
