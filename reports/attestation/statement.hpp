// What a certifier puts a name to: who was tested, by what, with which verdicts. A statement follows from a
// result file alone (and the time of signing), so that it can be made again and held against what was signed.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace cast::report {

// `result` is the document of a valid result file, `bytes` the file. `issued` is an RFC 3339 time.
nlohmann::json statementOf(const nlohmann::json& result, const std::string& bytes, const std::string& issued);

// Where the statement that was signed and the one that follows from a result differ: a sentence each, naming
// the member of the result. Empty if they agree.
std::vector<std::string> differences(const nlohmann::json& asSigned, const nlohmann::json& asIs);

}  // namespace cast::report
