#pragma once
#include <filesystem>
#include <map>
#include <string>

#include "engine/json.hpp"
#include "engine/result.hpp"

namespace cast::conformance {

struct Subject;
class Redaction;
class Suite;

/// All that it takes to judge a run again without its subject: result.json, the transcripts with what chance
/// gave each step, the profiles and requirements, the subject as it was described (tokens left out), and
/// manifest.json with the SHA-256 of each. Names of files to their bytes.
using Bundle = std::map<std::string, std::string>;

Bundle bundleOf(const Json& result, const RunRecord& record, const Suite& suite, const Subject& subject,
                const Redaction& redaction);

/// Throws std::runtime_error with the file's name.
void writeBundle(const Bundle& bundle, const std::filesystem::path& file);

/// Reads a bundle and holds it against its manifest. Throws DataFault, which names the file in it that is
/// damaged, missing or not of the manifest. Not more than 1 GiB is unpacked.
Bundle readBundle(const std::filesystem::path& file);

/// The name of a check's transcript.
std::string transcriptName(const std::string& check);

}  // namespace cast::conformance
