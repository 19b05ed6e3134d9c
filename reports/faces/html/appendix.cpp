// What makes the run repeatable and comparable: subject, suite, environment, and the hashes of what was run.
#include "reports/faces/html/page.hpp"
#include "reports/faces/wording.hpp"

namespace cast::report {
namespace {

// A list of terms; what is empty is left out.
class Terms {
 public:
  Terms(Page& page, Word heading) : page_(page), block_(page.out, "div", {{"class", "terms"}}) {
    page_.out.leaf("h3", heading.text());
    page_.out.open("dl");
  }
  ~Terms() { page_.out.close(); }
  Terms(const Terms&) = delete;
  Terms& operator=(const Terms&) = delete;

  void add(std::string_view term, std::string_view value) {
    if (value.empty()) return;
    Element pair{page_.out, "div"};
    page_.out.leaf("dt", term);
    page_.out.leaf("dd", value);
  }

  void addTime(std::string_view term, const std::string& rfc3339) {
    Element pair{page_.out, "div"};
    page_.out.leaf("dt", term);
    Element value{page_.out, "dd"};
    page_.timeOf(rfc3339);
  }

 private:
  Page& page_;
  Element block_;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// Where the claims come from decides what "skipped" means, so it is said beside them.
std::string sourceOfClaims(const Subject& subject) {
  if (subject.capabilitiesFrom == "subject-file") return "the subject file";
  if (subject.capabilitiesFrom == "discovery") return "the subject's own discovery document";
  if (subject.capabilitiesFrom == "default") return "the suite's default";
  return "";
}

void writeSubjectTerms(Page& page) {
  const Subject& subject = page.result.subject;
  Terms terms(page, "Subject");
  terms.add("Name", subject.name);
  terms.add("Version", subject.version);
  terms.add("Vendor", subject.vendor);
  terms.add("Build", subject.build);
  terms.add("Kind", subject.kind);
  terms.add("URL", subject.url);
  terms.add("WebSocket URL", subject.webSocketUrl);
  terms.add("Event stream URL", subject.sseUrl);
  terms.add("Capabilities", subject.capabilities.empty() ? "none" : joined(subject.capabilities));
  terms.add("Claimed by", sourceOfClaims(subject));
  terms.add("Seen, not claimed", joined(subject.unclaimed));
  terms.add("Variants", joined(subject.variants));
  for (const auto& [question, answer] : subject.attestations) terms.add("Attests " + question, answer);
}

void writeRunTerms(Page& page) {
  const Result& result = page.result;
  Terms terms(page, "Run");
  terms.add("Suite", result.suite.name);
  terms.add("Version", result.suite.version);
  terms.add("Suite SHA-256", result.suite.sha256);
  terms.add("Mutation score", score(result.suite));
  terms.add("Seed", result.suite.seed);
  terms.addTime("Started", result.started);
  terms.addTime("Finished", result.finished);
  terms.add("Duration", duration(result.durationMs));
  if (result.knownFailures) {
    terms.add("Known failures", std::to_string(result.knownFailures->entries));
    terms.add("of the list", result.knownFailures->sha256);
    terms.add("of no use any more", joined(result.knownFailures->stale));
  }
}

void writeEnvironmentTerms(Page& page) {
  if (page.result.environment.empty()) return;
  Terms terms(page, "Environment");
  for (const auto& [name, value] : page.result.environment) terms.add(name, value);
}

void writeFiles(Page& page) {
  if (page.result.suite.files.empty()) return;
  Markup& out = page.out;
  Element details{out, "details", {{"class", "files"}}};
  {
    Element summary{out, "summary"};
    out.text("Files of the suite ");
    out.leaf("span", {{"class", "size"}}, std::to_string(page.result.suite.files.size()));
  }
  Element list{out, "dl"};
  for (const HashedFile& file : page.result.suite.files) {
    Element pair{out, "div"};
    out.leaf("dt", file.name);
    Element value{out, "dd"};
    out.leaf("code", file.sha256);
  }
}

void writeHashes(Page& page) {
  Markup& out = page.out;
  Element table{out, "table", {{"class", "hashes"}, {"role", "table"}}};
  out.leaf("caption", "Profiles as they were run");
  {
    Element head{out, "thead", {{"role", "rowgroup"}}};
    Element row{out, "tr", {{"role", "row"}}};
    for (const Word name : {Word{"Profile"}, Word{"Version"}, Word{"SHA-256"}}) {
      out.leaf("th", {{"scope", "col"}, {"role", "columnheader"}}, name.text());
    }
  }
  Element body{out, "tbody", {{"role", "rowgroup"}}};
  for (const Profile& profile : page.result.profiles) {
    Element row{out, "tr", {{"role", "row"}}};
    out.leaf("th", {{"scope", "row"}, {"role", "rowheader"}}, profile.id);
    out.leaf("td", {{"role", "cell"}}, profile.version);
    Element hash{out, "td", {{"role", "cell"}}};
    out.leaf("code", profile.sha256);
  }
}

}  // namespace

void writeAppendix(Page& page) {
  Markup& out = page.out;
  Element section{out, "section", {{"id", "about"}, {"aria-labelledby", "about-title"}}};
  out.leaf("h2", {{"id", "about-title"}}, "About this run");
  {
    Element columns{out, "div", {{"class", "columns"}}};
    writeSubjectTerms(page);
    writeRunTerms(page);
    writeEnvironmentTerms(page);
  }
  writeHashes(page);
  writeFiles(page);
  Element origin{out, "p", {{"class", "origin"}}};
  out.text("Made from the result file with SHA-256 ");
  out.leaf("code", page.result.sha256);
}

}  // namespace cast::report
