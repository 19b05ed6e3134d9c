#include "reports/compare/comparison_page.hpp"

#include <algorithm>
#include <sstream>

#include "reports/faces/html/markup.hpp"
#include "reports/faces/html/shell.hpp"
#include "reports/faces/visible_text.hpp"
#include "reports/faces/wording.hpp"

namespace cast::report {

namespace embedded {
extern const std::string_view kCompareScript;
}

namespace {

Verdict likenessOf(Conformance conformance) {
  if (conformance == Conformance::kConformant) return Verdict::kPassed;
  if (conformance == Conformance::kNotConformant) return Verdict::kFailed;
  return conformance == Conformance::kInconclusive ? Verdict::kInconclusive : Verdict::kNotTested;
}

class ComparisonPage {
 public:
  ComparisonPage(const RunSet& runs, const std::vector<std::string>& warnings)
      : runs_(runs), warnings_(warnings) {}

  std::string render() {
    writeDocument(out_, "Comparison of " + counted(runs_.size(), "run") + " \xE2\x80\x93 Cast conformance",
                  embedded::kCompareScript, [this] { writeBody(); });
    return out_.take();
  }

 private:
  void writeBody() {
    {
      Element banner{out_, "header", {{"class", "banner"}}};
      Element width{out_, "div", {{"class", "width"}}};
      out_.leaf("p", {{"class", "eyebrow"}}, "Cast conformance");
      out_.leaf("h1", "Comparison");
      writeWarnings();
      writeRuns();
    }
    Element frame{out_, "div", {{"class", "width comparison"}}};
    Element main{out_, "main", {{"id", "main"}, {"tabindex", "-1"}}};
    writeTable("requirements", "Requirements", "Requirement", requirementRows(runs_));
    writeTable("checks", "Checks", "Check", checkRows(runs_));
    writeMeasures();
  }

  void writeWarnings() {
    if (warnings_.empty()) return;
    Element box{out_, "div", {{"class", "alarm"}, {"role", "alert"}}};
    out_.leaf("p", "These runs were not judged by the same measure: their verdicts don't compare.");
    Element list{out_, "ul"};
    for (const std::string& warning : warnings_) out_.leaf("li", warning);
  }

  void pill(Verdict verdict, std::string_view words) {
    Element span{out_, "span", {{"class", "pill v-" + std::string{nameOf(verdict)}}}};
    writeIcon(out_, verdict);
    out_.text(words);
  }

  void head(std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) out_.leaf("th", {{"scope", "col"}}, name);
  }

  void writeRuns() {
    Element scroll{
        out_, "div", {{"class", "scroll"}, {"tabindex", "0"}, {"role", "group"}, {"aria-label", "Runs"}}};
    Element table{out_, "table"};
    {
      Element thead{out_, "thead"};
      Element row{out_, "tr"};
      head({"Subject", "Verdict", "Failed", "Warned", "Inconclusive", "Passed", "Skipped", "Run"});
    }
    Element body{out_, "tbody"};
    for (const Run& run : runs_) {
      Element row{out_, "tr"};
      {
        Element name{out_, "th", {{"scope", "row"}}};
        out_.leaf("b", run.label);
      }
      {
        Element cell{out_, "td"};
        pill(likenessOf(run.result.verdict), title(run.result.verdict));
      }
      for (const Verdict verdict :
           {Verdict::kFailed, Verdict::kWarned, Verdict::kInconclusive, Verdict::kPassed, Verdict::kSkipped})
        out_.leaf("td", {{"class", "number"}}, std::to_string(run.result.counts.of(verdict)));
      out_.leaf("td", readableTime(run.result.started));
    }
  }

