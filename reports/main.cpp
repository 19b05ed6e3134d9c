// cast-report: the commands, each in a file of its own.
#include <exception>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "reports/compare_command.hpp"
#include "reports/render_command.hpp"
#include "reports/sign_command.hpp"

namespace {

void describe(std::ostream& out) {
  out << "cast-report: renders what a Cast conformance run found\n\nusage: cast-report COMMAND\n";
  cast::report::describeRender(out);
  cast::report::describeCompare(out);
  cast::report::describeSigning(out);
  out << "  --help, --version\n\n"
         "exit codes: 0 done, 1 a regression or not verified, 2 wrong usage, not a valid result file or not "
         "comparable, "
         "3 cannot\nwrite\n";
}

int run(const std::vector<std::string>& arguments) {
  const std::string command = arguments.empty() ? "" : arguments.front();
  if (command == "--version") {
    std::cout << "cast-report " CAST_VERSION "\n";
    return cast::report::kOk;
  }
  for (const std::string& argument : arguments) {
    if (argument != "--help" && argument != "-h") continue;
    describe(std::cout);
    return cast::report::kOk;
  }
  using Command = cast::report::ExitCode (*)(const std::vector<std::string>&, std::ostream&, std::ostream&);
  const std::map<std::string, Command> commands{{"render", cast::report::runRender},
                                                {"compare", cast::report::runCompare},
                                                {"sign", cast::report::runSign},
                                                {"verify", cast::report::runVerify}};
  if (const auto found = commands.find(command); found != commands.end())
    return found->second({arguments.begin() + 1, arguments.end()}, std::cout, std::cerr);
  std::cerr << "cast-report: " << (command.empty() ? "no command is given" : "unknown command " + command)
            << "; see cast-report --help\n";
  return cast::report::kUsageOrInvalidResult;
}

}  // namespace

int main(int count, char** values) {
  try {
    return run({values + 1, values + count});
  } catch (const std::exception& error) {
    std::cerr << "cast-report: " << error.what() << "; please report this with the result file\n";
    return cast::report::kCannotWrite;
  }
}
