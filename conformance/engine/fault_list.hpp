#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace cast::conformance {

/// A subject made to put the suite to the test: cast-faulty-hub or cast-faulty-client, as it is told to
/// behave.
struct Specimen {
  std::filesystem::path subjectFile;   ///< its claims and tokens; a client's command
  std::vector<std::string> arguments;  ///< what it is told beyond them
};

/// What a fault does to an event on its way; none: it breaks another promise.
enum class Harm { none, lost, doubled, reordered, late, altered, misrouted };
constexpr std::size_t kHarms = 7;
std::string nameOf(Harm harm);

/// One promise that a specimen breaks.
struct Fault {
  std::string name;  ///< a client's begins with its role and transport
  std::string promise;
  Harm harm = Harm::none;
  std::vector<std::string> killedBy;  ///< the checks that are meant to find it; "*": every one that binds
  Specimen specimen;
};

/// A specimen that breaks none, and makes a choice, if any, that the specification leaves to it.
struct FairSubject {
  std::string name;
  std::string choice;
  Specimen specimen;
};

struct FaultList {
  std::vector<Fault> faults;
  std::vector<FairSubject> fair;
};

/// Of a folder like conformance/faults: faults.json, variations.json and subject.json for hubs, with
/// subject-https.json, if it is there, for those over TLS; `client`, if
/// it is there, holds the first two for clients and a subject file for each role and transport. Throws
/// DataFault.
FaultList readFaultList(const std::filesystem::path& folder);

}  // namespace cast::conformance
