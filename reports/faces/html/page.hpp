// What every part of the HTML report needs: the result, what refers to what in it, and where to write. The
// parts are free functions that each write one section; report.cpp puts them in order.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "reports/faces/html/markup.hpp"
#include "reports/result/result.hpp"

namespace cast::report {

class Page {
 public:
  explicit Page(const Result& shown);

  const Result& result;
  Markup out;

  // Nothing if the result has none of that id.
  const Requirement* requirement(const std::string& id) const;
  const Check* check(const std::string& id) const;

  // A unique name for the place of one of the result's own checks or requirements, the same in every report
  // on the same checks, so that links into reports stay good.
  const std::string& anchor(const Check& check) const { return checkAnchors_.at(&check); }
  const std::string& anchor(const Requirement& requirement) const {
    return requirementAnchors_.at(&requirement);
  }

  // The sign of a verdict alone, hidden from screen readers: always beside its word.
  void icon(Verdict verdict);
  void icon(Conformance conformance);
  // Sign and word.
  void pill(Verdict verdict);
  void pill(Conformance conformance);
  void level(Level level);
  // A proportional bar of counts, read out as words.
  void bar(const Counts& counts);
  // A link to a check, with its verdict's sign.
  void link(const Check& check);
  void timeOf(const std::string& rfc3339);

 private:
  std::string uniqueAnchor(std::string_view prefix, std::string_view id);

  std::map<std::string, const Requirement*, std::less<>> requirements_;
  std::map<std::string, const Check*, std::less<>> checks_;
  std::map<const Check*, std::string> checkAnchors_;
  std::map<const Requirement*, std::string> requirementAnchors_;
  std::map<std::string, int> anchorUses_;
};

void writeBanner(Page& page);
void writeNavigation(Page& page);
void writeProfiles(Page& page);
// Failures, then warnings, then what is inconclusive: each with all that is needed to act on it.
void writeFindings(Page& page);
void writeCoverage(Page& page);
void writeChecks(Page& page);
void writeSkipped(Page& page);
void writeLatencies(Page& page);
void writeAppendix(Page& page);

// Pieces that several sections show.
void writeRequirements(Page& page, const Check& check);
void writeMeasurements(Page& page, const Check& check);
void writeDifference(Page& page, const Check& check);
// Sequence diagram and wire log; `open` says whether they begin unfolded.
void writeExchange(Page& page, const Check& check, bool open);
void writeSequence(Page& page, const Check& check);
void writeRepeat(Page& page, const Check& check);

}  // namespace cast::report
