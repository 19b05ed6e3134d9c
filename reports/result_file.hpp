// Files as the commands read and write them, with the words to say where that fails.
#pragma once

#include <optional>
#include <ostream>
#include <string>

#include "reports/result/result.hpp"

namespace cast::report {

// What the program answers to the shell. 1 is each command's own "no": a regression, a signature that does
// not hold.
enum ExitCode : int { kOk = 0, kNo = 1, kUsageOrInvalidResult = 2, kCannotWrite = 3 };

inline constexpr const char* kSeeHelp = "; see cast-report --help";

// The whole file; nothing if it can't be read.
std::optional<std::string> readFile(const std::string& file);

// A file of "-" is `out`. False, with errno set, where it can't be written.
bool writeFile(const std::string& file, const std::string& content, std::ostream& out);

// Reads and checks a result; says on `error` what is wrong with it. `bytes`, where it is given, receives the
// file.
std::optional<Result> loadResult(const std::string& file, std::ostream& error, std::string* bytes = nullptr);

}  // namespace cast::report
