// cast-report render RESULT.json [--html FILE] [--junit FILE] [--markdown FILE] ... [--all DIR]
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "reports/result_file.hpp"

namespace cast::report {

// `arguments` are those behind "render". Writes the faces asked for, says so on `out`, and what went wrong on
// `error`. A file name of "-" is standard output.
ExitCode runRender(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& error);

// One line for each face, for --help.
void describeRender(std::ostream& out);

}  // namespace cast::report
