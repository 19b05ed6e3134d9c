#pragma once
#include <cstdint>
#include <iosfwd>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/json.hpp"
#include "wire/deadline.hpp"

namespace cast::conformance {

class CertificateAuthority;

/// What there is to know about a client under test beyond what every subject has: from its subject file
/// ("client"), and from the run. Immutable during a run; any thread may read it.
struct ClientSettings {
  std::vector<std::string> command;  ///< with placeholders; empty: somebody starts it by hand
  std::map<std::string, std::string> environment;
  std::string effect;    ///< pattern of an output line that shows an event's effect; {marker} stands in it
  int publishes = 0;     ///< how many events of its own it publishes when it is started
  std::string identity;  ///< JSON Pointer to what tells them apart
  bool ends = false;     ///< the command ends by itself when it has published all
  std::string user = "cast-user";
  Milliseconds startsWithin{10000};  ///< from its start to its first connection

  // Of the run:
  std::shared_ptr<const CertificateAuthority> authority;
  std::string caFile;               ///< the authority's certificate
  std::string tokenFile;            ///< holds the token
  std::uint16_t port = 0;           ///< of every hub; 0: any
  std::string session;              ///< of every check; empty: each its own
  std::ostream* prompts = nullptr;  ///< where somebody is told what to do, where there is no command
};

/// The member `client` of a subject file.
ClientSettings readClientSettings(const Json& json);

}  // namespace cast::conformance
