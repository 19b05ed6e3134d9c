#pragma once
#include <netinet/in.h>

#include <string>

namespace cast::bench {

/// The hub that is measured. Shares no code with it: what is measured does not measure itself.
struct Target {
  std::string host;
  std::string port;
  std::string path;  ///< of the base URL, for example /cast/v1
  std::string token;
  sockaddr_in address{};

  /// Throws std::runtime_error that names the fault where `url` is not http://host:port/path or its host is
  /// unknown.
  static Target parse(const std::string& url, const std::string& token);
};

/// What the hub says of itself at GET /metrics.
struct HubState {
  long threads = 0;
  long residentBytes = 0;
};

/// Throws std::runtime_error where the hub does not answer.
HubState askHub(const Target& target);

}  // namespace cast::bench
