// cast-report sign RESULT.json --key KEY.pem [--statement FILE] [--signature FILE]
// cast-report verify RESULT.json --key PUBLIC.pem [--statement FILE] [--signature FILE]
//
// Without file names the statement is RESULT.attestation.json and the signature RESULT.attestation.jws beside
// it.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "reports/result_file.hpp"

namespace cast::report {

// kOk, kUsageOrInvalidResult (also for a key that can't be used), kCannotWrite.
ExitCode runSign(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& error);

// kOk if the key signed the statement and the result says what was signed; kNo if not, with what differs on
// `error`.
ExitCode runVerify(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& error);

void describeSigning(std::ostream& out);

}  // namespace cast::report
