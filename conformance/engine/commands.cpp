#include "engine/commands.hpp"

#include <cstdlib>
#include <filesystem>
#include <ostream>

#include "engine/arguments.hpp"
#include "engine/data_fault.hpp"
#include "engine/environment.hpp"
#include "engine/suite.hpp"
#include "wire/network_failure.hpp"

namespace cast::conformance {
namespace {

constexpr const char* kHelp =
    R"(cast-conformance: puts a Cast hub to the test and says which requirement it breaks, where and how.

  cast-conformance run --hub URL [--token T] ...   run the checks; exit code 0: the hub conforms
  cast-conformance client --profile ID -- COMMAND {hub_url} {token} ...
                                                   play the hub and put a client to the test
  cast-conformance list [--profile ID] [--json]    the profiles and their checks
  cast-conformance explain CHECK                   what a check proves, and its steps in words
  cast-conformance validate FILE...                validate profile, requirement, subject and result files
  cast-conformance rejudge FILE.zip [--own-suite]  the verdicts again from a bundle's transcripts alone, by its suite or
                                                   by this one; exit code 1 unless all are the same
  cast-conformance coverage                        the requirements and the checks that judge them
  cast-conformance init --hub URL [--out FILE]     ask a hub what it offers and write its subject file
  cast-conformance mutation                        the suite put to the test: does it find each fault made on purpose?

Options of run:
  --hub URL             base URL of the hub, such as http://127.0.0.1:8080/cast/v1
  --token T             a token that may publish and subscribe
  --read-token T        a token that may subscribe, but not publish
  --expired-token T     a token that has expired
  --subject FILE        all of this and more in a file (schemas/conformance/subject.schema.json)
  --profile ID|FILE     only this profile, or one of your own; may be repeated
  --check ID            only this check; may be repeated
  --tag TAG             only checks with this tag; may be repeated
  --repeat N            each check N times, or until it does not pass
  --seed N              begin what runs side by side in another order, the same for the same N
  --fail-fast           begin no further check after the first failed one
  --known-failures FILE what is known to be broken (schemas/conformance/known-failures.schema.json): exit code 0 if
                        nothing else failed and all of it still does
  --jobs N              so many checks at a time, more once some have waited in vain; 1: one at a time (default 16)
  --timeout-ms N        how long an expected thing may take (default 2000)
  --ca-file FILE        PEM file of the authority of the hub's certificate
  --bundle FILE.zip     writes all that it takes to judge the run again, without the hub
  --mutation FILE       what mutation --out wrote for this suite: its score, for the report (default: mutation.json beside
                        the profiles, if it is this suite's)
  --build DIGEST        of the build under test, such as sha256:..., for the report
  --out DIR             where result.json goes (default cast-report)
  --repeat-with PREFIX  the command that a report shows for repeating a check, without the check
  --quiet               print the verdict only

Options of mutation:
  --fault NAME          only this fault; may be repeated
  --fair NAME           only this subject without a fault; may be repeated
  --programs DIR        where cast-faulty-hub and cast-faulty-client are (default: beside this program)
  --faults DIR          the faults, the checks meant for them, and subject files (default: faults of the suite)
  --jobs N              so many faults at a time (default 16)
  --repeat N            each so many times; a fault must be found, and a fair subject left alone, every time
  --again N             what is not as meant is judged once more, alone, and that counts: up to N faults and N subjects
                        without a fault, each named (default 0); for machines that do other work beside
  --timeout-ms N        how long a hub's answer may take (default 1000)
  --at-least PERCENT    exit code 1 if fewer are killed by the checks meant for them (default 97), or one of those that
                        lose, double, reorder, alter or misroute an event is not, or a subject without a fault is blamed
  --out FILE            the score and what became of each fault, as JSON; of all faults, not of some

Options of client (and --profile, --check, --out, --timeout-ms, --jobs, --repeat, --fail-fast, --quiet, --repeat-with):
  -- COMMAND ...        the client, started for each check; in it {hub_url}, {ws_url}, {sse_url}, {token}, {token_file},
                        {ca_file}, {session}, {user} and {check} are replaced. Without a command it says when to start it
  --subject FILE        the client's claims, its command, and how it shows what it does
  --effect PATTERN      a line of its output that shows an event's effect; {marker} stands for a text of its payload
  --port N, --session S one port and session for all checks (without a command: 8765, cast-conformance)
  --token T             the token that the client is to show (default: a new one)

Options of all commands:
  --data DIR            profiles/ and requirements/ of another suite (or environment CAST_CONFORMANCE_DATA)
  --requirements FILE   further requirements that your own profiles cite; may be repeated
  --help, --version

Exit codes: 0 conformant, 1 not conformant, 2 usage or a wrong profile, 3 the runner failed or nothing could be judged,
4 the hub cannot be reached.
)";

/// Where profiles/ and requirements/ are, and whether the user said so.
struct DataFolder {
  std::filesystem::path path;
  bool users = false;
};

DataFolder dataFolder(const Arguments& arguments) {
  if (arguments.has("data")) return {arguments.last("data"), true};
  if (const char* named = std::getenv("CAST_CONFORMANCE_DATA"); named != nullptr && *named != '\0')
    return {named, true};
  const std::filesystem::path source = CAST_CONFORMANCE_SOURCE;
  if (std::filesystem::exists(source / "profiles")) return {source, false};
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe");
  return {program.parent_path() / ".." / "share" / "cast" / "conformance", false};
}

ExitCode execute(const Arguments& arguments, Suite& suite, const DataFolder& data, std::ostream& out,
                 std::ostream& err) {
  for (const auto& file : arguments.all("requirements")) suite.addRequirements(file);
  if (arguments.command == "run") return runCommand(arguments, suite, out, err);
  if (arguments.command == "client") return clientCommand(arguments, suite, out);
  if (arguments.command == "list") return listCommand(arguments, suite, out);
  if (arguments.command == "explain") return explainCommand(arguments, suite, out);
  if (arguments.command == "validate") return validateCommand(arguments, suite, out, err);
  if (arguments.command == "mutation") return mutationCommand(arguments, suite, data.path, out);
  if (arguments.command == "init") return initCommand(arguments, suite, out);
  if (arguments.command == "rejudge") return rejudgeCommand(arguments, suite, out);
  return coverageCommand(arguments, suite, out);
}

ExitCode dispatch(const Arguments& arguments, std::ostream& out, std::ostream& err) {
  if (arguments.has("version")) {
    out << "cast-conformance " << suiteVersion() << '\n';
    return ExitCode::conformant;
  }
  if (arguments.has("help") || arguments.command.empty()) {
    (arguments.has("help") ? out : err) << kHelp;
    return arguments.has("help") ? ExitCode::conformant : ExitCode::usage;
  }
  const DataFolder data = dataFolder(arguments);
  std::unique_ptr<Suite> suite;
  try {
    suite = std::make_unique<Suite>(data.path);
    suite->tie();
  } catch (const DataFault& fault) {
    err << "cast-conformance: " << fault.what() << '\n';
    return data.users ? ExitCode::usage : ExitCode::harness;
  }
  return execute(arguments, *suite, data, out, err);
}

}  // namespace

ExitCode runCommandLine(const std::vector<std::string>& words, std::ostream& out, std::ostream& err) {
  try {
    return dispatch(readArguments(words), out, err);
  } catch (const DataFault& fault) {
    err << "cast-conformance: " << fault.what() << '\n';
    return ExitCode::usage;
  } catch (const NetworkFailure& failure) {
    err << "cast-conformance: unreachable: " << failure.what() << '\n';
    return ExitCode::unreachable;
  } catch (const std::exception& failure) {
    err << "cast-conformance: " << failure.what() << '\n';
    return ExitCode::harness;
  }
}

}  // namespace cast::conformance
