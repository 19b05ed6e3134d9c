// The matrix: every requirement of every section of the specification, its verdict and the checks that prove
// it, or why none does.
#include <algorithm>
#include <array>

#include "reports/faces/html/page.hpp"
#include "reports/faces/wording.hpp"

namespace cast::report {
namespace {

constexpr std::array kVerdicts{Verdict::kFailed,   Verdict::kWarned,   Verdict::kInconclusive,
                               Verdict::kPassed,   Verdict::kAttested, Verdict::kSkipped,
                               Verdict::kNotTested};
constexpr std::array kLevels{Level::kShall, Level::kShould, Level::kMay, Level::kInformative};

using Requirements = std::vector<const Requirement*>;
struct Group {
  std::string name;
  Requirements members;
};

// In the order in which the names first appear.
template <class NameOf>
std::vector<Group> groupBy(const Requirements& requirements, NameOf nameOf) {
  std::vector<Group> groups;
  for (const Requirement* requirement : requirements) {
    const std::string& name = nameOf(*requirement);
    auto group =
        std::find_if(groups.begin(), groups.end(), [&](const Group& other) { return other.name == name; });
    if (group == groups.end()) group = groups.insert(group, Group{name, {}});
    group->members.push_back(requirement);
  }
  return groups;
}

std::size_t countWith(const Requirements& requirements, Verdict verdict) {
  return static_cast<std::size_t>(
      std::count_if(requirements.begin(), requirements.end(),
                    [verdict](const Requirement* requirement) { return requirement->verdict == verdict; }));
}

void writeTally(Page& page, const Requirements& requirements) {
  Element list{page.out, "span", {{"class", "tally"}}};
  for (const Verdict verdict : kVerdicts) {
    const std::size_t number = countWith(requirements, verdict);
    if (number == 0) continue;
    Element entry{page.out, "span"};
    page.icon(verdict);
    page.out.text(std::to_string(number));
    page.out.literal(" ");
    page.out.leaf("span", {{"class", "word"}}, nameOf(verdict));
  }
}

void writeChoice(Page& page, std::string_view value, std::string_view words) {
  page.out.leaf("option", {{"value", value}}, words);
}

// Hidden until the script that makes it work has run.
void writeFilter(Page& page) {
  Markup& out = page.out;
  Element filter{
      out, "div", {{"class", "filter"}, {"role", "search"}, {"aria-label", "Requirements"}, {"hidden"}}};
  {
    Element label{out, "label"};
    out.leaf("span", "Text");
    out.empty("input",
              {{"type", "search"}, {"id", "filter-text"}, {"placeholder", "Identifier, section, words"}});
  }
  {
    Element label{out, "label"};
    out.leaf("span", "Verdict");
    Element select{out, "select", {{"id", "filter-verdict"}}};
    writeChoice(page, "", "Any");
    for (const Verdict verdict : kVerdicts) writeChoice(page, nameOf(verdict), title(verdict));
  }
  {
    Element label{out, "label"};
    out.leaf("span", "Level");
    Element select{out, "select", {{"id", "filter-level"}}};
    writeChoice(page, "", "Any");
    for (const Level level : kLevels) writeChoice(page, nameOf(level), nameOf(level));
  }
  Element status{out, "p", {{"id", "filter-status"}, {"role", "status"}}};
}

void writeHow(Page& page, const Requirement& requirement) {
  const auto write = [&page](std::string_view label, std::string_view text) {
    Element how{page.out, "p", {{"class", "how"}}};
    page.out.leaf("b", label);
    page.out.literal(" ");
    page.out.prose(text);
  };
  if (requirement.judged == Judged::kUntestable) {
    write("Can't be tested over the wire.", requirement.reason);
  } else if (requirement.judged == Judged::kAttestation) {
    write(requirement.attestation.empty() ? "Needs the owner's word, which was not given."
                                          : "The subject's owner attests:",
          requirement.attestation.empty() ? requirement.reason : requirement.attestation);
  } else if (!requirement.reason.empty()) {
    write("", requirement.reason);
  }
}

void writeProof(Page& page, const std::string& id) {
  const Check* check = page.check(id);
  if (check) {
    page.link(*check);
  } else {
    page.out.leaf("span", {{"class", "check-link"}, {"title", "Not part of this run"}}, id);
  }
}

// A requirement that dozens of checks prove shows those with a finding, and the others when asked.
void writeProofs(Page& page, const Requirement& requirement) {
  constexpr std::size_t kShown = 4;
  if (requirement.checks.size() <= kShown) {
    for (const std::string& id : requirement.checks) writeProof(page, id);
    return;
  }
  std::vector<std::string> folded;
  for (const std::string& id : requirement.checks) {
    const Check* check = page.check(id);
    if (check && isFinding(check->verdict)) {
      writeProof(page, id);
    } else {
      folded.push_back(id);
    }
  }
  if (folded.empty()) return;
  Element details{page.out, "details"};
  page.out.leaf("summary", folded.size() < requirement.checks.size() ? counted(folded.size(), "other")
                                                                     : counted(folded.size(), "check"));
  for (const std::string& id : folded) writeProof(page, id);
}

void writeRow(Page& page, const Requirement& requirement) {
  Markup& out = page.out;
  Element row{out,
              "tr",
              {{"role", "row"},
               {"id", page.anchor(requirement)},
               {"data-verdict", nameOf(requirement.verdict)},
               {"data-level", nameOf(requirement.level)}}};
  {
    Element id{out, "th", {{"scope", "row"}, {"role", "rowheader"}}};
    out.leaf("code", requirement.id);
  }
  {
    Element cell{out, "td", {{"role", "cell"}}};
    page.level(requirement.level);
  }
  {
    Element cell{out, "td", {{"role", "cell"}, {"class", "text"}}};
    {
      Element text{out, "p"};
      out.prose(requirement.text);
    }
    writeHow(page, requirement);
  }
  {
    Element cell{out, "td", {{"role", "cell"}}};
    page.pill(requirement.verdict);
  }
  Element cell{out, "td", {{"role", "cell"}, {"class", "by"}}};
  writeProofs(page, requirement);
}

void writeSectionName(Page& page, const std::string& section) {
  const std::vector<std::string> parts = headings(section);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) page.out.leaf("span", {{"class", "joint"}}, " / ");
    page.out.leaf(i + 1 == parts.size() ? Word{"b"} : Word{"span"}, parts[i]);
  }
}

