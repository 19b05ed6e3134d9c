#pragma once
#include <string>

#include "tests/temporary_folder.hpp"

namespace cast::conformance::tests {

/// A suite for one scenario: three requirements (T-SHALL, T-SHOULD, T-INFO) and one profile with the given
/// checks, beside the project's own schemas.
class SmallSuite {
 public:
  /// `checks`: the checks' JSON, comma-separated; `definitions`: the profile's.
  explicit SmallSuite(const std::string& checks, const std::string& definitions = "{}");

  std::string data() const { return folder_.path("conformance"); }
  const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
};

/// One check with these steps; its id is `t.` and the requirement's last part.
std::string checkOf(const std::string& steps, const std::string& requirement = "T-SHALL",
                    const std::string& further = "");

}  // namespace cast::conformance::tests
