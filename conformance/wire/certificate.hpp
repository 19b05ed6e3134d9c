#pragma once
#include <string>

namespace cast::conformance {

/// Which certificate a server of the runner's shows.
enum class Certificate {
  trusted,    ///< of the runner's authority, for localhost and 127.0.0.1
  stranger,   ///< the same of an authority that the subject does not know
  otherName,  ///< of the runner's authority, for another host
  expired     ///< of the runner's authority, and over
};

/// By its name in profiles: trusted, stranger, other-name or expired.
Certificate certificateOf(const std::string& name);

/// A certificate with its key, both as PEM.
struct Identity {
  std::string certificate;
  std::string key;
  bool obsolete = false;  ///< shown over TLS 1.1 and nothing newer
};

/// An authority of the runner's own, made for one run. Immutable once made; any thread.
class CertificateAuthority {
 public:
  /// Throws std::runtime_error where OpenSSL cannot.
  CertificateAuthority();
  const std::string& certificate() const { return authority_.certificate; }  ///< PEM, for clients to trust
  Identity identity(Certificate kind) const;

 private:
  Identity authority_;
  Identity stranger_;  ///< another authority
};

}  // namespace cast::conformance
