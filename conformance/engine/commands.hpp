#pragma once
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "engine/verdict.hpp"

namespace cast::conformance {

struct Arguments;
class Suite;

/// The whole program: reads the words, does the command, prints to `out` and `err`, returns the exit code.
/// Never throws.
ExitCode runCommandLine(const std::vector<std::string>& words, std::ostream& out, std::ostream& err);

// One function per command (command_*.cpp). They throw DataFault for what the user gave, NetworkFailure when
// the subject is not there.
ExitCode runCommand(const Arguments& arguments, Suite& suite, std::ostream& out, std::ostream& err);
/// `cast-conformance client`: plays the hub for a client under test.
ExitCode clientCommand(const Arguments& arguments, Suite& suite, std::ostream& out);
ExitCode listCommand(const Arguments& arguments, Suite& suite, std::ostream& out);
ExitCode explainCommand(const Arguments& arguments, Suite& suite, std::ostream& out);
ExitCode validateCommand(const Arguments& arguments, Suite& suite, std::ostream& out, std::ostream& err);
ExitCode rejudgeCommand(const Arguments& arguments, const Suite& own, std::ostream& out);
ExitCode coverageCommand(const Arguments& arguments, Suite& suite, std::ostream& out);
/// `data`: where the suite's data lie.
ExitCode mutationCommand(const Arguments& arguments, Suite& suite, const std::filesystem::path& data,
                         std::ostream& out);
ExitCode initCommand(const Arguments& arguments, const Suite& suite, std::ostream& out);

}  // namespace cast::conformance
