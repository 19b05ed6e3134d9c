#pragma once
#include <memory>
#include <string>

namespace cast::conformance {

class CertificateAuthority;
struct Subject;

/// What clients under test are pointed at: an authority of the run's own, its certificate and the token as
/// files. On disk for as long as this lives.
class ClientFiles {
 public:
  ClientFiles();
  ~ClientFiles();
  ClientFiles(const ClientFiles&) = delete;
  ClientFiles& operator=(const ClientFiles&) = delete;

  /// Names them in the subject, whose token is set. Once: there is one file for the token.
  void give(Subject& subject) const;

 private:
  std::string write(const char* name, const std::string& text) const;

  std::string folder_;
  std::shared_ptr<const CertificateAuthority> authority_;
};

}  // namespace cast::conformance