void writeTable(Page& page, const Group& source) {
  Markup& out = page.out;
  Element table{out, "table", {{"class", "matrix"}, {"role", "table"}}};
  {
    Element caption{out, "caption"};
    out.text(source.name);
  }
  {
    Element head{out, "thead", {{"role", "rowgroup"}}};
    Element row{out, "tr", {{"role", "row"}}};
    for (const Word name :
         {Word{"Requirement"}, Word{"Level"}, Word{"What it says"}, Word{"Verdict"}, Word{"Checks"}}) {
      out.leaf("th", {{"scope", "col"}, {"role", "columnheader"}}, name.text());
    }
  }
  const auto sectionOf = [](const Requirement& requirement) -> const std::string& {
    return requirement.section;
  };
  for (const Group& section : groupBy(source.members, sectionOf)) {
    Element body{out, "tbody", {{"role", "rowgroup"}}};
    {
      Element row{out, "tr", {{"class", "section"}, {"role", "row"}}};
      Element name{out, "th", {{"scope", "rowgroup"}, {"role", "rowheader"}, {"colspan", "5"}}};
      Element line{out, "div"};
      {
        Element path{out, "span"};
        writeSectionName(page, section.name);
      }
      writeTally(page, section.members);
    }
    for (const Requirement* requirement : section.members) writeRow(page, *requirement);
  }
}

}  // namespace

void writeCoverage(Page& page) {
  Markup& out = page.out;
  Element section{out, "section", {{"id", "coverage"}, {"aria-labelledby", "coverage-title"}}};
  out.leaf("h2", {{"id", "coverage-title"}}, "Requirements");
  Requirements all;
  for (const Requirement& requirement : page.result.requirements) all.push_back(&requirement);
  {
    Element says{out, "p", {{"class", "says"}}};
    out.text("What the specification says, section by section, and what this run has shown of it.");
  }
  writeTally(page, all);
  writeFilter(page);
  const auto sourceOf = [](const Requirement& requirement) -> const std::string& {
    return requirement.source;
  };
  for (const Group& source : groupBy(all, sourceOf)) writeTable(page, source);
}

}  // namespace cast::report
