#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "client/wire.hpp"

namespace cast::hub {

struct CaseInsensitive {
  bool operator()(const std::string& a, const std::string& b) const;
};

struct HttpReply {
  int status = 0;
  std::map<std::string, std::string, CaseInsensitive> headers;
  std::string body;
  std::string bytes;  ///< all of it, as it came
};

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A request with Host, with the token (unless empty) and, where there is a body, with its length and type.
std::string requestText(const std::string& method, const std::string& target,
                        const std::string& token = "all", const std::string& body = "",
                        const Headers& further = {});

/// Reads one reply; `toHead`: it has no body, whatever its headers say.
HttpReply readReply(Wire& wire, bool toHead = false);

/// One call on a connection of its own.
HttpReply call(int port, const std::string& method, const std::string& target, const std::string& body = "",
               const std::string& token = "all", const Headers& further = {});

constexpr const char* kBase = "/cast/v1";

/// An event's JSON without its outer braces, in session `s` unless told; `eventId` empty: the hub chooses.
std::string eventMembers(const std::string& eventId, const std::string& payload = "{}",
                         const std::string& type = "test:event", const std::string& session = "s");
std::string eventJson(const std::string& eventId, const std::string& payload = "{}",
                      const std::string& type = "test:event", const std::string& session = "s");
std::string subscribeMembers(const std::string& session = "s", const std::string& types = "\"test:event\"");

/// The value of a string member, found by its name alone.
std::string stringOf(const std::string& json, const std::string& name);

}  // namespace cast::hub
