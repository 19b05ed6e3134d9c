// JSON Web Signature (RFC 7515) in its compact form with detached content (Appendix F), by ES256 (RFC 7518)
// or EdDSA with Ed25519 (RFC 8037). All cryptography is OpenSSL's. Any JOSE library verifies such a signature
// once the payload's base64url is put back between the two dots.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

namespace cast::report {

// A key or a signature that can't be used, in words that say what to do.
class KeyFault : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// An EC key on P-256 or an Ed25519 key. Immutable; one thread at a time.
class Key {
 public:
  // PEM as `openssl genpkey` and `openssl pkey -pubout` write it. Throws KeyFault.
  static Key privateFrom(const std::string& pem);
  // A public key; of a private one its public half. Throws KeyFault.
  static Key publicFrom(const std::string& pem);

  // RFC 7638: the SHA-256 thumbprint of the public key, base64url.
  std::string thumbprint() const;
  std::string algorithm() const;

  // "header..signature" over `payload`.
  std::string sign(const std::string& payload) const;

  // Empty if `jws` is this key's signature over `payload`, or why not.
  std::string refute(const std::string& jws, const std::string& payload) const;

 private:
  struct Implementation;
  explicit Key(std::shared_ptr<const Implementation> implementation)
      : implementation_(std::move(implementation)) {}
  std::shared_ptr<const Implementation> implementation_;
};

}  // namespace cast::report
