// JUnit XML, as Jenkins, GitLab and GitHub read it: a suite per profile, a case per check. JUnit knows no
// warning and no "not judged": a warning passes with a word in system-out, an inconclusive check is an error.
#include <Poco/SAX/AttributesImpl.h>
#include <Poco/XML/XMLWriter.h>

#include <sstream>

#include "reports/faces/face.hpp"
#include "reports/faces/visible_text.hpp"
#include "reports/faces/wording.hpp"

namespace cast::report {
namespace {

using Poco::XML::AttributesImpl;
using Poco::XML::XMLWriter;

std::string inLine(std::string_view text) { return visibleText(text, Lines::kOne); }
std::string inLines(std::string_view text) { return visibleText(text, Lines::kMany); }

// Messages stand in attributes and lists: one line, runs of white space made one space.
std::string oneLine(std::string_view text) {
  std::string line;
  for (const char character : inLines(text)) {
    const bool isSpace = character == ' ' || character == '\n' || character == '\t';
    if (!isSpace || line.empty() || line.back() != ' ') line += isSpace ? ' ' : character;
  }
  return line;
}

std::string seconds(double milliseconds) {
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out.setf(std::ios::fixed);
  out.precision(3);  // as the schemas in the field want it
  out << milliseconds / 1000;
  return out.str();
}

class Junit {
 public:
  explicit Junit(std::ostream& out)
      : writer_(out, XMLWriter::WRITE_XML_DECLARATION | XMLWriter::PRETTY_PRINT) {
    writer_.setNewLine("\n");
    writer_.setIndent("  ");
  }

  void write(const Result& result) {
    writer_.startDocument();
    AttributesImpl attributes;
    add(attributes, "name", "Cast conformance of " + subjectName(result.subject));
    addTotals(attributes, result.counts);
    add(attributes, "time", seconds(result.durationMs));
    start("testsuites", attributes);
    for (const Profile& profile : result.profiles) writeSuite(result, profile);
    end("testsuites");
    writer_.endDocument();
  }

 private:
  static void add(AttributesImpl& attributes, const std::string& name, std::string_view value) {
    attributes.addAttribute("", "", name, "CDATA", inLine(value));
  }

  static void addTotals(AttributesImpl& attributes, const Counts& counts) {
    add(attributes, "tests", std::to_string(counts.total()));
    add(attributes, "failures", std::to_string(counts.failed));
    add(attributes, "errors", std::to_string(counts.inconclusive));
  }

  void start(const std::string& name, const AttributesImpl& attributes) {
    writer_.startElement("", "", name, attributes);
  }
  void end(const std::string& name) { writer_.endElement("", "", name); }

  void element(const std::string& name, const AttributesImpl& attributes, const std::string& text) {
    start(name, attributes);
    writer_.characters(text);
    end(name);
  }

  void writeSuite(const Result& result, const Profile& profile) {
    double milliseconds = 0;
    for (const Check& check : result.checks) {
      if (check.profile == profile.id) milliseconds += check.durationMs;
    }
    AttributesImpl attributes;
    add(attributes, "name", profile.id);
    addTotals(attributes, profile.counts);
    // Jenkins' schema allows it here, but not in testsuites.
    add(attributes, "skipped", std::to_string(profile.counts.skipped));
    add(attributes, "time", seconds(milliseconds));
    // The schemas in the field allow neither a fraction nor a zone here.
    if (const auto started = utcTime(result.started)) add(attributes, "timestamp", *started);
    start("testsuite", attributes);
    writeProperties(result, profile);
    for (const Check& check : result.checks) {
      if (check.profile == profile.id) writeCase(check);
    }
    end("testsuite");
  }

  void writeProperties(const Result& result, const Profile& profile) {
    start("properties", {});
    writeProperty("profile.version", profile.version);
    writeProperty("profile.sha256", profile.sha256);
    writeProperty("profile.verdict", nameOf(profile.verdict));
    writeProperty("suite", result.suite.name + " " + result.suite.version);
    writeProperty("subject", subjectName(result.subject));
    writeProperty("subject.url", result.subject.url);
    writeProperty("result.sha256", result.sha256);
    end("properties");
  }

