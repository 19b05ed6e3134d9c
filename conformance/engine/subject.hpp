#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/client_settings.hpp"
#include "engine/document.hpp"
#include "wire/deadline.hpp"

namespace cast::conformance {

/// The hub (or client) under test, from the subject file and the flags. Immutable during a run; any thread
/// may read it.
struct Subject {
  std::string name;
  std::string version;
  std::string vendor;
  std::string build;  ///< digest of the build under test
  std::string kind = "hub";
  std::string hub;           ///< base URL without a slash at its end
  std::string webSocketUrl;  ///< never empty once completed
  std::string ssePath = "/events";
  std::string token;
  std::string readToken;
  std::string expiredToken;
  std::string caFile;
  std::string callbackHost = "127.0.0.1";
  /// Of the certificates that callbacks show; made for one run, whoever trusts it
  std::shared_ptr<const CertificateAuthority> callbackAuthority;
  std::vector<std::string> capabilities;
  std::string capabilitiesFrom = "default";  ///< subject-file, discovery or default
  std::vector<std::string> variants;
  Milliseconds timeout{2000};
  std::vector<std::string> profiles;
  std::vector<std::string> checks;
  std::vector<std::string> tags;
  std::uint64_t seed = 0;  ///< of the interleavings; 0: none
  std::string out;
  std::map<std::string, std::string> attestations;
  ClientSettings client;            ///< of a subject whose kind is client
  std::vector<std::string> redact;  ///< members whose values are never written down

  bool claims(const std::string& capability) const;
  std::string sseUrl() const { return hub + ssePath; }
};

/// Of a validated document.
Subject readSubject(const Document& document);

/// Fills in what follows from the rest and refuses what cannot be (DataFault).
void completeSubject(Subject& subject);

/// Settles what the subject claims: what its file lists, or `discovered` (its discovery document, null for
/// none), or what every hub is taken to have; and what the tokens that were given and the base URL allow to
/// try, whatever it claims.
void settleCapabilities(Subject& subject, const Json& discovered);

/// The same for a client: what its file lists, or what every client is taken to have; and what follows from
/// the rest of its file.
/// A capability that is claimed and needs a token that the subject file lacks; empty: none.
std::string lackingToken(const Subject& subject);
void settleClientCapabilities(Subject& subject);

}  // namespace cast::conformance
