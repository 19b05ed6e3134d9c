#pragma once
#include <string>
#include <vector>

namespace cast::conformance {

struct Check;
struct Profile;
struct Subject;
class Suite;

/// Which checks a run carries out.
struct Selection {
  std::vector<const Profile*> profiles;
  std::vector<const Check*> checks;  ///< in the order of the profiles
};

/// The checks of the profiles that the subject names (by id or file; default: all for its kind) and of those
/// that these extend, but what they leave out; of those the ones it names. Adds vendor files to the suite.
/// Throws DataFault with hints for names that are nowhere.
Selection selectChecks(Suite& suite, const Subject& subject);

/// The profile of that id, or of that file, which is added to the suite. Throws DataFault with a hint.
const Profile& profileNamed(Suite& suite, const std::string& name);

/// Whether a name of a profile means a file.
bool namesFile(const std::string& profile);

}  // namespace cast::conformance
