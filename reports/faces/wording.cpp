#include "reports/faces/wording.hpp"

#include <Poco/DateTime.h>
#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/DateTimeParser.h>
#include <Poco/Format.h>

#include <algorithm>
#include <cmath>

namespace cast::report {
namespace {

std::string decimals(const char* format, double number) { return Poco::format(format, number); }

std::string explainSkipped(const Counts& counts) {
  if (counts.skipped == 0) return "";
  return " " + counted(counts.skipped, "check") + (counts.skipped == 1 ? " was" : " were") +
         " skipped: what was not tried is not proven.";
}

std::string explainConformant(const Counts& counts) {
  const std::uint64_t judged = counts.passed + counts.warned;
  if (judged == 0) return "No check was judged.";
  std::string sentence = "No check failed: " + counted(counts.passed, "check") + " passed";
  if (counts.warned > 0) {
    sentence += " and " + std::to_string(counts.warned) + " gave a warning";
  }
  return sentence + ".";
}

}  // namespace

std::string_view title(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed:
      return "Passed";
    case Verdict::kFailed:
      return "Failed";
    case Verdict::kWarned:
      return "Warned";
    case Verdict::kSkipped:
      return "Skipped";
    case Verdict::kInconclusive:
      return "Inconclusive";
    case Verdict::kAttested:
      return "Attested";
    case Verdict::kNotTested:
      break;
  }
  return "Not tested";
}

std::string_view title(Conformance conformance) {
  switch (conformance) {
    case Conformance::kConformant:
      return "Conformant";
    case Conformance::kNotConformant:
      return "Not conformant";
    case Conformance::kInconclusive:
      return "Inconclusive";
    case Conformance::kNotTested:
      break;
  }
  return "Not tested";
}

std::string counted(std::uint64_t number, std::string_view noun) {
  return std::to_string(number) + " " + std::string{noun} + (number == 1 ? "" : "s");
}

std::string duration(double milliseconds) {
  if (milliseconds < 999.95) return decimals("%.1f ms", milliseconds);
  if (milliseconds < 59995) return decimals("%.2f s", milliseconds / 1000);
  const double seconds = std::round(milliseconds / 1000);
  const double minutes = std::floor(seconds / 60);
  return decimals("%.0f min ", minutes) + Poco::format("%02.0f s", seconds - minutes * 60);
}

std::string phrase(const Counts& counts) {
  std::string words;
  const auto add = [&words](std::uint64_t number, const char* word) {
    if (number == 0) return;
    words += (words.empty() ? "" : ", ") + std::to_string(number) + " " + word;
  };
  add(counts.failed, "failed");
  add(counts.warned, "warned");
  add(counts.inconclusive, "inconclusive");
  add(counts.passed, "passed");
  add(counts.skipped, "skipped");
  return words.empty() ? "no checks" : words;
}

std::string explain(const Result& result) {
  const Counts& counts = result.counts;
  const std::uint64_t judged = counts.total() - counts.skipped;
  std::string sentence;
  if (counts.failed > 0) {
    sentence = std::to_string(counts.failed) + " of the " + counted(judged, "check") +
               " that were run failed: a SHALL is broken.";
  } else if (result.verdict == Conformance::kInconclusive) {
    sentence = "No check failed, but " + std::to_string(counts.inconclusive) + " of the " +
               counted(judged, "check") +
               " that were run could not be judged: the network or the test harness was at fault. Run the "
               "suite again.";
  } else {
    sentence = explainConformant(counts);
  }
  if (counts.inconclusive > 0 && (counts.failed > 0 || result.verdict != Conformance::kInconclusive)) {
    sentence += " " + std::to_string(counts.inconclusive) + " could not be judged.";
  }
  if (!result.goneDuring.empty()) {
    sentence += " The subject was gone before the end, during ";
    for (const std::string& check : result.goneDuring)
      sentence += (&check == &result.goneDuring.front() ? "" : ", ") + check;
    sentence += ".";
  }
  return sentence + explainSkipped(counts);
}

std::optional<std::string> utcTime(const std::string& rfc3339) {
  Poco::DateTime time;
  int zone = 0;
  const bool plain = rfc3339.size() >= 20 && rfc3339.size() <= 40;
  if (!plain ||
      !Poco::DateTimeParser::tryParse(Poco::DateTimeFormat::ISO8601_FRAC_FORMAT, rfc3339, time, zone)) {
    return std::nullopt;
  }
  time.makeUTC(zone);
  return Poco::DateTimeFormatter::format(time, "%Y-%m-%dT%H:%M:%S");
}

std::string readableTime(const std::string& rfc3339) {
  std::optional<std::string> time = utcTime(rfc3339);
  if (!time) return rfc3339;
  time->replace(10, 1, " ");
  return *time + " UTC";
}

std::string score(const Suite& suite) {
  if (!suite.detection || suite.detection->faults == 0) return "";
  const Detection& detection = *suite.detection;
  // Rounded down: 100 % is all of them.
  const auto perMille = detection.found * 1000 / detection.faults;
  return std::to_string(detection.found) + " of " + counted(detection.faults, "fault") + " found (" +
         std::to_string(perMille / 10) + "." + std::to_string(perMille % 10) + " %)";
}

std::string subjectName(const Subject& subject) {
  return subject.version.empty() ? subject.name : subject.name + " " + subject.version;
}

std::vector<std::string> headings(std::string_view section) {
  constexpr std::string_view kJoint = " / ";
  std::vector<std::string> parts;
  for (std::size_t joint = 0; (joint = section.find(kJoint)) != section.npos;) {
    parts.emplace_back(section.substr(0, joint));
    section.remove_prefix(joint + kJoint.size());
  }
  parts.emplace_back(section);
  return parts;
}

bool isFinding(Verdict verdict) {
  return verdict == Verdict::kFailed || verdict == Verdict::kWarned || verdict == Verdict::kInconclusive;
}

std::vector<const Check*> checksWith(const Result& result, Verdict verdict) {
  std::vector<const Check*> checks;
  for (const Check& check : result.checks) {
    if (check.verdict == verdict) checks.push_back(&check);
  }
  std::stable_sort(checks.begin(), checks.end(),
                   [](const Check* one, const Check* other) { return one->level < other->level; });
  return checks;
}

}  // namespace cast::report