  void writeTable(Word id, Word heading, Word what, const std::vector<Row>& rows) {
    const auto differing = static_cast<std::size_t>(
        std::count_if(rows.begin(), rows.end(), [](const Row& row) { return row.differs(); }));
    const std::string titleId = std::string{id.text()} + "-title";
    Element section{out_, "section", {{"id", id.text()}, {"aria-labelledby", titleId}}};
    {
      Element bar{out_, "div", {{"class", "heading"}}};
      {
        Element title{out_, "h2", {{"id", titleId}}};
        out_.text(heading.text());
        out_.literal(" ");
        out_.leaf("b", {{"class", "count"}},
                  std::to_string(differing) + " of " + std::to_string(rows.size()) + " differ");
      }
      // Hidden until the script that makes it work has run.
      out_.leaf("button", {{"type", "button"}, {"class", "only"}, {"aria-pressed", "false"}, {"hidden"}},
                "Differences only");
    }
    Element scroll{
        out_,
        "div",
        {{"class", "scroll"}, {"tabindex", "0"}, {"role", "group"}, {"aria-label", heading.text()}}};
    Element table{out_, "table", {{"class", "side-by-side"}}};
    {
      Element thead{out_, "thead"};
      Element row{out_, "tr"};
      head({what.text(), "Level", "What it says"});
      for (const Run& run : runs_) out_.leaf("th", {{"scope", "col"}}, run.label);
    }
    Element body{out_, "tbody"};
    for (const Row& row : rows) writeRow(row);
  }

  void writeRow(const Row& row) {
    Element line{out_, "tr", {{"class", row.differs() ? "differs" : "same"}}};
    {
      Element id{out_, "th", {{"scope", "row"}}};
      out_.leaf("code", row.id);
    }
    out_.leaf("td", {{"class", "level l-" + std::string{nameOf(row.level)}}}, nameOf(row.level));
    {
      Element cell{out_, "td"};
      out_.prose(row.text);
      if (!row.section.empty()) out_.leaf("p", {{"class", "where"}}, row.section);
    }
    for (const auto& verdict : row.verdicts) {
      Element cell{out_, "td", {{"class", "verdict"}}};
      if (verdict)
        pill(*verdict, title(*verdict));
      else
        out_.leaf("span", {{"class", "size"}}, "not run");
    }
  }

  void writeMeasures() {
    Element section{out_, "section", {{"id", "about"}, {"aria-labelledby", "about-title"}}};
    out_.leaf("h2", {{"id", "about-title"}}, "About these runs");
    Element list{out_, "dl", {{"class", "files"}}};
    for (const Run& run : runs_) {
      Element pair{out_, "div"};
      out_.leaf("dt", run.label);
      Element value{out_, "dd"};
      out_.text(run.result.suite.name + " " + run.result.suite.version + ", " + run.file + ", SHA-256 ");
      out_.leaf("code", run.result.sha256);
    }
  }

  const RunSet& runs_;
  const std::vector<std::string>& warnings_;
  Markup out_;
};

// Within a table's cell.
std::string cell(std::string_view text) {
  std::string escaped;
  for (const char character : visibleText(firstBytes(text, 300), Lines::kOne)) {
    if (std::string_view{"\\`*_[]<>&|#@~"}.find(character) != std::string_view::npos) escaped += '\\';
    escaped += character;
  }
  return escaped;
}

}  // namespace

std::string renderComparison(const RunSet& runs, const std::vector<std::string>& warnings) {
  return ComparisonPage(runs, warnings).render();
}

std::string renderComparisonMarkdown(const RunSet& runs, const std::vector<std::string>& warnings) {
  std::ostringstream out;
  out << "## Cast: comparison of " << counted(runs.size(), "run") << "\n\n";
  for (const std::string& warning : warnings)
    out << "**Not judged by the same measure:** " << cell(warning) << "\n\n";
  out << "| |";
  for (const Run& run : runs) out << ' ' << cell(run.label) << " |";
  out << "\n|---|";
  for (std::size_t i = 0; i < runs.size(); ++i) out << "---|";
  out << "\n| **Verdict** |";
  for (const Run& run : runs)
    out << ' ' << title(run.result.verdict) << " (" << phrase(run.result.counts) << ") |";
  out << '\n';
  for (const Row& row : requirementRows(runs)) {
    if (!row.differs()) continue;
    out << "| " << cell(row.id) << " |";
    for (const auto& verdict : row.verdicts) out << ' ' << wordFor(verdict) << " |";
    out << '\n';
  }
  return out.str();
}

}  // namespace cast::report
