// What a test of the validator finds.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cast::validator {

enum class Verdict {
  kPassed,
  kWarned,        ///< sound, but the author should look at it
  kFailed,        ///< the plugin is unsound
  kSkipped,       ///< nothing to judge, or what it builds on failed
  kInconclusive,  ///< the validator itself failed
};

std::string_view wordFor(Verdict verdict);
Verdict verdictOf(std::string_view word);  ///< kInconclusive for any other word

/// What one test found, each in one line. Used by one thread.
class Findings {
 public:
  void fail(const std::string& line) { add(Verdict::kFailed, line); }
  void warn(const std::string& line) { add(Verdict::kWarned, line); }
  void skip(const std::string& why) { add(Verdict::kSkipped, why); }
  void note(const std::string& line) { add(Verdict::kPassed, line); }

  Verdict verdict() const { return verdict_; }
  bool failed() const { return verdict_ == Verdict::kFailed; }
  /// So many lines that looking further tells nothing new.
  bool enough() const { return lines_.size() >= kMaxLines; }
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  static constexpr std::size_t kMaxLines = 12;
  void add(Verdict verdict, const std::string& line);

  Verdict verdict_ = Verdict::kPassed;
  std::vector<std::string> lines_;
};

/// `text` as one line of printable text of at most 600 bytes, whatever a plugin put into it.
std::string oneLine(std::string_view text);

}  // namespace cast::validator
