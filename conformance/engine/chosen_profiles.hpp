#pragma once
#include <vector>

namespace cast::conformance {

struct Arguments;
struct Profile;
class Suite;

/// The profiles that --profile names, by id or file; all without it. Throws DataFault.
std::vector<const Profile*> chosenProfiles(const Arguments& arguments, Suite& suite);

}  // namespace cast::conformance
