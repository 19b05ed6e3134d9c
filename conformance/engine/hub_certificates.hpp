#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace cast::conformance {

class CertificateAuthority;

/// What hubs made for the suite's own test are given for TLS: an authority, whose certificates for callbacks
/// they trust, and a certificate of its for themselves. As files for as long as this lives. Any thread.
class HubCertificates {
 public:
  HubCertificates();  ///< throws std::runtime_error where OpenSSL cannot
  ~HubCertificates();
  HubCertificates(const HubCertificates&) = delete;
  HubCertificates& operator=(const HubCertificates&) = delete;

  std::shared_ptr<const CertificateAuthority> authority() const { return authority_; }
  std::string authorityFile() const { return (folder_ / "authority.pem").string(); }
  std::vector<std::string> forCallbacks() const;  ///< arguments of cast-faulty-hub
  std::vector<std::string> forListening() const;

 private:
  std::filesystem::path folder_;
  std::shared_ptr<const CertificateAuthority> authority_;
};

}  // namespace cast::conformance
