// The checks that somebody has to look at, each with all it takes to act: what is required, what was
// expected, what came, what went over the wire, and how to run it again.
#include "reports/faces/html/page.hpp"
#include "reports/faces/wording.hpp"

namespace cast::report {
namespace {

// With more findings than this their logs begin closed, so that the reader sees the list and not one long
// log, and the browser lays out only what is near the window.
constexpr std::size_t kFewFindings = 12;

void writeTitle(Page& page, const Check& check, const std::string& titleId) {
  Markup& out = page.out;
  Element header{out, "header"};
  page.pill(check.verdict);
  {
    Element heading{out, "h3", {{"id", titleId}}};
    out.prose(check.title);
  }
  Element meta{out, "p", {{"class", "meta"}}};
  out.leaf("code", check.id);
  out.leaf("span", check.profile);
  out.leaf("span", duration(check.durationMs));
}

void writeSide(Page& page, Word sideClass, std::string_view name, std::string_view value,
               const std::optional<std::string>& pointer) {
  Markup& out = page.out;
  Element side{out, "div", {{"class", sideClass.text()}}};
  {
    Element heading{out, "h4"};
    out.text(name);
    if (pointer) {
      out.literal(" ");
      out.leaf("code", {{"title", "JSON Pointer into what was observed"}},
               pointer->empty() ? "at the whole document" : "at " + *pointer);
    }
  }
  out.preformatted("value", value);
}

void writeFailure(Page& page, const Failure& failure) {
  Markup& out = page.out;
  {
    Element step{out, "p", {{"class", "step"}}};
    out.leaf("b", "Step");
    Element words{out, "span"};
    out.prose(failure.what);
    out.literal(" ");
    out.leaf("code", {{"title", "Where in the profile file (JSON Pointer)"}}, failure.step);
  }
  Element sides{out, "div", {{"class", "sides"}}};
  writeSide(page, "expected", "Expected", failure.expected, std::nullopt);
  writeSide(page, "observed", "Observed", failure.observed, failure.pointer);
}

void writeNote(Page& page, Word noteClass, Word name, std::string_view text) {
  if (text.empty()) return;
  Element note{page.out, "p", {{"class", noteClass.text()}}};
  page.out.leaf("b", name.text());
  Element words{page.out, "span"};
  page.out.prose(text);
}

void writeFinding(Page& page, const Check& check, bool showLog) {
  const std::string& anchor = page.anchor(check);
  const std::string titleId = anchor + "~title";
  const std::string findingClass = "finding v-" + std::string{nameOf(check.verdict)};
  Element article{
      page.out, "article", {{"class", findingClass}, {"id", anchor}, {"aria-labelledby", titleId}}};
  writeTitle(page, check, titleId);
  writeRequirements(page, check);
  writeNote(page, "reason", "Reason", check.reason);
  if (check.failure) writeFailure(page, *check.failure);
  writeNote(page, "hint", "Hint", check.hint);
  writeMeasurements(page, check);
  writeTranscript(page, check, showLog);
  writeRepeat(page, check);
}

void writeGroup(Page& page, Verdict verdict, Word id, Word heading, Word says) {
  const std::vector<const Check*> checks = checksWith(page.result, verdict);
  if (checks.empty()) return;
  const std::string titleId = std::string{id.text()} + "-title";
  const bool few = checks.size() <= kFewFindings;
  Element section{page.out,
                  "section",
                  {{"id", id.text()}, {"class", few ? "findings" : "many"}, {"aria-labelledby", titleId}}};
  {
    Element title{page.out, "h2", {{"id", titleId}}};
    page.out.text(heading.text());
    page.out.literal(" ");
    page.out.leaf("b", {{"class", "count"}}, std::to_string(checks.size()));
  }
  page.out.leaf("p", {{"class", "says"}}, says.text());
  for (const Check* check : checks) writeFinding(page, *check, few);
}

}  // namespace

void writeFindings(Page& page) {
  writeGroup(page, Verdict::kFailed, "failed", "Failures", "A SHALL of the specification is broken.");
  writeGroup(page, Verdict::kWarned, "warned", "Warnings",
             "A SHOULD is not met, or what the implementation guide suggests is done otherwise. Warnings "
             "don't change the verdict.");
  writeGroup(
      page, Verdict::kInconclusive, "inconclusive", "Inconclusive",
      "The network or the test harness was at fault, not the subject: these prove nothing. Run them again.");
}

}  // namespace cast::report
