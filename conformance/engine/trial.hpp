#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/client_files.hpp"
#include "engine/hub_certificates.hpp"
#include "engine/runner.hpp"
#include "engine/selection.hpp"
#include "engine/subject.hpp"

namespace cast::conformance {

struct Specimen;
class Suite;

/// Runs of the suite on specimens, each in a fresh process. After select(), which is for one thread, any
/// thread.
class Trial {
 public:
  /// `programs`: the folder of cast-faulty-hub and cast-faulty-client. Throws DataFault where there is none.
  Trial(Suite& suite, std::filesystem::path programs);

  /// The checks for what the specimen is, or those of them that are named. Throws DataFault for unknown ones.
  Selection select(const Specimen& specimen, const std::vector<std::string>& checks = {});

  /// Whether the specimen claims all that the check needs: it is skipped otherwise.
  bool claims(const Specimen& specimen, const Check& check);

  struct Options {
    int jobs = 8;                ///< checks at a time
    Milliseconds hubsTimeout{};  ///< how long a hub is waited for; 0: as in any run
  };
  /// In the order of the selection. Throws std::runtime_error where the specimen does not come up.
  Findings run(const Specimen& specimen, const Selection& selection, Options options) const;

 private:
  const Subject& subjectOf(const Specimen& specimen);
  Findings runHub(const Specimen& specimen, const Selection& selection, Options options) const;
  Findings runClient(const Specimen& specimen, const Selection& selection, Options options) const;

  Suite& suite_;
  std::filesystem::path programs_;
  ClientFiles clientFiles_;
  HubCertificates hubCertificates_;
  std::map<std::filesystem::path, Subject> subjects_;  ///< by file
};

}  // namespace cast::conformance
