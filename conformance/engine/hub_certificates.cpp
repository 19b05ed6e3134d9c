#include "engine/hub_certificates.hpp"

#include <Poco/TemporaryFile.h>

#include <fstream>

#include "wire/certificate.hpp"

namespace cast::conformance {

namespace fs = std::filesystem;

HubCertificates::HubCertificates()
    : folder_(Poco::TemporaryFile::tempName()), authority_(std::make_shared<CertificateAuthority>()) {
  const Identity hub = authority_->identity(Certificate::trusted);
  fs::create_directories(folder_);
  fs::permissions(folder_, fs::perms::owner_all);
  std::ofstream(authorityFile()) << authority_->certificate();
  std::ofstream(folder_ / "hub.pem") << hub.certificate;
  std::ofstream(folder_ / "hub-key.pem") << hub.key;
}

HubCertificates::~HubCertificates() {
  std::error_code failed;
  fs::remove_all(folder_, failed);
}

std::vector<std::string> HubCertificates::forCallbacks() const {
  return {"--callback-authority", authorityFile()};
}

std::vector<std::string> HubCertificates::forListening() const {
  return {"--certificate", (folder_ / "hub.pem").string(), "--key", (folder_ / "hub-key.pem").string()};
}

}  // namespace cast::conformance
