// cast-report: the commands, each in a file of its own.
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "reports/render_command.hpp"

namespace {

void describe(std::ostream& out) {
  out << "cast-report: renders what a Cast conformance run found\n\nusage: cast-report COMMAND\n";
  cast::report::describeRender(out);
  out << "  --help, --version\n\n"
         "exit codes: 0 done, 2 wrong usage or not a valid result file, 3 cannot write\n";
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
  if (command == "render")
    return cast::report::runRender({arguments.begin() + 1, arguments.end()}, std::cout, std::cerr);
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
