#pragma once
#include <iosfwd>
#include <string>

#include "engine/json.hpp"
#include "engine/outcome.hpp"

namespace cast::conformance {

struct Check;
struct RunRecord;
struct Subject;

/// What a run says to the person at the terminal, or to a log.
class Console {
 public:
  enum class Style { progressLine, lines, quiet };
  Console(std::ostream& out, Style style, std::size_t checks) : out_(out), style_(style), checks_(checks) {}

  /// After each check; one call at a time.
  void progress(const Check& check, const CheckOutcome& outcome);
  /// The verdict in a few lines. `result`: the record as it is written to the file.
  void verdict(const RunRecord& record, const Subject& subject, const Json& result, const std::string& file);

 private:
  void broken(const RunRecord& record);
  void brokenCheck(const RunRecord& record, std::size_t place);
  void notes(const RunRecord& record);
  void left(const RunRecord& record);
  void unasked(const Json& result);

  std::ostream& out_;
  Style style_;
  std::size_t checks_;
  std::size_t done_ = 0;
  std::size_t failed_ = 0;
};

}  // namespace cast::conformance
