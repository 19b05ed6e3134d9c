#include "engine/client_files.hpp"

#include <Poco/TemporaryFile.h>

#include <filesystem>
#include <fstream>

#include "engine/subject.hpp"
#include "wire/certificate.hpp"

namespace cast::conformance {

namespace fs = std::filesystem;

ClientFiles::ClientFiles()
    : folder_(Poco::TemporaryFile::tempName()), authority_(std::make_shared<CertificateAuthority>()) {
  fs::create_directories(folder_);
}

ClientFiles::~ClientFiles() {
  std::error_code failed;
  fs::remove_all(folder_, failed);
}

void ClientFiles::give(Subject& subject) const {
  subject.client.authority = authority_;
  subject.client.caFile = write("authority.pem", authority_->certificate());
  subject.client.tokenFile = write("token", subject.token + "\n");
}

std::string ClientFiles::write(const char* name, const std::string& text) const {
  const fs::path file = fs::path(folder_) / name;
  std::ofstream(file) << text;
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  return file.string();
}

}  // namespace cast::conformance
