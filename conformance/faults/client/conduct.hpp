#pragma once
#include <chrono>
#include <csignal>
#include <string>
#include <string_view>

namespace cast::conformance::faults {

/// What cast-faulty-client was told: where the hub is, who it is, and which promise it breaks. Immutable.
struct Conduct {
  std::string role;       ///< subscriber or publisher
  std::string transport;  ///< websocket, http or sse
  std::string hub;        ///< base URL
  std::string session;
  std::string token;
  std::string caFile;
  std::string tokenPlace = "header";  ///< or subprotocol
  std::string fault;
  std::string choice;  ///< what it does otherwise where it is free to

  bool breaks(std::string_view name) const { return fault == name; }
  bool chooses(std::string_view name) const { return choice == name; }
  /// The value of its Authorization header.
  std::string credentials() const { return (chooses("lower-case") ? "bearer " : "Bearer ") + token; }
};

/// Whether SIGTERM or SIGINT came.
bool endAskedFor();

/// Waits so long, or until the end is asked for.
void pause(std::chrono::milliseconds time);

/// The pauses between attempts to connect.
class Pauses {
 public:
  explicit Pauses(const Conduct& conduct) : conduct_(conduct) {}
  void wait();
  void reset() { next_ = kFirst; }

 private:
  static constexpr std::chrono::milliseconds kFirst{60};
  const Conduct& conduct_;
  std::chrono::milliseconds next_ = kFirst;
};

int subscribe(const Conduct& conduct);  ///< the subscriber's work; its exit code
int publish(const Conduct& conduct);    ///< the publisher's

}  // namespace cast::conformance::faults
