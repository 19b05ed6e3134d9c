// A short summary for a pull request or a job's page. What comes from the subject stands in code spans and
// fences that it can't end, or has every character escaped that Markdown, HTML or a forge (@names, #numbers)
// gives a meaning.
#include <algorithm>
#include <sstream>

#include "reports/faces/face.hpp"
#include "reports/faces/visible_text.hpp"
#include "reports/faces/wording.hpp"

namespace cast::report {
namespace {

// GitHub takes comments of up to 65,536 characters.
constexpr std::size_t kMostBytes = 60000;
constexpr std::size_t kLongestValue = 1200;

// Text within a line that has begun with a word of ours, so that what Markdown gives a meaning only at the
// beginning of a line needs no escape.
std::string escaped(std::string_view text) {
  constexpr std::string_view kMarkdown = "\\`*_[]#|~>$";
  const std::string visible = visibleText(text, Lines::kOne);
  std::string result;
  for (std::size_t i = 0; i < visible.size(); ++i) {
    const char character = visible[i];
    // A colon makes links (http://) and pictures (:tada:), a dot makes www. a link.
    const bool joins = (character == ':' && i + 1 < visible.size() && visible[i + 1] != ' ') ||
                       (character == '.' && i > 0 && (visible[i - 1] == 'w' || visible[i - 1] == 'W'));
    if (character == '&') {
      result += "&amp;";
    } else if (character == '<') {
      result += "&lt;";
    } else if (character == '@') {
      result += "@<!-- -->";  // no mention: a forge looks for @name in one run of text
    } else {
      if (joins || kMarkdown.find(character) != kMarkdown.npos) result += '\\';
      result += character;
    }
  }
  return result;
}

std::size_t longestBackquotes(std::string_view text) {
  std::size_t longest = 0, run = 0;
  for (const char character : text) {
    run = character == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

// A table cell ends at a pipe even inside code, so a pipe is escaped there.
std::string code(std::string_view text, bool inTable = false) {
  std::string visible = visibleText(text, Lines::kOne);
  if (inTable) {
    for (std::size_t at = 0; (at = visible.find('|', at)) != visible.npos; at += 2) visible.insert(at, "\\");
  }
  const std::string quotes(longestBackquotes(visible) + 1, '`');
  // Of a space at both ends one is dropped, so that the text itself may begin or end with a backquote or a
  // space.
  const bool isPlain = !visible.empty() && visible.find('`') == visible.npos && visible.front() != ' ' &&
                       visible.back() != ' ';
  return isPlain ? quotes + visible + quotes : quotes + " " + visible + " " + quotes;
}

// What stands between backquotes is code.
std::string prose(std::string_view text) {
  std::string result;
  for (;;) {
    const std::size_t begin = text.find('`');
    const std::size_t end = begin == text.npos ? text.npos : text.find('`', begin + 1);
    if (end == text.npos || end == begin + 1) return result + escaped(text);
    result += escaped(text.substr(0, begin)) + code(text.substr(begin + 1, end - begin - 1));
    text.remove_prefix(end + 1);
  }
}

std::string fence(std::string_view text, std::string_view indent) {
  const std::string_view kept = firstBytes(text, kLongestValue);
  std::string visible = visibleText(kept, Lines::kMany);
  if (kept.size() < text.size()) {
    visible += "\n... (" + std::to_string(text.size() - kept.size()) + " more bytes in the full report)";
  }
  const std::string quotes(std::max<std::size_t>(3, longestBackquotes(visible) + 1), '`');
  std::string block{indent};
  block += quotes + "text\n";
  std::istringstream lines(visible);
  for (std::string line; std::getline(lines, line);) block += std::string{indent} + line + "\n";
  return block + std::string{indent} + quotes + "\n";
}

const char* signFor(Conformance conformance) {
  switch (conformance) {
    case Conformance::kConformant:
      return "\xE2\x9C\x85";
    case Conformance::kNotConformant:
      return "\xE2\x9D\x8C";
    case Conformance::kInconclusive:
      return "\xE2\x9D\x94";
    case Conformance::kNotTested:
      break;
  }
  return "\xE2\x9E\x96";
}

std::string headOf(const Result& result) {
  std::ostringstream out;
  out << "## " << signFor(result.verdict) << " Cast: " << title(result.verdict) << "\n\n"
      << "**" << escaped(subjectName(result.subject)) << "** at " << code(result.subject.url) << "\n\n"
      << explain(result) << "\n\n"
      << "| Profile | Verdict | Failed | Warned | Inconclusive | Passed | Skipped |\n"
      << "|---|---|--:|--:|--:|--:|--:|\n";
  for (const Profile& profile : result.profiles) {
    const Counts& counts = profile.counts;
    out << "| " << escaped(profile.title) << " " << code(profile.id + " " + profile.version, true) << " | "
        << signFor(profile.verdict) << ' ' << title(profile.verdict) << " | " << counts.failed << " | "
        << counts.warned << " | " << counts.inconclusive << " | " << counts.passed << " | " << counts.skipped
        << " |\n";
  }
  return out.str();
}

std::string findingOf(const Result& result, const Check& check) {
  std::ostringstream out;
  out << "#### " << prose(check.title) << "\n\n" << code(check.id);
  for (const std::string& id : check.requirements) {
    const auto requirement = std::find_if(result.requirements.begin(), result.requirements.end(),
                                          [&id](const Requirement& other) { return other.id == id; });
    if (requirement == result.requirements.end()) continue;
    out << "\n- " << nameOf(requirement->level) << ' ' << code(id) << ": " << prose(requirement->text);
  }
  out << "\n\n";
  if (!check.reason.empty()) out << "Reason: " << prose(check.reason) << "\n\n";
  if (check.failure) {
    out << "Step: " << prose(check.failure->what) << "\n\nExpected\n\n"
        << fence(check.failure->expected, "") << "\nObserved"
        << (check.failure->pointer ? " at " + code(*check.failure->pointer) : "") << "\n\n"
        << fence(check.failure->observed, "") << '\n';
  }
  if (!check.hint.empty()) out << "Hint: " << prose(check.hint) << "\n\n";
  out << "Repeat\n\n" << fence(check.repeat, "") << '\n';
  return out.str();
}

// Whole findings only: a cut one could leave a fence open.
void addFindings(std::string& markdown, const Result& result, Verdict verdict, std::string_view heading) {
  const std::vector<const Check*> checks = checksWith(result, verdict);
  if (checks.empty()) return;
  markdown += "\n### " + std::string{heading} + "\n\n";
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const std::string finding = findingOf(result, *checks[i]);
    if (markdown.size() + finding.size() > kMostBytes) {
      markdown += "... and " + std::to_string(checks.size() - i) + " more in the full report.\n";
      return;
    }
    markdown += finding;
  }
}

void addSkipped(std::string& markdown, const Result& result) {
  std::map<std::string, std::size_t> reasons;
  for (const Check* check : checksWith(result, Verdict::kSkipped)) ++reasons[check->reason];
  if (reasons.empty()) return;
  std::string section = "\n### Skipped\n\n";
  for (const auto& [reason, number] : reasons) {
    section += "- " + counted(number, "check") + ": " +
               (reason.empty() ? "no reason given" : escaped(reason)) + "\n";
  }
  if (markdown.size() + section.size() <= kMostBytes) markdown += section;
}

}  // namespace

std::string renderMarkdown(const Result& result) {
  std::string markdown = headOf(result);
  addFindings(markdown, result, Verdict::kFailed, "Failures");
  addFindings(markdown, result, Verdict::kWarned, "Warnings");
  addFindings(markdown, result, Verdict::kInconclusive, "Inconclusive");
  addSkipped(markdown, result);
  const std::string found = score(result.suite);
  markdown += "\n<sub>" + escaped(result.suite.name + " " + result.suite.version) + ", " +
              (found.empty() ? "" : "mutation score: " + found + ", ") +
              escaped(readableTime(result.started)) + ", " + escaped(duration(result.durationMs)) +
              "</sub>\n";
  return markdown;
}

}  // namespace cast::report
