#pragma once
#include <stdexcept>
#include <string>
#include <vector>

#include "back_off.hpp"

namespace cast::client {

/// The command line is wrong; the text says how to put it right.
class UsageFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class Command { help, version, subscribe, publish, replay };
enum class Transport { websocket, sse, http };

/// What the program was asked to do. Immutable once read; any thread may read it. In the order of the help,
/// not of sizes.
struct Options {  // NOLINT(clang-analyzer-optin.performance.Padding)
  Command command = Command::help;
  Transport transport = Transport::websocket;
  std::string hub;           ///< base URL without a slash at its end
  std::string webSocketUrl;  ///< default: the base URL with ws(s) and /ws
  std::string ssePath = "/events";
  std::string token;      ///< from --token or the environment
  std::string tokenFile;  ///< read again at each attempt, since tokens are refreshed
  bool tokenInUrl = false;
  std::string caFile;
  std::string session;
  std::string user;
  std::string source;
  BackOff::Limits backOff;
  Milliseconds closingTime{5000};  ///< how long an end may take that has something to send or to close
  bool quiet = false;

  // subscribe, tail
  std::vector<std::string> eventTypes;
  std::vector<std::string> formats;
  int leaseSeconds = 0;  ///< 0: as the hub sees fit
  std::string lastEventId;
  bool publishInput = false;    ///< publishes the lines of standard input too
  std::string callbackAddress;  ///< where the callback server listens, HOST:PORT
  std::string callbackUrl;      ///< as the hub sees it; default: that address
  int count = 0;                ///< ends after so many events; 0: never

  // publish, replay
  std::string eventType;
  std::string payload;
  std::string timestamp;
  std::string file;
  bool fast = false;
  bool keepTimestamps = false;

  bool subscribes() const { return command == Command::subscribe; }
};

/// Throws UsageFault.
Options readOptions(const std::vector<std::string>& words);
std::string helpText();

}  // namespace cast::client
