// TAP version 14 (Test Anything Protocol): a subtest for each profile, a test point for each check. TAP knows
// no warning: one is ok and says so in its diagnostics. What could not be judged is not ok, since nothing was
// shown.
#include <nlohmann/json.hpp>
#include <sstream>

#include "reports/faces/face.hpp"
#include "reports/faces/visible_text.hpp"
#include "reports/faces/wording.hpp"

namespace cast::report {
namespace {

constexpr std::size_t kLongestText = 4000;
constexpr std::string_view kIndent = "    ";

// On one line; a hash would begin a directive.
std::string described(std::string_view text) {
  std::string description;
  for (const char character : visibleText(firstBytes(text, kLongestText), Lines::kOne)) {
    if (character == '#' || character == '\\') description += '\\';
    description += character;
  }
  return description;
}

// A YAML scalar: JSON strings are some.
std::string scalar(std::string_view text) {
  const nlohmann::json value = visibleText(firstBytes(text, kLongestText), Lines::kMany);
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void writeDiagnostics(std::ostream& out, const Check& check) {
  if (!isFinding(check.verdict)) return;
  const auto line = [&out](std::string_view name, std::string_view value) {
    if (!value.empty()) out << kIndent << "  " << name << ": " << scalar(value) << '\n';
  };
  out << kIndent << "  ---\n";
  line("verdict", nameOf(check.verdict));
  line("severity", check.verdict == Verdict::kWarned ? "warning" : "fail");
  line("level", nameOf(check.level));
  std::string requirements;
  for (const std::string& id : check.requirements) requirements += (requirements.empty() ? "" : " ") + id;
  line("requirements", requirements);
  if (check.failure) {
    line("step", check.failure->what);
    line("expected", check.failure->expected);
    line("observed", check.failure->observed);
    line("at", check.failure->pointer.value_or(""));
  }
  line("reason", check.reason);
  line("hint", check.hint);
  line("repeat", check.repeat);
  out << kIndent << "  ...\n";
}

void writePoint(std::ostream& out, std::size_t number, const Check& check) {
  const bool ok = check.verdict != Verdict::kFailed && check.verdict != Verdict::kInconclusive;
  out << kIndent << (ok ? "ok " : "not ok ") << number << " - " << described(check.id + ": " + check.title);
  if (check.verdict == Verdict::kSkipped) out << " # SKIP " << described(check.reason);
  out << '\n';
  writeDiagnostics(out, check);
}

void writeProfile(std::ostream& out, std::size_t number, const Result& result, const Profile& profile) {
  out << "# Subtest: " << described(profile.id) << '\n';
  std::size_t point = 0;
  for (const Check& check : result.checks)
    if (check.profile == profile.id) writePoint(out, ++point, check);
  out << kIndent << "1.." << point << (point == 0 ? " # no checks of this profile were run" : "") << '\n';
  const bool ok = profile.verdict == Conformance::kConformant || profile.verdict == Conformance::kNotTested;
  out << (ok ? "ok " : "not ok ") << number << " - "
      << described(profile.id + " " + profile.version + ": " + phrase(profile.counts))
      << (profile.verdict == Conformance::kNotTested ? " # SKIP nothing was judged" : "") << '\n';
}

}  // namespace

std::string renderTap(const Result& result) {
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out << "TAP version 14\n1.." << result.profiles.size() << '\n';
  std::size_t number = 0;
  for (const Profile& profile : result.profiles) writeProfile(out, ++number, result, profile);
  out << "# "
      << described(std::string{title(result.verdict)} + ": " + subjectName(result.subject) + ": " +
                   phrase(result.counts))
      << '\n';
  return out.str();
}

}  // namespace cast::report
