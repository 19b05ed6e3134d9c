#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>

#include "session/rejection.hpp"
#include "session/request.hpp"

namespace cast::hub {

/// Whose call it is, as the token says.
struct Identity {
  Sender sender;
  bool mayRead = false;   ///< scope `read`: subscribe, look at sessions
  bool mayWrite = false;  ///< scope `write`: publish
  std::optional<std::chrono::system_clock::time_point> expires;

  bool isExpired(std::chrono::system_clock::time_point now) const { return expires && *expires <= now; }
};
using IdentityPtr = std::shared_ptr<const Identity>;

/// The bearer tokens of the configuration (RFC 6750). Holds their SHA-256 only, so that no token can leak and
/// none is compared byte by byte. Used by the loop's thread only.
class Tokens {
 public:
  void add(const std::string& token, Identity identity);
  bool isEmpty() const { return identities_.empty(); }

  /// `token` empty: the call has none. A rejection is 401.
  std::variant<IdentityPtr, Rejection> authenticate(const std::string& token,
                                                    std::chrono::system_clock::time_point now) const;

 private:
  std::unordered_map<std::string, IdentityPtr> identities_;  // by the token's SHA-256
};

/// 403 where the identity lacks the scope.
std::optional<Rejection> faultOfRead(const Identity& identity);
std::optional<Rejection> faultOfWrite(const Identity& identity);

/// The token of a `Bearer` Authorization header's value; empty where it is none.
std::string bearerToken(const std::string& authorization);
/// The token of a `bearer.{base64url}` entry among offered WebSocket sub-protocols; empty where there is
/// none.
std::string subprotocolToken(const std::string& offered);

}  // namespace cast::hub
