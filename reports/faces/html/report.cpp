// The HTML report: one file that loads nothing.
#include "reports/faces/face.hpp"
#include "reports/faces/html/page.hpp"
#include "reports/faces/html/shell.hpp"
#include "reports/faces/wording.hpp"

namespace cast::report {

namespace embedded {
extern const std::string_view kScript;
}

namespace {

void writeMain(Page& page) {
  Element main{page.out, "main", {{"id", "main"}, {"tabindex", "-1"}}};
  writeProfiles(page);
  writeFindings(page);
  writeCoverage(page);
  writeChecks(page);
  writeSkipped(page);
  writeLatencies(page);
  writeAppendix(page);
}

void writeBody(Page& page) {
  writeBanner(page);
  Element frame{page.out, "div", {{"class", "frame"}}};
  writeNavigation(page);
  writeMain(page);
}

}  // namespace

std::string renderHtml(const Result& result) {
  Page page(result);
  const std::string name = std::string{title(result.verdict)} + ": " + subjectName(result.subject) +
                           " \xE2\x80\x93 Cast conformance report";
  writeDocument(page.out, name, embedded::kScript, [&page] { writeBody(page); });
  return page.out.take();
}

}  // namespace cast::report
