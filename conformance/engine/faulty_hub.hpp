#pragma once
#include <Poco/Process.h>

#include <string>
#include <vector>

namespace cast::conformance {

struct Subject;

/// A hub made for the suite's own test: a program that takes the subject's tokens and what it is told,
/// listens on a port of its own and says on its first line of output which, as {"port": N}, with a
/// webSocketPort where WebSockets have one of their own, without TLS. Runs from construction to destruction.
class FaultyHub {
 public:
  /// `subject`: its tokens, and whether its base URL is one of https; what the hub needs for that it is told.
  /// Throws std::runtime_error when it does not come up.
  FaultyHub(const std::string& program, const Subject& subject, std::vector<std::string> told);
  ~FaultyHub();
  FaultyHub(const FaultyHub&) = delete;
  FaultyHub& operator=(const FaultyHub&) = delete;

  const std::string& url() const { return url_; }
  const std::string& webSocketUrl() const { return webSocketUrl_; }  ///< empty: it follows from the base URL

 private:
  Poco::ProcessHandle start(const std::string& program, const Subject& subject,
                            std::vector<std::string> arguments);

  std::string url_;
  std::string webSocketUrl_;
  Poco::ProcessHandle process_;
};

}  // namespace cast::conformance
