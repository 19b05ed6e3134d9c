#pragma once
#include <Poco/Process.h>

#include <string>
#include <vector>

namespace cast::conformance {

struct Subject;

/// A hub made for the suite's own test: a program that takes the subject's tokens and what it is told,
/// listens on a port of its own and says on its first line of output which, as {"port": N}. Runs from
/// construction to destruction.
class FaultyHub {
 public:
  /// Throws std::runtime_error when it does not come up.
  FaultyHub(const std::string& program, const Subject& tokens, std::vector<std::string> told);
  ~FaultyHub();
  FaultyHub(const FaultyHub&) = delete;
  FaultyHub& operator=(const FaultyHub&) = delete;

  const std::string& url() const { return url_; }

 private:
  std::string url_;
  Poco::ProcessHandle process_;
};

}  // namespace cast::conformance
