#include "reports/result/consistency.hpp"

#include <array>

namespace cast::report {
namespace {

constexpr std::array kCheckVerdicts{Verdict::kPassed, Verdict::kFailed, Verdict::kWarned, Verdict::kSkipped,
                                    Verdict::kInconclusive};

void tally(Counts& counts, Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed:
      ++counts.passed;
      break;
    case Verdict::kFailed:
      ++counts.failed;
      break;
    case Verdict::kWarned:
      ++counts.warned;
      break;
    case Verdict::kSkipped:
      ++counts.skipped;
      break;
    case Verdict::kInconclusive:
      ++counts.inconclusive;
      break;
    case Verdict::kAttested:
    case Verdict::kNotTested:
      break;  // the schema keeps these from checks
  }
}

void compareCounts(const Counts& said, const Counts& counted, const std::string& pointer, Defects& defects) {
  for (const Verdict verdict : kCheckVerdicts) {
    if (said.of(verdict) == counted.of(verdict)) continue;
    defects.push_back({below(pointer, nameOf(verdict)),
                       "says " + std::to_string(said.of(verdict)) + ", but the checks count " +
                           std::to_string(counted.of(verdict)) +
                           "; run the suite again rather than edit its result"});
  }
}

void compareVerdict(Conformance said, const Counts& counted, const std::string& pointer, Defects& defects) {
  if (said != Conformance::kConformant || counted.failed == 0) return;
  defects.push_back(
      {pointer, "says conformant, but " + std::to_string(counted.failed) + " of its checks failed"});
}

}  // namespace

Defects findContradictions(const Result& result) {
  Defects defects;
  Counts all;
  std::map<std::string, Counts> byProfile;
  for (const Profile& profile : result.profiles) byProfile[profile.id];
  for (std::size_t i = 0; i < result.checks.size(); ++i) {
    const Check& check = result.checks[i];
    tally(all, check.verdict);
    const auto profile = byProfile.find(check.profile);
    if (profile == byProfile.end()) {
      defects.push_back({"/checks/" + std::to_string(i) + "/profile",
                         "names a profile that /profiles does not list: " + check.profile});
    } else {
      tally(profile->second, check.verdict);
    }
  }
  compareCounts(result.counts, all, "/counts", defects);
  compareVerdict(result.verdict, all, "/verdict", defects);
  for (std::size_t i = 0; i < result.profiles.size(); ++i) {
    const Profile& profile = result.profiles[i];
    const std::string pointer = "/profiles/" + std::to_string(i);
    compareCounts(profile.counts, byProfile[profile.id], pointer + "/counts", defects);
    compareVerdict(profile.verdict, byProfile[profile.id], pointer + "/verdict", defects);
  }
  return defects;
}

}  // namespace cast::report
