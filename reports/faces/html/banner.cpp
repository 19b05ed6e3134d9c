// What is seen first: the verdict, who was tested when by what, the counts; the way to the sections; each
// profile's own verdict.
#include <array>

#include "reports/faces/html/page.hpp"
#include "reports/faces/latency.hpp"
#include "reports/faces/wording.hpp"

namespace cast::report {
namespace {

struct Tile {
  Verdict verdict;
  Word target;
};
constexpr std::array kTiles{Tile{Verdict::kFailed, "#failed"}, Tile{Verdict::kWarned, "#warned"},
                            Tile{Verdict::kInconclusive, "#inconclusive"}, Tile{Verdict::kPassed, "#checks"},
                            Tile{Verdict::kSkipped, "#skipped"}};

void writeSubject(Page& page) {
  Markup& out = page.out;
  const Subject& subject = page.result.subject;
  Element paragraph{out, "p", {{"class", "subject"}}};
  out.leaf("strong", subjectName(subject));
  out.text(", a " + subject.kind + (subject.vendor.empty() ? "" : " by " + subject.vendor));
  if (subject.name != subject.url) out.leaf("code", {{"class", "url"}}, subject.url);
}

void writeTiles(Page& page) {
  Markup& out = page.out;
  Element list{out, "ul", {{"class", "tiles"}}};
  for (const Tile& tile : kTiles) {
    const std::uint64_t number = page.result.counts.of(tile.verdict);
    const std::string tileClass = "v-" + std::string{nameOf(tile.verdict)} + (number == 0 ? " none" : "");
    Element item{out, "li", {{"class", tileClass}}};
    // A count of zero has no section to lead to.
    const bool leads = number > 0;
    Element box = leads ? Element{out, "a", {{"href", tile.target.text()}}} : Element{out, "div"};
    out.leaf("b", std::to_string(number));
    Element word{out, "span"};
    page.icon(tile.verdict);
    out.text(title(tile.verdict));
  }
}

// Each profile's verdict at a glance; the table below has the numbers.
void writeVerdicts(Page& page) {
  if (page.result.profiles.size() < 2) return;
  Markup& out = page.out;
  Element list{out, "ul", {{"class", "verdicts"}, {"aria-label", "Verdict of each profile"}}};
  for (const Profile& profile : page.result.profiles) {
    Element item{out, "li"};
    page.icon(profile.verdict);
    out.leaf("span", profile.title);
    out.leaf("span", {{"class", "unseen"}}, std::string{": "} + std::string{title(profile.verdict)});
    if (profile.counts.failed > 0) out.leaf("b", std::to_string(profile.counts.failed));
  }
}

void writeFact(Page& page, Word name, std::string_view value) {
  Element fact{page.out, "div"};
  page.out.leaf("dt", name.text());
  page.out.leaf("dd", value);
}

void writeFacts(Page& page) {
  Markup& out = page.out;
  const Result& result = page.result;
  Element list{out, "dl", {{"class", "facts"}}};
  {
    Element fact{out, "div"};
    out.leaf("dt", "Run");
    Element value{out, "dd"};
    page.timeOf(result.started);
  }
  writeFact(page, "Duration", duration(result.durationMs));
  writeFact(page, "Suite", result.suite.name + " " + result.suite.version);
  writeFact(page, "Profiles", std::to_string(result.profiles.size()));
  writeFact(page, "Checks", std::to_string(result.counts.total()));
  writeFact(page, "Requirements", std::to_string(result.requirements.size()));
  if (result.suite.detection) writeFact(page, "Mutation score", score(result.suite));
}

void writeEntry(Page& page, Word target, std::string_view name, std::optional<std::uint64_t> number,
                std::optional<Verdict> verdict) {
  Element item{page.out, "li"};
  Element anchor{page.out, "a", {{"href", target.text()}}};
  if (verdict) page.icon(*verdict);
  page.out.leaf("span", name);
  if (number) page.out.leaf("b", std::to_string(*number));
}

void writeCount(Page& page, std::uint64_t number) {
  page.out.leaf("td", {{"role", "cell"}, {"class", number == 0 ? "number none" : "number"}},
                std::to_string(number));
}

void writeProfile(Page& page, const Profile& profile) {
  Markup& out = page.out;
  Element row{out, "tr", {{"role", "row"}}};
  {
    Element cell{out, "th", {{"scope", "row"}, {"role", "rowheader"}}};
    out.leaf("span", {{"class", "name"}}, profile.title);
    out.leaf("code", {{"class", "id"}}, profile.id + " " + profile.version);
  }
  {
    Element cell{out, "td", {{"role", "cell"}}};
    page.pill(profile.verdict);
  }
  for (const Tile& tile : kTiles) writeCount(page, profile.counts.of(tile.verdict));
  Element cell{out, "td", {{"role", "cell"}, {"class", "share"}}};
  page.bar(profile.counts);
  // For a narrow screen, which has no room for the columns of numbers.
  out.leaf("span", {{"class", "size"}, {"aria-hidden", "true"}}, phrase(profile.counts));
}

}  // namespace

void writeBanner(Page& page) {
  Markup& out = page.out;
  const std::string bannerClass = "banner c-" + std::string{nameOf(page.result.verdict)};
  Element banner{out, "header", {{"class", bannerClass}}};
  Element width{out, "div", {{"class", "width"}}};
  out.leaf("p", {{"class", "eyebrow"}}, "Cast conformance report");
  {
    Element heading{out, "h1"};
    page.icon(page.result.verdict);
    out.text(title(page.result.verdict));
  }
  writeSubject(page);
  out.leaf("p", {{"class", "lead"}}, explain(page.result));
  if (page.result.counts.total() > 0) page.bar(page.result.counts);
  writeTiles(page);
  writeVerdicts(page);
  writeFacts(page);
}

void writeNavigation(Page& page) {
  Markup& out = page.out;
  const Counts& counts = page.result.counts;
  Element navigation{out, "nav", {{"aria-label", "Sections of this report"}}};
  Element list{out, "ul"};
  writeEntry(page, "#profiles", "Profiles", page.result.profiles.size(), std::nullopt);
  if (counts.failed > 0) writeEntry(page, "#failed", "Failures", counts.failed, Verdict::kFailed);
  if (counts.warned > 0) writeEntry(page, "#warned", "Warnings", counts.warned, Verdict::kWarned);
  if (counts.inconclusive > 0) {
    writeEntry(page, "#inconclusive", "Inconclusive", counts.inconclusive, Verdict::kInconclusive);
  }
  writeEntry(page, "#coverage", "Requirements", page.result.requirements.size(), std::nullopt);
  writeEntry(page, "#checks", "All checks", counts.total(), std::nullopt);
  if (counts.skipped > 0) writeEntry(page, "#skipped", "Skipped", counts.skipped, Verdict::kSkipped);
  if (!latenciesOf(page.result).empty()) writeEntry(page, "#latency", "Latency", std::nullopt, std::nullopt);
  writeEntry(page, "#about", "About this run", std::nullopt, std::nullopt);
}

void writeProfiles(Page& page) {
  Markup& out = page.out;
  Element section{out, "section", {{"id", "profiles"}, {"aria-labelledby", "profiles-title"}}};
  out.leaf("h2", {{"id", "profiles-title"}}, "Profiles");
  Element table{out, "table", {{"class", "profiles"}, {"role", "table"}}};
  out.leaf("caption", {{"class", "unseen"}}, "Verdict and number of checks by profile");
  {
    Element head{out, "thead", {{"role", "rowgroup"}}};
    Element row{out, "tr", {{"role", "row"}}};
    out.leaf("th", {{"scope", "col"}, {"role", "columnheader"}}, "Profile");
    out.leaf("th", {{"scope", "col"}, {"role", "columnheader"}}, "Verdict");
    for (const Tile& tile : kTiles) {
      out.leaf("th", {{"scope", "col"}, {"role", "columnheader"}, {"class", "number"}}, title(tile.verdict));
    }
    out.leaf("th", {{"scope", "col"}, {"role", "columnheader"}}, "Share");
  }
  Element body{out, "tbody", {{"role", "rowgroup"}}};
  for (const Profile& profile : page.result.profiles) writeProfile(page, profile);
}

}  // namespace cast::report
