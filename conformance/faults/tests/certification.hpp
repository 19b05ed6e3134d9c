#pragma once
#include <Poco/Process.h>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace cast::conformance::faults {

/// A cast-faulty-hub of its own, as a child process on a port of its own, from construction to destruction.
class FaultyHub {
 public:
  /// `choice`: nothing, {"--fault", NAME} or {"--variation", NAME}. Throws when the hub does not come up.
  explicit FaultyHub(const std::vector<std::string>& choice = {});
  ~FaultyHub();
  FaultyHub(const FaultyHub&) = delete;
  FaultyHub& operator=(const FaultyHub&) = delete;

  const std::string& url() const { return url_; }

 private:
  std::string url_;
  Poco::ProcessHandle process_;
};

/// What a run of cast-conformance came to.
struct Certification {
  int exitCode = 0;
  std::map<std::string, std::string> verdicts;  ///< by check
  std::map<std::string, std::string> levels;    ///< by check
  std::string output;

  std::set<std::string> checksWith(const std::string& verdict) const;
};

/// Runs these checks, or these profiles, against the hub; none: all of them.
Certification certify(const FaultyHub& hub, const std::vector<std::string>& checks = {},
                      const std::vector<std::string>& profiles = {});

}  // namespace cast::conformance::faults
