// Every check of the run by profile, closed until somebody looks; and what was skipped, by the capability it
// lacked.
#include <algorithm>

#include "reports/faces/html/page.hpp"
#include "reports/faces/wording.hpp"

namespace cast::report {
namespace {

void writeLine(Page& page, const Check& check) {
  Markup& out = page.out;
  page.icon(check.verdict);
  out.leaf("span", {{"class", "unseen"}}, title(check.verdict));
  {
    Element name{out, "span", {{"class", "name"}}};
    out.prose(check.title);
  }
  out.leaf("code", {{"class", "id"}}, check.id);
  out.leaf("span", {{"class", "took"}}, check.verdict == Verdict::kSkipped ? "" : duration(check.durationMs));
}

// A finding was shown in full above; here it is only a line that leads there.
void writeFindingLine(Page& page, const Check& check) {
  Element line{page.out, "a", {{"class", "line"}, {"href", "#" + page.anchor(check)}}};
  writeLine(page, check);
}

void writeCheck(Page& page, const Check& check) {
  Markup& out = page.out;
  Element details{out, "details", {{"class", "check"}, {"id", page.anchor(check)}}};
  {
    Element summary{out, "summary", {{"class", "line"}}};
    writeLine(page, check);
  }
  Element content{out, "div", {{"class", "content"}}};
  if (!check.reason.empty()) {
    Element reason{out, "p", {{"class", "reason"}}};
    out.leaf("b", title(check.verdict));
    Element words{out, "span"};
    out.prose(check.reason);
  }
  writeRequirements(page, check);
  writeMeasurements(page, check);
  writeExchange(page, check, true);
  writeRepeat(page, check);
}

void writeProfileChecks(Page& page, const Profile& profile) {
  Markup& out = page.out;
  Element details{out, "details", {{"class", "profile"}}};
  {
    Element summary{out, "summary"};
    {
      Element name{out, "h3"};
      out.text(profile.title);
    }
    out.leaf("span", {{"class", "size"}}, phrase(profile.counts));
  }
  Element list{out, "ul", {{"class", "lines"}}};
  for (const Check& check : page.result.checks) {
    if (check.profile != profile.id) continue;
    Element item{out, "li"};
    if (isFinding(check.verdict)) {
      writeFindingLine(page, check);
    } else {
      writeCheck(page, check);
    }
  }
}

struct SkippedGroup {
  std::string reason;
  std::vector<const Check*> checks;
};

std::vector<SkippedGroup> skippedByReason(const Result& result) {
  std::vector<SkippedGroup> groups;
  for (const Check* check : checksWith(result, Verdict::kSkipped)) {
    const auto group = std::find_if(groups.begin(), groups.end(), [check](const SkippedGroup& other) {
      return other.reason == check->reason;
    });
    if (group == groups.end()) {
      groups.push_back({check->reason, {check}});
    } else {
      group->checks.push_back(check);
    }
  }
  return groups;
}

}  // namespace

void writeChecks(Page& page) {
  Markup& out = page.out;
  Element section{out, "section", {{"id", "checks"}, {"aria-labelledby", "checks-title"}}};
  {
    Element bar{out, "div", {{"class", "heading"}}};
    out.leaf("h2", {{"id", "checks-title"}}, "All checks by profile");
    out.leaf("button", {{"type", "button"}, {"id", "unfold"}, {"aria-expanded", "false"}, {"hidden"}},
             "Open all profiles");
  }
  for (const Profile& profile : page.result.profiles) {
    if (profile.counts.total() > 0) writeProfileChecks(page, profile);
  }
}

void writeSkipped(Page& page) {
  const std::vector<SkippedGroup> groups = skippedByReason(page.result);
  if (groups.empty()) return;
  Markup& out = page.out;
  Element section{out, "section", {{"id", "skipped"}, {"aria-labelledby", "skipped-title"}}};
  {
    Element heading{out, "h2", {{"id", "skipped-title"}}};
    out.text("Skipped ");
    out.leaf("b", {{"class", "count"}}, std::to_string(page.result.counts.skipped));
  }
  out.leaf(
      "p", {{"class", "says"}},
      "Not tried, because the subject does not claim what they need. They count neither for nor against it.");
  for (const SkippedGroup& group : groups) {
    Element block{out, "div", {{"class", "skipped-group"}}};
    {
      Element heading{out, "h3"};
      page.icon(Verdict::kSkipped);
      {
        Element words{out, "span"};
        out.prose(group.reason.empty() ? "No reason given" : group.reason);
      }
      out.leaf("b", {{"class", "count"}}, std::to_string(group.checks.size()));
    }
    Element list{out, "ul"};
    for (const Check* check : group.checks) {
      Element item{out, "li"};
      out.leaf("a", {{"href", "#" + page.anchor(*check)}}, check->id);
      out.literal(" ");
      out.prose(check->title);
    }
  }
}

}  // namespace cast::report
