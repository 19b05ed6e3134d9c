// Expectation against observation: a diff where both can be laid over each other, and always the runner's own
// words.
#include "reports/faces/comparison.hpp"
#include "reports/faces/html/page.hpp"

namespace cast::report {
namespace {

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

void writeSides(Page& page, const Failure& failure) {
  Element sides{page.out, "div", {{"class", "sides"}}};
  writeSide(page, "expected", "Expected", failure.expected, std::nullopt);
  writeSide(page, "observed", "Observed", failure.observed, failure.pointer);
}

void writeLine(Markup& out, const DiffLine& line) {
  const std::string text = std::string(line.depth * 2, ' ') + line.text;
  switch (line.side) {
    case Side::kExpected: {
      Element expected{out, "del"};
      out.leaf("span", {{"class", "unseen"}}, "expected: ");
      out.text(text);
      break;
    }
    case Side::kObserved: {
      Element observed{out, "ins"};
      out.leaf("span", {{"class", "unseen"}}, "observed: ");
      out.text(text);
      break;
    }
    case Side::kBoth:
      out.leaf("span", text);
      break;
  }
}

}  // namespace

void writeDifference(Page& page, const Check& check) {
  if (!check.failure) return;
  const std::vector<DiffLine> lines = compare(check);
  if (lines.empty()) return writeSides(page, *check.failure);
  Markup& out = page.out;
  Element box{out, "div", {{"class", "difference"}}};
  {
    Element heading{out, "h4"};
    out.literal("<span class=\"legend-del\">Expected</span> <span class=\"legend-ins\">Observed</span> ");
    if (check.failure->pointer && !check.failure->pointer->empty())
      out.leaf("code", {{"title", "JSON Pointer into what was observed"}}, "at " + *check.failure->pointer);
  }
  {
    // Long ones scroll, so a keyboard must reach them.
    Element diff{
        out, "div", {{"class", "diff"}, {"tabindex", "0"}, {"role", "group"}, {"aria-label", "Difference"}}};
    for (const DiffLine& line : lines) writeLine(out, line);
  }
  Element words{out, "details", {{"class", "words"}}};
  out.leaf("summary", "In the runner's words");
  writeSides(page, *check.failure);
}

}  // namespace cast::report
