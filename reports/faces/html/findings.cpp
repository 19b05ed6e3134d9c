// The checks that somebody has to look at, each with all it takes to act: what is required, what was
// expected, what came, what went over the wire, and how to run it again.
#include "reports/faces/causes.hpp"
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
  if (check.runs > 1) out.leaf("span", "run " + std::to_string(check.runs));
  if (check.known) out.leaf("span", "known to its owner");
}

void writeStep(Page& page, const Failure& failure) {
  Markup& out = page.out;
  Element step{out, "p", {{"class", "step"}}};
  out.leaf("b", "Step");
  Element words{out, "span"};
  out.prose(failure.what);
  out.literal(" ");
  out.leaf("code", {{"title", "Where in the profile file (JSON Pointer)"}}, failure.step);
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
  if (check.failure) writeStep(page, *check.failure);
  writeDifference(page, check);
  writeNote(page, "hint", "Hint", check.hint);
  if (check.known)
    writeNote(page, "reason", "Known",
              check.known->reason + " (" + check.known->owner + (check.known->link.empty() ? "" : ", ") +
                  check.known->link + ")");
  writeMeasurements(page, check);
  writeExchange(page, check, showLog);
  writeRepeat(page, check);
}

// Checks that seem to fail for one reason: the first in full, the others folded behind it.
void writeCause(Page& page, const Cause& cause, bool showLog) {
  writeFinding(page, *cause.checks.front(), showLog);
  if (cause.checks.size() == 1) return;
  Markup& out = page.out;
  Element others{
      out, "details", {{"class", "others v-" + std::string{nameOf(cause.checks.front()->verdict)}}}};
  {
    Element summary{out, "summary"};
    out.leaf("b", counted(cause.checks.size() - 1, "more check"));
    out.text(" with the same observation");
    Element list{out, "ul", {{"class", "names"}}};
    for (std::size_t i = 1; i < cause.checks.size(); ++i) out.leaf("li", cause.checks[i]->id);
  }
  for (std::size_t i = 1; i < cause.checks.size(); ++i) writeFinding(page, *cause.checks[i], false);
}

void writeGroup(Page& page, Verdict verdict, Word id, Word heading, Word says) {
  const std::vector<const Check*> checks = checksWith(page.result, verdict);
  if (checks.empty()) return;
  const std::vector<Cause> causes = causesOf(checks);
  const std::string titleId = std::string{id.text()} + "-title";
  const bool few = causes.size() <= kFewFindings;
  Element section{page.out,
                  "section",
                  {{"id", id.text()}, {"class", few ? "findings" : "many"}, {"aria-labelledby", titleId}}};
  {
    Element title{page.out, "h2", {{"id", titleId}}};
    page.out.text(heading.text());
    page.out.literal(" ");
    page.out.leaf("b", {{"class", "count"}}, std::to_string(checks.size()));
  }
  {
    Element line{page.out, "p", {{"class", "says"}}};
    page.out.text(says.text());
    if (causes.size() < checks.size())
      page.out.text(" Those with the same observation stand together: " + counted(causes.size(), "group") +
                    ".");
  }
  for (const Cause& cause : causes) writeCause(page, cause, few);
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