  void writeProperty(const std::string& name, std::string_view value) {
    AttributesImpl attributes;
    add(attributes, "name", name);
    add(attributes, "value", value);
    writer_.emptyElement("", "", "property", attributes);
  }

  void writeCase(const Check& check) {
    AttributesImpl attributes;
    add(attributes, "name", check.id + ": " + check.title);
    add(attributes, "classname", check.profile);
    add(attributes, "time", seconds(check.durationMs));
    start("testcase", attributes);
    writeVerdict(check);
    writeOutput(check);
    end("testcase");
  }

  void writeVerdict(const Check& check) {
    AttributesImpl attributes;
    switch (check.verdict) {
      case Verdict::kFailed:
        add(attributes, "message", oneLine(summaryOf(check)));
        add(attributes, "type", nameOf(check.level));
        element("failure", attributes, detailsOf(check));
        break;
      case Verdict::kInconclusive:
        add(attributes, "message", oneLine(check.reason.empty() ? "could not be judged" : check.reason));
        add(attributes, "type", "inconclusive");
        element("error", attributes, detailsOf(check));
        break;
      case Verdict::kSkipped:
        add(attributes, "message", oneLine(check.reason.empty() ? "skipped" : check.reason));
        writer_.emptyElement("", "", "skipped", attributes);
        break;
      case Verdict::kPassed:
      case Verdict::kWarned:
      case Verdict::kAttested:
      case Verdict::kNotTested:
        break;
    }
  }

  static std::string summaryOf(const Check& check) {
    if (!check.failure) return check.title;
    return check.failure->what + ": expected " + check.failure->expected + ", observed " +
           check.failure->observed;
  }

  static std::string detailsOf(const Check& check) {
    std::string text;
    if (!check.requirements.empty()) {
      text += "Requirements:";
      for (const std::string& requirement : check.requirements) text += " " + requirement;
      text += " (" + std::string{nameOf(check.level)} + ")\n";
    }
    if (check.failure) {
      text += "Step:     " + check.failure->what + " [" + check.failure->step + "]\n";
      text += "Expected: " + check.failure->expected + "\n";
      text += "Observed: " + check.failure->observed + "\n";
      if (check.failure->pointer) text += "At:       " + *check.failure->pointer + "\n";
    }
    if (!check.reason.empty()) text += "Reason:   " + check.reason + "\n";
    if (!check.hint.empty()) text += "Hint:     " + check.hint + "\n";
    return inLines(text + "Repeat:   " + check.repeat + "\n");
  }

  void writeOutput(const Check& check) {
    std::string text;
    if (check.verdict == Verdict::kWarned)
      text += "WARNING (" + std::string{nameOf(check.level)} + ")\n" + detailsOf(check);
    for (const Measurement& measurement : check.measurements) {
      std::ostringstream line;
      line.imbue(std::locale::classic());
      line << inLine(measurement.name) << ": " << measurement.value << ' ' << inLine(measurement.unit)
           << '\n';
      text += line.str();
    }
    for (const Exchange& exchange : check.transcript) text += lineOf(exchange);
    if (!text.empty()) element("system-out", {}, text);
  }

  static std::string lineOf(const Exchange& exchange) {
    const char* arrow = exchange.direction == Direction::kSent       ? " -> "
                        : exchange.direction == Direction::kReceived ? " <- "
                                                                     : " -- ";
    return "+" + duration(exchange.atMs) + "  " + inLine(exchange.actor) + " (" +
           std::string{nameOf(exchange.transport)} + ")" + arrow + inLine(exchange.summary) + "\n";
  }

  XMLWriter writer_;
};

}  // namespace

std::string renderJunit(const Result& result) {
  std::ostringstream out;
  Junit(out).write(result);
  return out.str();
}

}  // namespace cast::report
