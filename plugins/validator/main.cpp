// cast-plugin: judges plugins, and begins new ones.
#include <csignal>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "validator/arguments.hpp"
#include "validator/check.hpp"
#include "validator/report.hpp"
#include "validator/scaffold.hpp"

namespace {

using namespace cast::validator;

constexpr int kSound = 0;
constexpr int kUnsound = 1;
constexpr int kUsage = 2;
constexpr int kOwnFailure = 3;

constexpr char kHelp[] = R"(cast-plugin: judges plugins for a Cast hub, and begins new ones

usage: cast-plugin check FILE.so   runs every test, each in a process of its own
         --only ID                 just this test; may be repeated
         --fuzz N, --seed S        N randomly changed examples, from seed S on (default 500, 1)
         --timeout-ms N            how long one step of a test may compute (default 10000)
         --json                    the judgement as JSON (schemas/plugin/judgement.schema.json)
       cast-plugin check --list    names the tests; with --json too
       cast-plugin new NAME        writes a plugin's project, such as labcast, ready to build
         --dir D                   where to (default: NAME)
         --data-only               without C++: event types and schemas alone
       cast-plugin --help, --version

exit codes: 0 sound, 1 unsound, 2 wrong usage, 3 cast-plugin itself failed
)";

int runCheck(const std::vector<std::string>& words) {
  const Arguments arguments(words, {"--list", "--json"}, {"--only", "--fuzz", "--seed", "--timeout-ms"});
  if (arguments.has("--list")) {
    arguments.has("--json") ? writeListJson(std::cout) : writeList(std::cout);
    return kSound;
  }
  CheckOrder order;
  order.file = arguments.only("the plugin's file");
  if (!std::filesystem::exists(order.file))
    throw UsageError(order.file.string() + " is not there: name the plugin's file");
  order.only = arguments.all("--only");
  for (const std::string& id : order.only)
    if (!testNamed(id)) throw UsageError("there is no test `" + id + "`: see cast-plugin check --list");
  constexpr unsigned long long kMany = 1'000'000'000'000;
  order.settings.fuzz = arguments.number("--fuzz", 0, kMany, order.settings.fuzz);
  order.settings.seed = arguments.number("--seed", 0, kMany, order.settings.seed);
  order.limit = std::chrono::milliseconds(arguments.number("--timeout-ms", 10, 3'600'000, 10'000));
  const CheckResult result = check(order);
  arguments.has("--json") ? writeJson(std::cout, order, result) : writeText(std::cout, order, result);
  if (result.verdict() == Verdict::kInconclusive) return kOwnFailure;
  return result.verdict() == Verdict::kPassed ? kSound : kUnsound;
}

int runNew(const std::vector<std::string>& words) {
  const Arguments arguments(words, {"--data-only"}, {"--dir"});
  const VariantNames names = namesFor(arguments.only("the variant, such as labcast"));
  const std::filesystem::path directory = arguments.value("--dir").value_or(names.id);
  const Scaffold scaffold = arguments.has("--data-only") ? Scaffold::kDataOnly : Scaffold::kWithCode;
  for (const auto& file : writeScaffold(names, directory, scaffold)) std::cout << file.string() << '\n';
  std::cout << "\nNext, with PREFIX where the SDK is installed:\n  cd " << directory.string()
            << "\n  cmake -S . -B build -DCMAKE_PREFIX_PATH=PREFIX && cmake --build build && ctest "
               "--test-dir build\n";
  return kSound;
}

int run(const std::vector<std::string>& words) {
  const std::string command = words.empty() ? "" : words.front();
  const std::vector<std::string> rest(words.empty() ? words.end() : words.begin() + 1, words.end());
  if (command == kJudgeCommand) judgeInThisProcess(rest);
  for (const std::string& word : words) {
    if (word != "--help" && word != "-h") continue;
    std::cout << kHelp;
    return kSound;
  }
  if (command == "--version") {
    std::cout << "cast-plugin " CAST_VERSION "\n";
    return kSound;
  }
  if (command == "check") return runCheck(rest);
  if (command == "new") return runNew(rest);
  throw UsageError(command.empty() ? "no command is given" : "`" + command + "` is no command");
}

}  // namespace

int main(int count, char** values) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return run({values + 1, values + count});
  } catch (const UsageError& error) {
    std::cerr << "cast-plugin: " << error.what() << "; see cast-plugin --help\n";
    return kUsage;
  } catch (const std::exception& error) {
    std::cerr << "cast-plugin: " << error.what() << '\n';
    return kOwnFailure;
  }
}
